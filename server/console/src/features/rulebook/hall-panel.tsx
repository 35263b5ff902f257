import { saveHallCalendar, type HallCalendarView, type HallExceptionItem, type HallWeek } from '@shouwen/shared/contract/calendar';
import { shanghaiDate, weekday } from '@shouwen/shared/value';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Input, Segmented } from 'antd';
import { useState } from 'react';
import { ApiError } from '../../api/api-error';
import { useIntent } from '../../api/intent';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { DifferenceList } from './difference-list';
import { AddRow, Day, EditTable, FaultRow, Faults, faultsUnder, Pick, Picks, removed, replaced, RowTools, Text, type Fault } from './editor/editing';
import { YearGrid } from './editor/year-grid';
import { EditionRow } from './history';
import { MovedList } from './moved-list';
import drawer from './publish-drawer.module.css';
import styles from './rulebook-page.module.css';
import { published, useHallEditions } from './rulebook.calls';

const dayNames = { 1: '周一', 2: '周二', 3: '周三', 4: '周四', 5: '周五', 6: '周六', 7: '周日' } as const;
type Weekday = keyof typeof dayNames;
const asWeekday = (text: string): Weekday => Number(text) as Weekday;
const opening = { open: '开放', closed: '不开放' } as const;

/** TL-3: on which days a hall opens; working days are another calendar. */
export function HallPanel({ hall, mayEdit }: { hall: HallCalendarView; mayEdit: boolean }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<(HallWeek & { basedOn: number }) | null>(null);
  const [view, setView] = useState<'edit' | 'history'>('edit');
  const [saving, setSaving] = useState(false);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const { weekly, exceptions } = draft ?? hall;
  const changed = draft !== null && JSON.stringify([draft.weekly, draft.exceptions]) !== JSON.stringify([hall.weekly, hall.exceptions]);
  const set = (patch: Partial<HallWeek>) => setDraft({ weekly, exceptions, basedOn: draft?.basedOn ?? hall.edition, ...patch });
  const [withPast, setWithPast] = useState(false);
  const [today] = useState(() => shanghaiDate(new Date()));
  const past = exceptions.filter(({ date }) => date !== '' && date < today).length;
  const year = Number([...exceptions].map(({ date }) => date).sort().at(-1)?.slice(0, 4)) || Number(today.slice(0, 4));
  const drop = () => { setDraft(null); setFaults([]); };
  const stale = draft !== null && draft.basedOn !== hall.edition;
  return (
    <div className={styles.panel}>
      <header className={styles.bar}>
        <h2>{hall.hallName}</h2>
        <small>{hall.edition === 0 ? '尚未在这里修改过' : `第 ${hall.edition} 版`}</small>
        {changed && <span className={styles.changed}>有未发布的改动</span>}
        <span className={styles.gap} />
        <Segmented aria-label="视图" value={view} onChange={setView} options={[{ value: 'edit', label: mayEdit ? '编辑' : '内容' }, { value: 'history', label: '历史' }]} />
        {mayEdit && <Button disabled={!changed} onClick={drop}>放弃改动</Button>}
        {mayEdit && <Button type="primary" disabled={!changed || stale} onClick={() => setSaving(true)}>查看影响并发布</Button>}
      </header>
      <div className={styles.body}>
        {stale && <p className={styles.note} role="alert">这个厅的开放日刚被其他人改过。<Button size="small" onClick={drop}>载入最新一版</Button></p>}
        {view === 'history' ? <HallHistory hallId={hall.hallId} current={hall.edition} /> : (
          <fieldset disabled={!mayEdit} style={{ display: 'grid', gridTemplateColumns: 'minmax(520px, 1.1fr) minmax(340px, 0.9fr)', gap: 24, alignItems: 'start' }}>
            <div>
              <Field label="每周开放">
                <Picks label="每周开放" value={weekly.map((day) => String(day) as `${Weekday}`)} options={dayNames} onChange={(days) => set({ weekly: days.map(asWeekday) })} />
              </Field>
              <Faults faults={faultsUnder(faults, 'weekly')} />
              <h3 style={{ margin: '16px 0 6px', fontSize: 14 }}>例外的日子 <small style={{ color: 'var(--ink-3)', fontWeight: 400 }}>说明会显示给预约和到厅的居民</small></h3>
              <div>
                <EditTable head={['日期', '', '是否开放', '说明', '预约按', '']}>
                  {exceptions.map((exception, index) => {
                    if (!withPast && exception.date !== '' && exception.date < today) return null;
                    const change = (patch: Partial<HallExceptionItem>) => set({ exceptions: replaced(exceptions, index, { ...exception, ...patch }) });
                    const own = faultsUnder(faults, `exceptions.${index}`);
                    const what = exception.date || '新例外';
                    return [
                      <tr key={index}>
                        <td><Day label={`第 ${index + 1} 个例外日期`} value={exception.date} onChange={(date) => change({ date })} faulty={own.some(({ path }) => path.endsWith('.date'))} /></td>
                        <td style={{ width: 44, whiteSpace: 'nowrap' }}><small>{/^\d{4}-\d\d-\d\d$/.test(exception.date) ? dayNames[weekday(exception.date)] : ''}</small></td>
                        <td style={{ width: 96 }}><Pick label={`${what}是否开放`} value={exception.open ? 'open' : 'closed'} options={opening} onChange={(value) => change({ open: value === 'open', ...(value === 'open' ? {} : { slotWeekday: null }) })} /></td>
                        <td><Text label={`${what}的说明`} value={exception.note} onChange={(note) => change({ note })} faulty={own.some(({ path }) => path.endsWith('.note'))} /></td>
                        <td style={{ width: 96 }}>{exception.open && <Pick label={`${what}的预约按`} value={exception.slotWeekday === null ? null : (String(exception.slotWeekday) as `${Weekday}`)} options={dayNames} any="当天" onChange={(day) => change({ slotWeekday: day === null ? null : asWeekday(day) })} />}</td>
                        <td style={{ width: 36 }}><RowTools what={what} onRemove={() => set({ exceptions: removed(exceptions, index) })} /></td>
                      </tr>,
                      <FaultRow key={`${index} faults`} faults={own} columns={6} />,
                    ];
                  })}
                </EditTable>
                <AddRow onAdd={() => set({ exceptions: [...exceptions, { date: '', open: false, note: '', slotWeekday: null }] })}>添加例外</AddRow>
                {past > 0 && <Button type="link" onClick={() => setWithPast(!withPast)}>{withPast ? '收起过去的日子' : `显示过去的 ${past} 天`}</Button>}
              </div>
            </div>
            <div><h3 style={{ margin: '0 0 6px' }}>{year} 年</h3><YearGrid year={year} legend={{ holiday: '例外不开放', worked: '例外开放', rest: '每周休息' }} markOf={markOf(weekly, exceptions)} /></div>
          </fieldset>
        )}
      </div>
      {saving && draft && (
        <SaveDrawer
          hall={hall} draft={draft} onFaults={setFaults} onClose={() => setSaving(false)}
          onSaved={(edition) => {
            setSaving(false);
            drop();
            published(client);
            showNotice({ id: 'rulebook', tone: 'done', text: `${hall.hallName}的开放日已发布第 ${edition} 版`, detail: '正在重新计算受影响的期限' });
          }}
        />
      )}
    </div>
  );
}

function SaveDrawer({ hall, draft, onFaults, onClose, onSaved }: {
  hall: HallCalendarView;
  draft: HallWeek & { basedOn: number };
  onFaults: (faults: readonly Fault[]) => void;
  onClose: () => void;
  onSaved: (edition: number) => void;
}) {
  const [reason, setReason] = useState('');
  const save = useIntent(saveHallCalendar, ({ edition }) => onSaved(edition));
  const submit = () => {
    if (reason.trim() === '' || save.isPending) return;
    save.mutate({ params: { hallId: hall.hallId }, body: { ...draft, reason } }, { onError: (error) => { if (error instanceof ApiError) onFaults(error.fields); } });
  };
  const { weekly, exceptions, basedOn } = draft;
  return (
    <Drawer open title={`发布${hall.hallName}的开放日`} size={640} onClose={onClose} footer={
      <div className={drawer.footer}><Button onClick={onClose}>返回修改</Button><Button type="primary" disabled={reason.trim() === ''} loading={save.isPending} onClick={submit}>发布</Button></div>
    }>
      <MovedList change={{ calendar: 'hall', hallId: hall.hallId, basedOn, weekly, exceptions }} />
      <Field label="修改原因" required><Input.TextArea autoFocus rows={2} maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter' && e.ctrlKey) submit(); }} /></Field>
      <Refusal error={save.error} />
    </Drawer>
  );
}

function HallHistory({ hallId, current }: { hallId: number; current: number }) {
  const editions = useHallEditions(hallId);
  const [open, setOpen] = useState<number | null>(null);
  if (editions.isPending) return <ListSkeleton rows={3} height={48} />;
  if (editions.isError) return <ErrorState error={editions.error} onRetry={() => void editions.refetch()} />;
  const items = editions.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <EmptyState title="还没有修改过" />;
  return (
    <>
      {items.map((item) => (
        <EditionRow key={item.edition} item={item} now={item.edition === current} open={open === item.edition} onToggle={() => setOpen(open === item.edition ? null : item.edition)}>
          <DifferenceList items={item.difference} title="这一版的改动" />
        </EditionRow>
      ))}
      {editions.hasNextPage && <Button loading={editions.isFetchingNextPage} onClick={() => void editions.fetchNextPage()}>更早的版本</Button>}
    </>
  );
}

function markOf(weekly: HallWeek['weekly'], exceptions: readonly HallExceptionItem[]) {
  const days = new Map(exceptions.map((exception) => [exception.date, exception]));
  return (date: string) => {
    const exception = days.get(date);
    if (exception) return { mark: exception.open ? ('worked' as const) : ('holiday' as const), why: exception.note };
    return weekly.includes(weekday(date)) ? null : { mark: 'rest' as const, why: '每周休息日' };
  };
}
