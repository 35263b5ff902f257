import { decideApproval, withdrawApproval, type ApprovalItem } from '@shouwen/shared/contract/approval';
import { Button, Input } from 'antd';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './approval.module.css';
import { useApprovalCommand } from './approval.calls';

export function DecideForm({ item, onDone }: { item: ApprovalItem; onDone: (text: string) => void }) {
  const form = useContractForm(decideApproval, { outcome: null as 'approved' | 'refused' | null, reason: '' }, (v) => ({ version: item.version, ...v }), `approval/${item.id}`);
  const { outcome, reason } = form.values;
  const command = useApprovalCommand(decideApproval, item.id, () => { form.reset(); onDone(outcome === 'approved' ? '已同意并办理，申请人会收到结果' : '已退回，申请人会收到原因'); });
  const submit = () => {
    const body = form.check(outcome === 'refused' && reason.trim() === '' ? [{ path: 'reason', message: '不同意的，请写明原因' }] : []);
    if (body && !command.isPending) command.send(body);
  };
  useKeys('审批', [
    { keys: 'y', label: '同意', run: () => form.set('outcome', 'approved') },
    { keys: 'x', label: '不同意', run: () => form.set('outcome', 'refused') },
    { keys: 'ctrl+enter', label: '提交审批', run: submit },
  ]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Refusal error={command.error} />
      <Field name="outcome" error={form.errors.outcome}>
        <Choice label="审批" value={outcome} onChange={(value) => form.set('outcome', value)} options={[{ value: 'approved', label: <>同意，照上面办理 <KeyCap keys="y" /></> }, { value: 'refused', label: <>不同意 <KeyCap keys="x" /></> }]} />
      </Field>
      <Field name="reason" label="审批意见" required={outcome === 'refused'} error={form.errors.reason}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} aria-label="审批意见" value={reason} onChange={(e) => form.set('reason', e.target.value)} />
      </Field>
      <div><Button type="primary" htmlType="submit" loading={command.isPending}>提交 <KeyCap keys="ctrl+enter" /></Button></div>
    </form>
  );
}

export function WithdrawButton({ item, onDone }: { item: ApprovalItem; onDone: (text: string) => void }) {
  const command = useApprovalCommand(withdrawApproval, item.id, () => onDone('申请已撤回'));
  const withdraw = () => { if (!command.isPending) command.send({ version: item.version }); };
  useKeys('我的申请', [{ keys: 'ctrl+backspace', label: '撤回申请', run: withdraw }]);
  return (
    <div className={styles.form}>
      <Refusal error={command.error} />
      <div><Button danger loading={command.isPending} onClick={withdraw}>撤回申请 <KeyCap keys="ctrl+backspace" /></Button></div>
    </div>
  );
}
