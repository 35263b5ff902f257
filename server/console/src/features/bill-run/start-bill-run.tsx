import { changeBillRunPolicy, startBillRun, type BillRunPolicyView } from '@shouwen/shared/contract/bill-run';
import { shanghaiDate } from '@shouwen/shared/value';
import { zoneLabels, type Zone } from '@shouwen/shared/vocabulary';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useContractForm } from '../../field/contract-form';
import { useCatalogue } from '../../field/directory';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import styles from './bill-run-page.module.css';
import { useBillRunCommand, useBillRunPolicy } from './bill-run.calls';

type Scope = Zone | 'hall' | 'all';
const scopes: { value: Scope; label: string }[] = [...(Object.entries(zoneLabels) as [Zone, string][]).map(([value, label]) => ({ value, label })), { value: 'hall', label: '一个营业厅' }, { value: 'all', label: '全部' }];

export function StartBillRun({ onStarted }: { onStarted: (id: number) => void }) {
  const { data: catalogue } = useCatalogue();
  const form = useContractForm(startBillRun, { scope: 'urban' as Scope, hallId: null as number | null, ...lastMonth() }, ({ scope, hallId, from, to }) => ({ from, to, ...(scope === 'hall' ? { hallId } : scope === 'all' ? {} : { zone: scope }) }));
  const command = useBillRunCommand(startBillRun, (answer) => onStarted((answer as { id: number }).id));
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.send(body); };
  useKeys('新建出账', [{ keys: 'ctrl+enter', label: '开始计算', run: submit }]);
  return (
    <div className={styles.start}>
      <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <h2>新建出账</h2>
        <p className={styles.tip}>先计算出草稿并列出要人看的，审核完才出账；居民在出账前什么也看不到。已经出过账的抄表不会重复。</p>
        <Refusal error={command.error} />
        <Field name="zone" label="范围" error={form.errors.zone}><Choice label="范围" value={form.values.scope} onChange={(scope) => form.set('scope', scope)} options={scopes} autoFocus /></Field>
        {form.values.scope === 'hall' && (
          <Field name="hallId" label="营业厅" required error={form.errors.hallId}>
            <Select aria-label="营业厅" placeholder="请选择" value={form.values.hallId} onChange={(hallId) => form.set('hallId', hallId)} options={(catalogue?.halls ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
          </Field>
        )}
        <div className={styles.days}>
          <Field name="from" label="抄表日期从" required error={form.errors.from}><Input type="date" aria-label="抄表起日" value={form.values.from} onChange={(e) => form.set('from', e.target.value)} /></Field>
          <Field name="to" label="到" required error={form.errors.to}><Input type="date" aria-label="抄表止日" value={form.values.to} onChange={(e) => form.set('to', e.target.value)} /></Field>
        </div>
        <div><Button type="primary" htmlType="submit" loading={command.isPending}>开始计算 <KeyCap keys="ctrl+enter" /></Button></div>
      </form>
      <Policy />
    </div>
  );
}

function lastMonth(): { from: string; to: string } {
  const today = shanghaiDate(new Date());
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const [y, m] = month === 1 ? [year - 1, 12] : [year, month - 1];
  const first = `${y}-${String(m).padStart(2, '0')}-01`;
  return { from: first, to: new Date(Date.UTC(y, m, 0)).toISOString().slice(0, 10) };
}

/** What is far, and how long people have to pay: data, for runs from now on. */
function Policy() {
  const policy = useBillRunPolicy();
  const [editing, setEditing] = useState(false);
  if (!policy.data) return null;
  const { farPercent, farLeast, daysToPay, by, at } = policy.data;
  return (
    <section className={styles.policy} aria-label="审核口径">
      <h3>审核口径</h3>
      {editing ? <PolicyForm policy={policy.data} onDone={() => setEditing(false)} /> : (
        <>
          <p>用量与上期、去年同期、平时相比都超过 <b>{farPercent / 100} 倍</b>（或不到其 1/{farPercent / 100}），且相差 <b>{farLeast} m³</b> 以上，列入审核；出账后至少留 <b>{daysToPay} 天</b>缴费。</p>
          <p className={styles.tip}>另外列入：读数倒走、在用户零用量、首次出账、水价或人口变更、估抄、换表、补出前期。{by !== null && `${by} ${at.slice(0, 10)} 修改`}</p>
          <Button size="small" onClick={() => setEditing(true)}>修改口径</Button>
        </>
      )}
    </section>
  );
}

function PolicyForm({ policy, onDone }: { policy: BillRunPolicyView; onDone: () => void }) {
  const form = useContractForm(changeBillRunPolicy, { farPercent: policy.farPercent as number | null, farLeast: policy.farLeast as number | null, daysToPay: policy.daysToPay as number | null }, (values) => ({ id: policy.id, ...values }));
  const command = useBillRunCommand(changeBillRunPolicy, () => { showNotice({ id: 'done', tone: 'done', text: '已修改，从下一次出账起用', lastsMs: 3500 }); onDone(); });
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.send(body); };
  useKeys('审核口径', [{ keys: 'escape', label: '不改了', run: onDone }]);
  const number = (name: 'farPercent' | 'farLeast' | 'daysToPay', label: string, after: string) => (
    <Field name={name} label={label} error={form.errors[name]}><InputNumber aria-label={label} addonAfter={after} value={form.values[name]} onChange={(value) => form.set(name, value)} precision={0} /></Field>
  );
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Refusal error={command.error} />
      <div className={styles.days}>{number('farPercent', '相差倍数', '%')}{number('farLeast', '至少相差', 'm³')}{number('daysToPay', '至少留', '天缴费')}</div>
      <div className={styles.buttons}><Button type="primary" htmlType="submit" loading={command.isPending}>保存</Button><Button onClick={onDone}>不改了</Button></div>
    </form>
  );
}
