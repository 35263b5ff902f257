import { saveDutyPolicy, saveWorkingHours, type DutyPolicy, type WorkingHoursRow } from '@shouwen/shared/contract/duty';
import { shanghaiDate } from '@shouwen/shared/value';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useContractForm } from '../../field/contract-form';
import { useCatalogue, useDepartments } from '../../field/directory';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './roster-page.module.css';
import { useRosterCommand, useWorkingHours } from './roster.calls';

const dayKinds = { working: '国家工作日', hall: '营业厅开放日', none: '不考勤' } as const;
const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'].map((label, index) => ({ value: index + 1, label }));
const usualSpans = [{ from: '08:30', to: '12:00' }, { from: '13:30', to: '17:30' }];

/** AB-4, AB-5: who works when, from a day on, and the numbers of absence and attendance. */
export function HoursPane() {
  const hours = useWorkingHours();
  const [from, setFrom] = useState<WorkingHoursRow | null>(null);
  if (hours.isPending) return <ListSkeleton rows={6} height={40} />;
  if (hours.isError) return <ErrorState error={hours.error} onRetry={() => void hours.refetch()} />;
  return (
    <div className={styles.pane}>
      <section className={styles.list}>
        <div className={styles.tools}><p className={styles.quiet}>个人的规定优先于部门、营业厅，再次是全体人员；每项自起始日期起执行，以前的日期不变。</p></div>
        <div className={styles.rows}>
          {hours.data.items.length === 0 ? <EmptyState title="还没有设定上班时间，暂不考勤" /> : (
            <table>
              <thead><tr><th>适用</th><th>起始</th><th>日历</th><th>上班日</th><th>时间</th></tr></thead>
              <tbody>
                {hours.data.items.map((row) => (
                  <tr key={row.id} data-row tabIndex={0} aria-current={row.id === from?.id} onClick={() => setFrom(row)} onKeyDown={(e) => e.key === 'Enter' && setFrom(row)}>
                    <td><strong>{row.placeName}</strong></td><td>{row.since}</td><td>{dayKinds[row.days]}</td>
                    <td>{row.days === 'none' ? '' : weekdays.filter((d) => row.weekdays.includes(d.value)).map((d) => d.label.slice(1)).join('')}</td>
                    <td>{row.days === 'none' ? '' : row.spans.map((span) => `${span.from}–${span.to}`).join('，')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </section>
      <aside className={styles.side}>
        <HoursForm key={from?.id ?? 0} from={from} />
        <hr style={{ border: 0, borderTop: '1px solid var(--line)', margin: '18px 0' }} />
        <PolicyForm key={hours.data.policy.version} policy={hours.data.policy} />
      </aside>
    </div>
  );
}

function HoursForm({ from }: { from: WorkingHoursRow | null }) {
  const halls = useCatalogue().data?.halls ?? [];
  const departments = useDepartments().data?.items ?? [];
  const scopeOf = from?.staffId ? `staff:${from.staffId}` : from?.departmentId ? `department:${from.departmentId}` : from?.hallId ? `hall:${from.hallId}` : 'all';
  const form = useContractForm(
    saveWorkingHours,
    { scope: scopeOf, since: from?.since ?? shanghaiDate(new Date()), days: from?.days ?? ('working' as WorkingHoursRow['days']), weekdays: from?.weekdays ?? [1, 2, 3, 4, 5], spans: from?.spans ?? usualSpans },
    ({ scope, days, weekdays: week, spans, since }) => {
      const id = (kind: string) => (scope.startsWith(`${kind}:`) ? Number(scope.split(':')[1]) : null);
      return { hallId: id('hall'), departmentId: id('department'), staffId: id('staff'), since, days, weekdays: week, spans };
    },
  );
  const { values, errors } = form;
  const save = useRosterCommand(saveWorkingHours);
  const submit = () => {
    const body = form.check();
    if (body && !save.isPending) save.send({ body }, { onError: form.refuse, onSuccess: () => showNotice({ id: 'hours', tone: 'done', text: '上班时间已保存' }) });
  };
  const setSpan = (index: number, change: Partial<{ from: string; to: string }>) => form.set('spans', values.spans.map((span, i) => (i === index ? { ...span, ...change } : span)));
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>上班时间</h2>
      <Field label="适用">
        <Select
          aria-label="适用" value={values.scope} onChange={(v) => form.patch({ scope: v, days: v.startsWith('hall:') ? 'hall' : values.days === 'hall' ? 'working' : values.days })}
          options={[
            { value: 'all', label: '全体人员' }, ...halls.map((h) => ({ value: `hall:${h.id}`, label: h.name })), ...departments.map((d) => ({ value: `department:${d.id}`, label: d.name })),
            ...(from?.staffId ? [{ value: scopeOf, label: from.placeName }] : []),
          ]}
        />
      </Field>
      <Field name="since" label="起始日期" required error={errors.since}><Input type="date" value={values.since} onChange={(e) => form.set('since', e.target.value)} /></Field>
      <Field label="日历"><Choice compact label="日历" value={values.days} onChange={(v) => form.set('days', v)} options={(['working', 'hall', 'none'] as const).map((value) => ({ value, label: dayKinds[value] }))} /></Field>
      {values.days !== 'none' && (
        <>
          <Field name="weekdays" label="上班日" hint="调休上班日另计" error={errors.weekdays}><Select mode="multiple" aria-label="上班日" value={values.weekdays} onChange={(v) => form.set('weekdays', [...v].sort())} options={weekdays} /></Field>
          <Field name="spans" label="时间" error={errors.spans}>
            <div className={styles.spans}>
              {values.spans.map((span, index) => (
                <div key={index}>
                  <Input type="time" aria-label={`第 ${index + 1} 段开始`} value={span.from} onChange={(e) => setSpan(index, { from: e.target.value })} />
                  至
                  <Input type="time" aria-label={`第 ${index + 1} 段结束`} value={span.to} onChange={(e) => setSpan(index, { to: e.target.value })} />
                  <Button type="text" onClick={() => form.set('spans', values.spans.filter((_, i) => i !== index))}>去掉</Button>
                </div>
              ))}
              {values.spans.length < 4 && <Button onClick={() => form.set('spans', [...values.spans, { from: '', to: '' }])}>加一段</Button>}
            </div>
          </Field>
        </>
      )}
      <Refusal error={save.error} />
      <footer><Button type="primary" htmlType="submit" loading={save.isPending}>保存上班时间</Button></footer>
    </form>
  );
}

function PolicyForm({ policy }: { policy: DutyPolicy }) {
  const { version, ...numbers } = policy;
  const form = useContractForm(saveDutyPolicy, numbers, (v) => ({ version, ...v }));
  const save = useRosterCommand(saveDutyPolicy);
  const submit = () => {
    const body = form.check();
    if (body && !save.isPending) save.send({ body }, { onError: form.refuse, onSuccess: () => showNotice({ id: 'hours', tone: 'done', text: '标准已保存' }) });
  };
  const field = (name: keyof typeof numbers, label: string, unit: string) => (
    <Field name={name} label={label} error={form.errors[name]}><InputNumber aria-label={label} suffix={unit} value={form.values[name]} onChange={(v) => form.set(name, v ?? 0)} style={{ width: '100%' }} /></Field>
  );
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>暂离与考勤标准</h2>
      <div className={styles.numbers}>
        {field('awayMinutes', '暂离上限（AB-4）', '分钟')}{field('earlyMinutes', '提前到岗（AB-5）', '分钟')}
        {field('circularFrom', '每月通报起', '次')}{field('centreFrom', '报中心起', '次')}
      </div>
      <Refusal error={save.error} />
      <footer><Button htmlType="submit" loading={save.isPending}>保存标准</Button></footer>
    </form>
  );
}
