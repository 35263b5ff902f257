import { escalate, requestExtension } from '@shouwen/shared/contract/ticket';
import { addDays, formatDeadline, formatFullDate, shanghaiDate } from '@shouwen/shared/value';
import { escalationLabels, insideClocks, type EscalationLevel } from '@shouwen/shared/vocabulary';
import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useContractForm } from '../../field/contract-form';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps } from '../../ticket-action/action-forms';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import styles from './action-form.module.css';

/** TL-6: before the limit ends, with the plan and the date the resident will be told. */
export function RequestExtensionForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(requestExtension, { until: '', plan: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/request-extension`);
  const command = useTicketCommand(requestExtension, ticket.number, () => { form.reset(); onDone('已申请延期，等负责人审批'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  const promised = ticket.clocks.filter((clock) => !insideClocks.includes(clock.clock) && clock.state === 'running' && clock.dueAt !== null);
  // The first day after the present deadline; a deadline at midnight belongs to the day before.
  const latest = promised.map((clock) => shanghaiDate(new Date(Date.parse(clock.dueAt!) - 1))).sort().at(-1) ?? shanghaiDate(new Date());
  const { until, plan } = form.values;
  return (
    <ActionFrame action="request-extension" ticket={ticket} formRef={form.ref} explain="在时限到期前申请，负责人批准后居民会收到计划和新的日期；报表仍按原时限统计（TL-6）" submitLabel="申请延期" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <p className={styles.present}>
        现在的期限：{promised.length === 0 ? '没有正在计时的承诺' : promised.map((clock, index) => <span key={clock.clock}>{index > 0 && '；'}{clock.label} <b>{formatDeadline(clock.dueAt!)}</b></span>)}
        {until !== '' && <>　延到 <b>{formatFullDate(until)}</b> 当天结束</>}
      </p>
      <div className={styles.pair}>
        <Field name="until" label="延到哪一天" required error={form.errors.until}>
          <DatePicker
            autoFocus allowClear={false} style={{ width: '100%' }} value={until === '' ? null : dayjs(until)} defaultPickerValue={dayjs(addDays(latest, 1))}
            disabledDate={(day) => day.format('YYYY-MM-DD') <= latest} onChange={(day) => form.set('until', day?.format('YYYY-MM-DD') ?? '')} aria-label="延到哪一天"
          />
        </Field>
        <Field name="plan" label="办理计划" required hint="批准后居民会看到" error={form.errors.plan}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 6 }} maxLength={500} aria-label="办理计划" placeholder="为什么来不及、接下来怎样办、哪天有结果" value={plan} onChange={(e) => form.set('plan', e.target.value)} />
        </Field>
      </div>
    </ActionFrame>
  );
}

const levels = Object.keys(escalationLabels) as EscalationLevel[];

/** FI-8: upwards only. */
export function EscalateForm({ ticket, onDone, onClose }: ActionFormProps) {
  const reached = ticket.escalation === null ? -1 : levels.indexOf(ticket.escalation);
  const form = useContractForm(escalate, { level: (levels[reached + 1] ?? null) as EscalationLevel | null, reason: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/escalate`);
  const command = useTicketCommand(escalate, ticket.number, () => { form.reset(); onDone('已上报'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="escalate" ticket={ticket} formRef={form.ref} explain={ticket.escalation ? `已上报到${escalationLabels[ticket.escalation]}，只能再往上报（FI-8）` : '难办的事报给领导，您仍是首问责任人（FI-8）'} submitLabel="上报" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field name="level" error={form.errors.level}>
        <Choice autoFocus label="报给谁" value={form.values.level} onChange={(level) => form.set('level', level)} options={levels.map((value, at) => ({ value, label: escalationLabels[value], disabled: at <= reached }))} />
      </Field>
      <Field name="reason" label="原因" required error={form.errors.reason}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={500} aria-label="上报原因" placeholder="难在哪里、需要领导定什么" value={form.values.reason} onChange={(e) => form.set('reason', e.target.value)} />
      </Field>
    </ActionFrame>
  );
}
