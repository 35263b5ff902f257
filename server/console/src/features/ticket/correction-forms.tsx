import { acceptApplication, findFault, reassign, recategorise } from '@shouwen/shared/contract/ticket';
import { faultLabels, type ResponsibilityFault, type TicketCategory } from '@shouwen/shared/vocabulary';
import { Input } from 'antd';
import { CategoryField } from '../../field/category-field';
import { OneColleagueField } from '../../field/colleague-field';
import { useContractForm } from '../../field/contract-form';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps } from '../../ticket-action/action-forms';
import { textForm } from '../../ticket-action/text-form';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import styles from './action-form.module.css';

/** AP-2. */
export const AcceptApplicationForm = textForm({
  action: 'accept-application', endpoint: acceptApplication, name: 'note', label: '说明', required: false, max: 300, explain: '受理后时限开始，并可打印受理通知单（AP-2）', submitLabel: '受理', done: '已受理',
});

/** AP-1, CP-3. */
export function RecategoriseForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(recategorise, { category: ticket.category as TicketCategory | null, reason: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/recategorise`);
  const command = useTicketCommand(recategorise, ticket.number, () => { form.reset(); onDone('已更正类别'); });
  const same = form.values.category === ticket.category;
  const submit = () => { const body = form.check(same ? [{ path: 'category', message: '请选择另一个类别' }] : []); if (body) command.send(body); };
  return (
    <ActionFrame action="recategorise" ticket={ticket} formRef={form.ref} explain="按新类别的时限重新计算，起点不变；投诉改为其他类别只能由效能监察进行（CP-3）" submitLabel="更正类别" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field name="category" error={form.errors.category}><CategoryField autoFocus value={form.values.category} onChange={(category) => form.set('category', category)} /></Field>
      <Field name="reason" label="原因" required error={form.errors.reason}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={300} aria-label="更正原因" value={form.values.reason} onChange={(e) => form.set('reason', e.target.value)} />
      </Field>
    </ActionFrame>
  );
}

/** FI-2: besides cover and handover, only so. */
export function ReassignForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(reassign, { staffId: null as number | null, reason: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/reassign`);
  const command = useTicketCommand(reassign, ticket.number, () => { form.reset(); onDone('已改派首问责任人'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="reassign" ticket={ticket} formRef={form.ref} explain={`现在是 ${ticket.firstResponsible.name}；改派会记录并告知居民（FI-2）`} submitLabel="改派" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <div className={styles.pair}>
        <Field name="staffId" label="新的首问责任人" required error={form.errors.staffId}><OneColleagueField autoFocus value={form.values.staffId} onChange={(staffId) => form.set('staffId', staffId)} /></Field>
        <Field name="reason" label="原因" required error={form.errors.reason}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={300} aria-label="改派原因" value={form.values.reason} onChange={(e) => form.set('reason', e.target.value)} />
        </Field>
      </div>
    </ActionFrame>
  );
}

const faults = Object.keys(faultLabels) as ResponsibilityFault[];

/** FI-11. */
export function FindFaultForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(findFault, { fault: null as ResponsibilityFault | null, text: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/find-fault`);
  const command = useTicketCommand(findFault, ticket.number, () => { form.reset(); onDone('已认定首问过失'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="find-fault" ticket={ticket} formRef={form.ref} explain={`记在首问责任人 ${ticket.firstResponsible.name} 名下，本人可以看到（FI-11）`} submitLabel="认定" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field name="fault" error={form.errors.fault}><Choice autoFocus label="过失" value={form.values.fault} onChange={(fault) => form.set('fault', fault)} options={faults.map((value) => ({ value, label: faultLabels[value] }))} /></Field>
      <Field name="text" label="情况" required error={form.errors.text}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={500} aria-label="过失情况" placeholder="什么时候、怎样做的，依据是什么" value={form.values.text} onChange={(e) => form.set('text', e.target.value)} />
      </Field>
    </ActionFrame>
  );
}
