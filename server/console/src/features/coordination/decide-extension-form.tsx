import { decideExtension } from '@shouwen/shared/contract/ticket';
import { formatDeadline, formatFullDate, formatInstant } from '@shouwen/shared/value';
import { insideClocks } from '@shouwen/shared/vocabulary';
import { Input } from 'antd';
import { useContractForm } from '../../field/contract-form';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps } from '../../ticket-action/action-forms';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import styles from './coordination.module.css';

/** TL-6: both dates and the plan in sight; granted, the resident is told. */
export function DecideExtensionForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(decideExtension, { approved: null as boolean | null, note: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/decide-extension`);
  const { approved, note } = form.values;
  const command = useTicketCommand(decideExtension, ticket.number, () => { form.reset(); onDone(approved ? '已批准延期，居民会收到新的日期' : '没有批准延期，仍按原期限办理'); });
  const submit = () => { const body = form.check(approved === null ? [{ path: 'approved', message: '请选择批准还是不批准' }] : []); if (body) command.send(body); };
  const promised = ticket.clocks.filter((clock) => !insideClocks.includes(clock.clock) && clock.state === 'running' && clock.dueAt !== null);
  return (
    <ActionFrame action="decide-extension" ticket={ticket} formRef={form.ref} explain="报表仍按原时限统计；批准后把计划和新日期告知居民（TL-6）" submitLabel="提交" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      {ticket.extension && (
        <dl className={styles.asked}>
          <div><dt>现在的期限</dt><dd>{promised.map((clock) => `${clock.label} ${formatDeadline(clock.dueAt!)}`).join('；') || '没有正在计时的承诺'}</dd></div>
          <div><dt>申请延到</dt><dd><b>{formatFullDate(ticket.extension.until)}</b></dd></div>
          <div><dt>办理计划</dt><dd>{ticket.extension.plan}</dd></div>
          <div><dt>申请人</dt><dd>{ticket.extension.by} {formatInstant(ticket.extension.at)}</dd></div>
        </dl>
      )}
      <Field name="approved" error={form.errors.approved}>
        <Choice autoFocus label="是否批准" value={approved === null ? null : approved ? 'yes' : 'no'} onChange={(value) => form.set('approved', value === 'yes')} options={[{ value: 'yes', label: '批准延期' }, { value: 'no', label: '不批准' }]} />
      </Field>
      <Field name="note" label={approved === false ? '为什么不批准' : '意见'} error={form.errors.note}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={300} aria-label="意见" value={note} onChange={(e) => form.set('note', e.target.value)} />
      </Field>
    </ActionFrame>
  );
}
