import { close, confirmMaterials, note, reopen, respond } from '@shouwen/shared/contract/ticket';
import { Input } from 'antd';
import { ApiError } from '../../api/api-error';
import { useContractForm } from '../../field/contract-form';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps } from '../../ticket-action/action-forms';
import { textForm } from '../../ticket-action/text-form';
import { useTicketCommand } from '../../ticket-action/ticket-command';

const rows = { minRows: 3, maxRows: 8 };

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

export const NoteForm = textForm({
  action: 'note', endpoint: note, name: 'text', label: '记录', required: false, max: 1000, photos: true, explain: '记在办理经过里，居民看不到', submitLabel: '记下', done: '已补充记录',
});

/** FU-3. */
export const ReopenForm = textForm({
  action: 'reopen', endpoint: reopen, name: 'reason', label: '原因', max: 500, explain: '时限重新开始计算，仍由同一位首问责任人负责（FU-3）', placeholder: '居民来电说什么、核实到什么', done: '已重新办理，时限重新计算',
});

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
