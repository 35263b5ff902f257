import type { AttendanceMonth } from '@shouwen/shared/contract/duty';
import { formatDate, shanghaiDate } from '@shouwen/shared/value';
import { attendanceConsequenceLabels, attendanceFindingLabels, type AttendanceFinding } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './attendance-pane.module.css';
import { useAttendance, useAttendanceList } from './duty.calls';

const findings = Object.keys(attendanceFindingLabels) as AttendanceFinding[];

/** AB-5: one's own month; for leaders the list of everyone with what follows from it. */
export function AttendancePane() {
  const staff = useStaff();
  const leads = staff.roles.some((role) => role === 'hall-director' || role === 'section-leader' || role === 'company-leader' || role === 'supervisor');
  const [month, setMonth] = useState(() => shanghaiDate(new Date()).slice(0, 7));
  const [open, setOpen] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const people = useAttendanceList(month, leads && month !== '');
  useListKeys('考勤', list, { more: [open !== null && { keys: 'escape', label: '看本人', run: () => setOpen(null) }] });
  const rows = people.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={leads ? styles.both : styles.one}>
      {leads && (
        <section ref={list} className={styles.people} aria-label="月度名单">
          {people.isPending ? <ListSkeleton rows={8} height={44} />
            : people.isError ? <ErrorState error={people.error} onRetry={() => void people.refetch()} />
            : rows.length === 0 ? <EmptyState title="没有需要考勤的人员" />
            : (
              <table>
                <caption>迟到、早退合计每月 {people.data.pages[0]!.circularFrom} 次起通报，{people.data.pages[0]!.centreFrom} 次起报中心</caption>
                <thead><tr><th>人员</th><th>迟到</th><th>早退</th><th>旷工</th><th>处理</th></tr></thead>
                <tbody>
                  {rows.map(({ person, counts, consequence, note }) => (
                    <tr key={person.id} data-row tabIndex={0} aria-current={person.id === open} onClick={() => setOpen(person.id)} onKeyDown={(e) => e.key === 'Enter' && setOpen(person.id)}>
                      <td><strong>{person.name}</strong> <em>{person.staffNumber}</em></td>
                      <td>{counts.late || ''}</td><td>{counts['left-early'] || ''}</td><td>{counts['absent-half-day'] + counts['absent-longer'] || ''}</td>
                      <td data-consequence={consequence}>{attendanceConsequenceLabels[consequence] || <small>{note}</small>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          {people.hasNextPage && <Button block type="text" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>更多</Button>}
        </section>
      )}
      <section className={styles.month}>
        <header>
          <Input type="month" aria-label="月份" value={month} onChange={(e) => e.target.value && setMonth(e.target.value)} style={{ width: 150 }} />
          {open !== null && <Button size="small" type="link" onClick={() => setOpen(null)}>看本人</Button>}
        </header>
        <Month key={`${month}/${open}`} month={month} staffId={open} />
      </section>
    </div>
  );
}

function Month({ month, staffId }: { month: string; staffId: number | null }) {
  const attendance = useAttendance(month, staffId);
  if (attendance.isPending) return <ListSkeleton rows={8} height={36} />;
  if (attendance.isError) return <ErrorState error={attendance.error} onRetry={() => void attendance.refetch()} />;
  const { person, note, counts, consequence, provisional, days } = attendance.data;
  return (
    <>
      <h2>{person.name} <em>{person.staffNumber}</em>{consequence !== 'none' && <b data-consequence={consequence}>{attendanceConsequenceLabels[consequence]}</b>}</h2>
      <Counts counts={counts} />
      {provisional && <p className={styles.quiet}>这一年的放假安排尚未公布，按周末推算（TL-3）。</p>}
      {note && <EmptyState title={note}>上下班时在页面右上角签到、签退</EmptyState>}
      {days.length > 0 && !note && (
        <table>
          <thead><tr><th>日期</th><th>应在岗</th><th>实际</th><th>认定</th></tr></thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.date} data-free={day.free !== null || undefined}>
                <td>{formatDate(day.date)}</td><td>{day.free ?? day.expected.join('，')}</td><td>{day.present.join('，') || (day.free === null ? '无' : '')}</td>
                <td>{day.findings.map((finding, index) => <span key={index} className={styles.finding} data-finding={finding}>{attendanceFindingLabels[finding]}</span>)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Counts({ counts }: { counts: AttendanceMonth['counts'] }) {
  return <dl className={styles.counts}>{findings.map((finding) => <div key={finding}><dt>{attendanceFindingLabels[finding]}</dt><dd data-on={counts[finding] > 0 || undefined}>{counts[finding]}</dd></div>)}</dl>;
}
