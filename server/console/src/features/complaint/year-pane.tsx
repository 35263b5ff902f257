import { complaintYearPaper, type ComplaintYear } from '@shouwen/shared/contract/complaint-desk';
import { groupTicketNumber } from '@shouwen/shared/value';
import { complaintOutcomeLabels, ticketSourceLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../api/call';
import { useStaff } from '../../session/session';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './complaint.module.css';
import { useComplaintYear } from './complaint.calls';
import { thisYear, YearField } from './year-field';

const percent = ({ perMille }: ComplaintYear['response']) => (perMille === null ? '—' : `${perMille / 10}%`);

/** CP-8, CP-10: how the promise was kept, and what was learnt. */
export function YearPane() {
  const staff = useStaff();
  const [year, setYear] = useState(thisYear());
  const query = useComplaintYear(year);
  const data = query.data;
  return (
    <section className={styles.pane} aria-label="年度汇总">
      <div className={styles.filter}>
        <YearField value={year} onChange={setYear} />
        <span className={styles.gap} />
        {staff.roles.some((role) => ['supervisor', 'company-leader', 'hall-director'].includes(role)) && <Button size="small" href={addressOf(complaintYearPaper, { params: { year } })} target="_blank">打印</Button>}
      </div>
      <div className={styles.rows}>
        {query.isPending ? <ListSkeleton rows={6} /> : !data ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : data.total === 0 ? <EmptyState title={`${year} 年没有投诉`} /> : (
          <>
            <dl className={styles.sums}>
              <div><dt>登记</dt><dd>{data.total}</dd></div>
              <div><dt>办结</dt><dd>{data.closed}</dd></div>
              <div data-kept={keeps(data, data.response)}><dt>4 小时响应（承诺 {data.promisedPerMille / 10}%）</dt><dd>{percent(data.response)}<small>{data.response.inTime}/{data.response.decided}</small></dd></div>
              <div data-kept={keeps(data, data.resolution)}><dt>按时办结（承诺 {data.promisedPerMille / 10}%）</dt><dd>{percent(data.resolution)}<small>{data.resolution.inTime}/{data.resolution.decided}</small></dd></div>
              <div><dt>改类</dt><dd>{data.left}</dd></div>
            </dl>
            <div className={styles.columns}>
              <Bars title="来源" rows={data.bySource.map(({ source, count }) => [ticketSourceLabels[source], count])} />
              <Bars title="类别（属实）" rows={data.byCategory.map(({ label, count, upheld }) => [`${label}${upheld > 0 ? `（${upheld}）` : ''}`, count])} />
              <Bars title="结论" rows={data.byOutcome.map(({ outcome, count }) => [complaintOutcomeLabels[outcome], count])} />
            </div>
            <section className={styles.lessons}>
              <h2>经验教训</h2>
              {data.lessons.length === 0 ? <p className={styles.quiet}>还没有可列出的教训；保密投诉的不在这里。</p> : (
                <ul>{data.lessons.map(({ number, categoryLabel, lesson }) => <li key={number}><span>{lesson}</span><small>{groupTicketNumber(number)} · {categoryLabel}</small></li>)}</ul>
              )}
            </section>
          </>
        )}
      </div>
    </section>
  );
}

const keeps = ({ promisedPerMille }: ComplaintYear, { perMille }: ComplaintYear['response']) => (perMille === null ? undefined : perMille >= promisedPerMille ? 'yes' : 'no');

function Bars({ title, rows }: { title: string; rows: [string, number][] }) {
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return (
    <section className={styles.bars}>
      <h2>{title}</h2>
      {rows.length === 0 ? <p className={styles.quiet}>没有</p> : rows.map(([label, count]) => (
        <div key={label}><span>{label}</span><i style={{ width: `${(count / most) * 100}%` }} /><b>{count}</b></div>
      ))}
    </section>
  );
}
