import { LockOutlined } from '@ant-design/icons';
import type { StaffTicketItem } from '@shouwen/shared/contract/ticket';
import { ticketKindLabels } from '@shouwen/shared/vocabulary';
import { Link } from 'react-router';
import { Countdown } from '../../ui/countdown';
import { StateMark, TicketNumber } from '../../ui/ticket-words';
import styles from './ticket-row.module.css';
import type { TicketView } from './ticket.calls';

export function TicketRow({ ticket, view, to, open, arrived }: { ticket: StaffTicketItem; view: TicketView; to: string; open: boolean; arrived: boolean }) {
  const handler = ticket.handlerName ?? ticket.departmentName;
  const who = view === 'mine' ? handler : `首问 ${ticket.firstResponsibleName}`;
  return (
    <Link to={to} data-row data-arrived={arrived || undefined} data-late={ticket.overdue || undefined} aria-current={open} className={styles.row}>
      <span className={styles.title}>{ticket.confidential && <LockOutlined aria-label="保密" />} {ticket.title}</span>
      <span className={styles.due}>
        {ticket.state === 'closed' ? '' : ticket.nextDueAt ? <Countdown dueAt={ticket.nextDueAt} overdue={ticket.overdue} /> : ticket.state === 'waiting-materials' ? '等材料，不计时' : ''}
      </span>
      <span className={styles.what}><b>{ticketKindLabels[ticket.kind]}</b>{ticket.categoryLabel !== ticketKindLabels[ticket.kind] && ` ${ticket.categoryLabel}`} · {ticket.address}</span>
      <span className={styles.foot}><TicketNumber number={ticket.number} /><StateMark state={ticket.state} />{who && <span className={styles.who}>{who}</span>}</span>
    </Link>
  );
}
