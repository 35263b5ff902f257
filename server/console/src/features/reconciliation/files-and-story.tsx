import { reconciliationFile, type ReconciliationDayDetail, type ReconciliationFile, withdrawReconciliationFile } from '@shouwen/shared/contract/reconciliation';
import { formatInstant } from '@shouwen/shared/value';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../api/call';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { useReconciliationCommand } from './reconciliation.calls';
import styles from './reconciliation.module.css';

/** Whose file it was, what became of it, and what happened to the day. */
export function FilesAndStory({ day }: { day: ReconciliationDayDetail }) {
  const [withdrawing, setWithdrawing] = useState<number | null>(null);
  const last = day.files.filter(({ mayWithdraw }) => mayWithdraw).at(-1);
  const file = day.files.find(({ id, mayWithdraw }) => id === withdrawing && mayWithdraw);
  useKeys('对账', [last !== undefined && { keys: 'w', label: '撤回传错的文件', run: () => setWithdrawing(last.id) }]);
  return (
    <section aria-label="文件和经过">
      <h3>文件和经过</h3>
      {file && <WithdrawForm day={day} file={file} onDone={() => setWithdrawing(null)} />}
      <ol className={styles.story}>
        {day.files.map((one) => (
          <li key={one.id} data-withdrawn={one.withdrawn !== null || undefined}>
            <small>{formatInstant(one.at)} {one.by ?? '系统'}</small><a href={addressOf(reconciliationFile, { params: { id: one.id } })} download>{one.name}</a> {one.rows} 行，校验值 {one.sha256.slice(0, 12)}…
            {one.withdrawn && <b>已由 {one.withdrawn.by} 撤回：{one.withdrawn.reason}</b>}
            {one.mayWithdraw && one.id !== withdrawing && <Button size="small" type="text" onClick={() => setWithdrawing(one.id)}>传错了，撤回{one === last && <> <KeyCap keys="w" /></>}</Button>}
          </li>
        ))}
        {day.history.map((event, index) => <li key={index}><small>{formatInstant(event.at)} {event.by ?? '系统'}</small>{event.text}</li>)}
      </ol>
    </section>
  );
}

function WithdrawForm({ day, file, onDone }: { day: ReconciliationDayDetail; file: ReconciliationFile; onDone: () => void }) {
  const form = useContractForm(withdrawReconciliationFile, { reason: '' }, (values) => ({ version: day.version, ...values }));
  const command = useReconciliationCommand(withdrawReconciliationFile, file.id, () => {
    showNotice({ id: 'done', tone: 'done', text: '文件已撤回，请上传正确的文件', lastsMs: 5000 });
    onDone();
  });
  const submit = () => {
    const body = form.check();
    if (body && !command.isPending) command.send(body);
  };
  useKeys('对账', [{ keys: 'ctrl+enter', label: '撤回文件', run: submit }, { keys: 'escape', label: '不撤回了', run: onDone }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <p className={styles.facts}>撤回“{file.name}”：它核对上的收款恢复为未核对，它带来的差异关闭（写明已撤回），银行到账的记账冲回。文件和原因留在记录里。</p>
      <Refusal error={command.error} />
      <Field name="reason" label="撤回的原因" required error={form.errors.reason}>
        <Input autoFocus maxLength={200} aria-label="撤回的原因" value={form.values.reason} onChange={(event) => form.set('reason', event.target.value)} />
      </Field>
      <div><Button type="primary" danger htmlType="submit" loading={command.isPending}>撤回文件 <KeyCap keys="ctrl+enter" /></Button></div>
    </form>
  );
}
