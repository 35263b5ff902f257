import { noteFromCall } from '@shouwen/shared/contract/hotline';
import { Button, Input } from 'antd';
import { useEffect } from 'react';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import { StateMark, TicketNumber } from '../../ui/ticket-words';
import type { CallFormProps } from './call-form';
import styles from './call-form.module.css';
import { useNoteFromCall } from './hotline.calls';

/** A call about a ticket that exists is noted there, not filed again. */
export function NoteOnTicket({ card, noteOn, onNoteOn, onFiled }: CallFormProps) {
  const record = useNoteFromCall();
  const form = useContractForm(noteFromCall, { text: '' }, (v) => ({ ...v, ticketNumber: noteOn ?? '' }), `call/${card.callId}/note`);
  const submit = () => {
    const body = form.check();
    if (body && !record.isPending) record.mutate({ params: { callId: card.callId }, body }, { onSuccess: (ticket) => { form.reset(); onFiled(ticket); }, onError: form.refuse });
  };
  useKeys('通话', [{ keys: 'ctrl+enter', label: '记到这张工单', run: submit }]);
  // Another ticket was picked on the caller's card: the typing goes on here.
  useEffect(() => form.ref.current?.querySelector('textarea')?.focus(), [noteOn, form.ref]);
  return (
    <>
      <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
        <div className={styles.tickets} role="radiogroup" aria-label="记到哪张工单">
          {card.openTickets.map((ticket) => (
            <label key={ticket.number}>
              <span><input type="radio" name="note-on" checked={ticket.number === noteOn} onChange={() => onNoteOn(ticket.number)} /> <TicketNumber number={ticket.number} /></span>
              <StateMark state={ticket.state} />
              <strong>{ticket.title}</strong>
            </label>
          ))}
        </div>
        <Field name="text" label="来电内容" required error={form.errors.text}>
          <Input.TextArea autoSize={{ minRows: 5, maxRows: 12 }} maxLength={1000} placeholder="来电人说了什么、催什么、您怎样答复" value={form.values.text} onChange={(e) => form.set('text', e.target.value)} />
        </Field>
      </form>
      <div className={styles.foot}>
        <Button type="primary" loading={record.isPending} onClick={submit}>记到这张工单 <KeyCap keys="ctrl+enter" /></Button>
        <Refusal error={record.error} />
      </div>
    </>
  );
}
