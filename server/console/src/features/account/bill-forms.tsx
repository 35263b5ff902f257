import { type DeskBillDetail, requestAdjustment, requestReversal, requestWaiver } from '@shouwen/shared/contract/billing-desk';
import { formatFen } from '@shouwen/shared/value';
import { Button, Input } from 'antd';
import { useContractForm } from '../../field/contract-form';
import { YuanField } from '../../field/yuan-field';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './account.module.css';
import { useAccountCommand } from './account.calls';

export type BillFormKind = 'adjust-bill' | 'waive-late-fee' | 'reverse-bill';
interface FormProps { bill: DeskBillDetail; onClose: () => void; onDone: () => void }

/** Asked for here, decided by somebody else. */
export function BillForm({ kind, ...props }: FormProps & { kind: BillFormKind }) {
  return kind === 'adjust-bill' ? <AdjustForm {...props} /> : kind === 'waive-late-fee' ? <WaiveForm {...props} /> : <ReverseForm {...props} />;
}

function Foot({ label, pending, submit, onClose }: { label: string; pending: boolean; submit: () => void; onClose: () => void }) {
  useKeys(label, [{ keys: 'ctrl+enter', label, run: submit }, { keys: 'escape', label: '不办了', run: onClose }]);
  return <div className={styles.actions}><Button type="primary" htmlType="submit" loading={pending}>{label} <KeyCap keys="ctrl+enter" /></Button><Button onClick={onClose}>不办了</Button></div>;
}
const Reason = ({ value, onChange, error }: { value: string; onChange: (text: string) => void; error?: string }) => (
  <Field name="reason" label="原因" required error={error}><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={200} aria-label="原因" value={value} onChange={(e) => onChange(e.target.value)} /></Field>
);

function AdjustForm({ bill, onClose, onDone }: FormProps) {
  const form = useContractForm(requestAdjustment, { way: 'less' as 'less' | 'more', fen: null as number | null, reason: '' }, ({ way, fen, reason }) => ({ amountFen: (fen ?? 0) * (way === 'less' ? -1 : 1), reason }));
  const command = useAccountCommand(requestAdjustment, onDone);
  const submit = () => { const body = form.check(form.values.fen === null ? [{ path: 'amountFen', message: '请填写金额' }] : []); if (body && !command.isPending) command.send({ params: { id: bill.id }, body }); };
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h3>申请调整账单</h3>
      <Refusal error={command.error} />
      <Choice label="调整" autoFocus value={form.values.way} onChange={(way) => form.set('way', way)} options={[{ value: 'less', label: '少收' }, { value: 'more', label: '多收' }]} />
      <Field name="amountFen" label="金额" required hint={`账单 ${formatFen(bill.totalFen)} 元，已缴 ${formatFen(bill.paidFen)} 元`} error={form.errors['amountFen']}><YuanField label="金额" value={form.values.fen} onChange={(fen) => form.patch({ fen })} /></Field>
      <Reason value={form.values.reason} onChange={(reason) => form.set('reason', reason)} error={form.errors.reason} />
      <Foot label="提交申请" pending={command.isPending} submit={submit} onClose={onClose} />
    </form>
  );
}

function WaiveForm({ bill, onClose, onDone }: FormProps) {
  const form = useContractForm(requestWaiver, { amountFen: bill.lateFee.fen as number | null, reason: '' }, ({ amountFen, reason }) => ({ amountFen, reason }));
  const command = useAccountCommand(requestWaiver, onDone);
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.send({ params: { id: bill.id }, body }); };
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h3>申请减免违约金</h3>
      <Refusal error={command.error} />
      <Field name="amountFen" label="减免" required hint={`现在的违约金 ${formatFen(bill.lateFee.fen)} 元`} error={form.errors.amountFen}><YuanField label="减免金额" autoFocus value={form.values.amountFen} onChange={(amountFen) => form.set('amountFen', amountFen)} /></Field>
      <Reason value={form.values.reason} onChange={(reason) => form.set('reason', reason)} error={form.errors.reason} />
      <Foot label="提交申请" pending={command.isPending} submit={submit} onClose={onClose} />
    </form>
  );
}

function ReverseForm({ bill, onClose, onDone }: FormProps) {
  const form = useContractForm(requestReversal, { again: 'yes' as 'yes' | 'no', reason: '' }, ({ again, reason }) => ({ again: again === 'yes', reason }));
  const command = useAccountCommand(requestReversal, onDone);
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.send({ params: { id: bill.id }, body }); };
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h3>申请冲销账单</h3>
      <Refusal error={command.error} />
      <Choice label="冲销之后" autoFocus value={form.values.again} onChange={(again) => form.set('again', again)} options={[{ value: 'yes', label: '按现在的资料重新出账' }, { value: 'no', label: '不重新出账（只能是最近一笔）' }]} />
      <p className={styles.grey}>读数抄错的，直接在“抄表”里更正，不用申请冲销。</p>
      <Reason value={form.values.reason} onChange={(reason) => form.set('reason', reason)} error={form.errors.reason} />
      <Foot label="提交申请" pending={command.isPending} submit={submit} onClose={onClose} />
    </form>
  );
}
