import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import { arrive, close, confirmMaterials, note, respond, returnResult, transfer } from '@shouwen/shared/contract/ticket';
import { Input } from 'antd';
import { ApiError } from '../../api/api-error';
import { AttachmentField } from '../../field/attachment-field';
import { useContractForm } from '../../field/contract-form';
import { DepartmentField } from '../../field/department-field';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { ActionFrame } from './action-frame';
import styles from './action-frame.module.css';
import type { ActionFormProps } from './action-panel';
import { useTicketCommand } from './ticket.calls';

const rows = { minRows: 3, maxRows: 8 };
const idsOf = (files: readonly AttachmentView[]) => files.map((file) => file.id);
const noFiles = { files: [] as AttachmentView[] };

export function RespondForm({ ticket, onDone, onClose }: ActionFormProps) {
  // A leak's first promise is to be there.
  const timed = ticket.clocks.some((clock) => clock.clock === 'first-response' && clock.state === 'running');
  const form = useContractForm(respond, { text: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/respond`);
  const command = useTicketCommand(respond, ticket.number, () => { form.reset(); onDone(timed ? '已记录联系居民，首次响应时限停止' : '已记录联系居民'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="respond" ticket={ticket} formRef={form.ref} explain="告诉居民谁在办、怎么办、什么时候有结果；居民会看到这段话" submitLabel="记录已联系" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field name="text" error={form.errors.text}>
        <Input.TextArea autoFocus autoSize={rows} maxLength={1000} aria-label="告知内容" placeholder="例如：您好，我是首问责任人，已请抢修队去看，今天下午五点前给您结果" value={form.values.text} onChange={(e) => form.set('text', e.target.value)} />
      </Field>
    </ActionFrame>
  );
}

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
  const form = useContractForm(arrive, noFiles, (v) => ({ version: ticket.version, attachmentIds: idsOf(v.files) }), `${ticket.number}/arrive`);
  const command = useTicketCommand(arrive, ticket.number, () => { form.reset(); onDone('已记录到达现场'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="arrive" ticket={ticket} formRef={form.ref} explain="到达时间按现在记录" submitLabel="记录到达" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field label="现场照片"><AttachmentField value={form.values.files} onChange={(files) => form.set('files', files)} /></Field>
    </ActionFrame>
  );
}

export function ReturnForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(returnResult, { result: '', ...noFiles }, (v) => ({ version: ticket.version, result: v.result, attachmentIds: idsOf(v.files) }), `${ticket.number}/return`);
  const command = useTicketCommand(returnResult, ticket.number, () => { form.reset(); onDone('已交回首问责任人'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="return" ticket={ticket} formRef={form.ref} explain={`交回给首问责任人 ${ticket.firstResponsible.name}，由其答复居民（FI-6）`} submitLabel="交回结果" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field name="result" label="处理结果" required error={form.errors.result}>
        <Input.TextArea autoFocus autoSize={rows} maxLength={2000} aria-label="处理结果" placeholder="查到了什么、做了什么、还有什么要告诉居民" value={form.values.result} onChange={(e) => form.set('result', e.target.value)} />
      </Field>
      <Field><AttachmentField value={form.values.files} onChange={(files) => form.set('files', files)} /></Field>
    </ActionFrame>
  );
}

export function NoteForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(note, { text: '', ...noFiles }, (v) => ({ version: ticket.version, text: v.text, attachmentIds: idsOf(v.files) }), `${ticket.number}/note`);
  const command = useTicketCommand(note, ticket.number, () => { form.reset(); onDone('已补充记录'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="note" ticket={ticket} formRef={form.ref} explain="记在办理经过里，居民看不到" submitLabel="记下" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field name="text" error={form.errors.text}>
        <Input.TextArea autoFocus autoSize={rows} maxLength={1000} aria-label="记录" value={form.values.text} onChange={(e) => form.set('text', e.target.value)} />
      </Field>
      <Field><AttachmentField value={form.values.files} onChange={(files) => form.set('files', files)} /></Field>
    </ActionFrame>
  );
}

export function CloseForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(close, { delayReason: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/close`);
  const command = useTicketCommand(close, ticket.number, () => { form.reset(); onDone('已办结'); });
  const asked = command.error instanceof ApiError && command.error.code === 'DELAY_REASON_REQUIRED';
  const late = asked || wasLate(ticket);
  const submit = () => { const body = form.check(late ? reasonMissing(form.values.delayReason) : []); if (body) command.send(body); };
  return (
    <ActionFrame action="close" ticket={ticket} formRef={form.ref} explain={late ? '已超过时限，须写明原因（TL-8）' : '办结后居民仍可反映没有解决'} submitLabel="办结" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      {(late || form.values.delayReason !== '') && (
        <Field name="delayReason" label="超时原因" required error={form.errors.delayReason}>
          <Input autoFocus maxLength={300} value={form.values.delayReason} onChange={(e) => form.set('delayReason', e.target.value)} />
        </Field>
      )}
    </ActionFrame>
  );
}

export function ConfirmMaterialsForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(confirmMaterials, { complete: true, note: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/confirm-materials`);
  const command = useTicketCommand(confirmMaterials, ticket.number, () => { form.reset(); onDone('已确认材料'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="confirm-materials" ticket={ticket} formRef={form.ref} explain="材料齐了，时限从次日起重新计算（TL-2）" submitLabel="确认" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Choice
        autoFocus label="材料是否齐全" value={form.values.complete ? 'yes' : 'no'} onChange={(value) => form.set('complete', value === 'yes')}
        options={[{ value: 'yes', label: '已齐全，继续办理' }, { value: 'no', label: '还不齐' }]}
      />
      <Field name="note" label={form.values.complete ? '说明' : '还缺什么'} error={form.errors.note}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} value={form.values.note} onChange={(e) => form.set('note', e.target.value)} />
      </Field>
    </ActionFrame>
  );
}

/** Closing asks for a reason when any promise to the resident was missed (TL-8). */
export function wasLate(ticket: ActionFormProps['ticket']): boolean {
  return ticket.overdue || ticket.clocks.some((clock) => clock.clock !== 'return' && (clock.overdue || clock.state === 'missed'));
}
/** The server asks for it too (`DELAY_REASON_REQUIRED`); here the field that lacks it gets the focus. */
export function reasonMissing(reason: string): { path: string; message: string }[] {
  return reason.trim() === '' ? [{ path: 'delayReason', message: '请写明为什么超过了时限' }] : [];
}
