import { similarTickets } from '@shouwen/shared/contract/similar';
import { attach, detach, merge } from '@shouwen/shared/contract/ticket';
import { formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { ticketStateLabels } from '@shouwen/shared/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { call } from '../../api/call';
import { queryKeys } from '../../api/query-client';
import { useContractForm } from '../../field/contract-form';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps } from '../../ticket-action/action-forms';
import { textForm } from '../../ticket-action/text-form';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { Field } from '../../ui/field';
import styles from './action-form.module.css';

/** The same event: each ticket keeps its own work. */
export const AttachForm = linkForm('attach', '同一件事有几个人反映：各自办理、各自答复，互相看得到', '已关联');
/** The same work: done once on the main ticket; number, answer and rating stay each reporter's own. */
export const MergeForm = linkForm('merge', '并入后在主单上一起办，单号、答复和评价仍是各人的；投诉并案须由效能监察写明原因（CP-3）', '已并案，在主单上办理');
export const DetachForm = textForm({ action: 'detach', endpoint: detach, name: 'reason', label: '原因', required: false, max: 300, explain: '撤销后各自办理', submitLabel: '撤销关联', done: '已撤销关联' });

function linkForm(how: 'attach' | 'merge', explain: string, done: string) {
  const endpoint = how === 'attach' ? attach : merge;
  return function Form({ ticket, onDone, onClose }: ActionFormProps) {
    const form = useContractForm(endpoint, { mainNumber: '', reason: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/${how}`);
    const command = useTicketCommand(endpoint, ticket.number, () => { form.reset(); onDone(done); });
    const submit = () => { const body = form.check(); if (body) command.send(body); };
    const similar = useQuery({ queryKey: queryKeys.similarTickets(ticket.number), queryFn: ({ signal }) => call(similarTickets, { params: { number: ticket.number }, signal }) });
    const { mainNumber, reason } = form.values;
    return (
      <ActionFrame action={how} ticket={ticket} formRef={form.ref} explain={explain} submitLabel={how === 'attach' ? '关联' : '并入主单'} pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
        <div className={styles.pair}>
          <Field name="mainNumber" label="主单号" required hint="9 位" error={form.errors.mainNumber}>
            <Input autoFocus maxLength={20} aria-label="主单号" value={mainNumber} onChange={(e) => form.set('mainNumber', e.target.value)} />
          </Field>
          <Field name="reason" label="原因" required={how === 'merge' && ticket.kind === 'complaint'} error={form.errors.reason}>
            <Input maxLength={300} aria-label="关联原因" value={reason} onChange={(e) => form.set('reason', e.target.value)} />
          </Field>
        </div>
        {(similar.data?.items.length ?? 0) > 0 && (
          <Field label="可能是同一件事" hint="点一下填入单号">
            <ul className={styles.found}>
              {similar.data!.items.map((item) => (
                <li key={item.number}>
                  <button type="button" aria-pressed={item.number === mainNumber} onClick={() => form.set('mainNumber', item.number)}>
                    <span>{groupTicketNumber(item.number)}</span><span>{item.title}</span><em>{item.likeness === 'same' ? '很可能' : ''}</em>
                    <small>{ticketStateLabels[item.state]} · {item.address} · {formatInstant(item.createdAt)} · {item.reasons.join('、')}</small>
                  </button>
                </li>
              ))}
            </ul>
          </Field>
        )}
        {similar.isSuccess && similar.data.items.length === 0 && <p className={styles.present}>没有找到相似的工单，请直接填写主单号。</p>}
      </ActionFrame>
    );
  };
}
