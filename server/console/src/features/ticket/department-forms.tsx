import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import { answerChase, arrive, finishPart, reject, requestCoordination, returnResult, statePosition, transfer } from '@shouwen/shared/contract/ticket';
import { Input } from 'antd';
import { AttachmentField } from '../../field/attachment-field';
import { useContractForm } from '../../field/contract-form';
import { DepartmentField } from '../../field/department-field';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps } from '../../ticket-action/action-forms';
import { textForm } from '../../ticket-action/text-form';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { Field } from '../../ui/field';
import styles from './action-form.module.css';

const noFiles = { files: [] as AttachmentView[] };

export function TransferForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(transfer, { departmentId: null as number | null, note: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/transfer`);
  const command = useTicketCommand(transfer, ticket.number, () => { form.reset(); onDone('已转部门，结果会交回首问责任人'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="transfer" ticket={ticket} formRef={form.ref} explain="首问责任人不变；部门在时限内交回结果，再由首问答复居民（FI-6）" submitLabel="转部门" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <div className={styles.pair}>
        <Field name="departmentId" label="部门" required error={form.errors.departmentId}>
          <DepartmentField autoFocus kind={ticket.kind} value={form.values.departmentId} onChange={(id) => form.set('departmentId', id)} />
        </Field>
        <Field name="note" label="交办说明" hint="居民看不到" error={form.errors.note}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} aria-label="交办说明" value={form.values.note} onChange={(e) => form.set('note', e.target.value)} />
        </Field>
      </div>
    </ActionFrame>
  );
}

export function ArriveForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(arrive, noFiles, (v) => ({ version: ticket.version, attachmentIds: v.files.map((file) => file.id) }), `${ticket.number}/arrive`);
  const command = useTicketCommand(arrive, ticket.number, () => { form.reset(); onDone('已记录到达现场'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="arrive" ticket={ticket} formRef={form.ref} explain="到达时间按现在记录" submitLabel="记录到达" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field label="现场照片"><AttachmentField value={form.values.files} onChange={(files) => form.set('files', files)} /></Field>
    </ActionFrame>
  );
}


/** FI-6. */
export const ReturnForm = textForm({
  action: 'return', endpoint: returnResult, name: 'result', label: '处理结果', max: 2000, photos: true, explain: (ticket) => `交回给首问责任人 ${ticket.firstResponsible.name}，由其答复居民（FI-6）`,
  placeholder: '查到了什么、做了什么、还有什么要告诉居民', submitLabel: '交回结果', done: '已交回首问责任人',
});

/** FI-3: the share of a co-handling department. */
export const FinishPartForm = textForm({
  action: 'finish-part', endpoint: finishPart, name: 'result', label: '协办结果', max: 2000, photos: true, explain: '写明本部门负责的部分办到什么结果；都办完后由主办部门交回首问（FI-3）', submitLabel: '协办办完', done: '本部门的协办已办完',
});

/** FI-3. */
export const RequestCoordinationForm = textForm({
  action: 'request-coordination', endpoint: requestCoordination, name: 'reason', label: '为什么要协调', max: 500, explain: '职责不清或涉及几个部门时，由领导指定主办和协办部门（FI-3）',
  placeholder: '涉及哪些部门、分歧在哪里', submitLabel: '请领导协调', done: '已报领导协调',
});

/** FI-3: each department that is involved may speak before the leader decides. */
export const StatePositionForm = textForm({
  action: 'state-position', endpoint: statePosition, name: 'text', label: '部门意见', max: 1000, explain: '领导协调前会看到各部门的意见（FI-3）', placeholder: '哪些归本部门，哪些不归，依据是什么', submitLabel: '提交意见', done: '已说明部门意见',
});

/** FI-7. */
export const AnswerChaseForm = textForm({
  action: 'answer-chase', endpoint: answerChase, name: 'text', label: '进展', max: 500, explain: '催办要有回复：办到哪一步、什么时候有结果（FI-7）', submitLabel: '回复催办', done: '已回复催办',
});

/** FI-4: no simple return: a reason and a proposed owner, and the leader decides. */
export function RejectForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(reject, { proposedDepartmentId: null as number | null, reason: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/reject`);
  const command = useTicketCommand(reject, ticket.number, () => { form.reset(); onDone('已退回，由领导协调指定'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="reject" ticket={ticket} formRef={form.ref} explain="不能简单退回：须提议由谁办，领导决定；退回不成立的记在部门名下（FI-4）" submitLabel="退回并提议" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <div className={styles.pair}>
        <Field name="proposedDepartmentId" label="提议的承办部门" required error={form.errors.proposedDepartmentId}>
          <DepartmentField autoFocus kind={null} value={form.values.proposedDepartmentId} onChange={(id) => form.set('proposedDepartmentId', id)} />
        </Field>
        <Field name="reason" label="为什么不归本部门" required error={form.errors.reason}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} aria-label="退回原因" value={form.values.reason} onChange={(e) => form.set('reason', e.target.value)} />
        </Field>
      </div>
    </ActionFrame>
  );
}
