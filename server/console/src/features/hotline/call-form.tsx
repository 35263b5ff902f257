import type { CallerCard } from '@shouwen/shared/contract/hotline';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { KeyCap } from '../../keyboard/key-cap';
import { Choice } from '../../ui/choice';
import styles from './call-form.module.css';
import { NoteOnTicket } from './note-on-ticket';
import { TicketForm } from './ticket-form';

/** A new ticket · answered in the call, filed and closed (HL-3) · noted on a ticket that exists. */
export type CallMode = 'ticket' | 'solved' | 'note';

export interface CallFormProps {
  card: CallerCard;
  mode: CallMode;
  onMode: (mode: CallMode) => void;
  accountId: number | null;
  onAccount: (id: number | null) => void;
  noteOn: string | null;
  onNoteOn: (number: string) => void;
  onFiled: (ticket: StaffTicketDetail) => void;
}

export function CallForm(props: CallFormProps) {
  const { card, mode, onMode } = props;
  return (
    <div className={styles.pane}>
      <div className={styles.modes}>
        <Choice
          label="怎样处理" value={mode} onChange={onMode}
          options={[
            { value: 'ticket', label: <>登记工单 <KeyCap keys="f7" /></> },
            { value: 'solved', label: <>当场解决 <KeyCap keys="f8" /></> },
            { value: 'note', label: <>记到已有工单 <KeyCap keys="f4" /></>, disabled: card.openTickets.length === 0 },
          ]}
        />
        <span>{mode === 'note' ? '同一件事不重复立单' : '您是首问责任人，负责到居民得到答复'}</span>
      </div>
      {mode === 'note' ? <NoteOnTicket {...props} /> : <TicketForm {...props} />}
    </div>
  );
}
