import { LockOutlined } from '@ant-design/icons';
import type { StaffTicketItem } from '@shouwen/shared/contract/ticket';
import { ticketKindLabels } from '@shouwen/shared/vocabulary';
import { Link } from 'react-router';
import { useStaff } from '../../session/session';
import { Countdown } from '../../ui/countdown';
import { StateMark, TicketNumber } from '../../ui/ticket-words';
import styles from './ticket-row.module.css';
import type { TicketView } from './ticket.calls';

const awaited = { coordination: '待协调', extension: '待批延期', escalation: '已上报' } as const;

export function TicketRow({ ticket, view, to, open, arrived }: { ticket: StaffTicketItem; view: TicketView; to: string; open: boolean; arrived: boolean }) {
  const handler = ticket.handlerName ?? ticket.departmentName;
  const own = useStaff().departmentName;
  // In the department's list while another has it: a share of it is ours.
  const coHandled = view === 'department' && own !== null && ticket.departmentName !== null && ticket.departmentName !== own;
  const who = view === 'mine' ? handler : `首问 ${ticket.firstResponsibleName}`;
  return (
    <Link to={to} data-row data-arrived={arrived || undefined} data-late={ticket.overdue || undefined} aria-current={open} className={styles.row}>
      <span className={styles.title}>{ticket.confidential && <LockOutlined aria-label="保密" />} {ticket.title}</span>
      <span className={styles.due}>
        {ticket.state === 'closed' ? '' : ticket.nextDueAt ? <Countdown dueAt={ticket.nextDueAt} overdue={ticket.overdue} /> : ticket.state === 'waiting-materials' ? '等材料，不计时' : ''}
      </span>
      <span className={styles.what}><b>{ticketKindLabels[ticket.kind]}</b>{ticket.categoryLabel !== ticketKindLabels[ticket.kind] && ` ${ticket.categoryLabel}`} · {ticket.address}</span>
      <span className={styles.foot}><TicketNumber number={ticket.number} /><StateMark state={ticket.state} />{ticket.awaitsLeader && <span className={styles.mark}>{awaited[ticket.awaitsLeader]}</span>}{ticket.coverFor !== null && <span className={styles.mark} title={`为${ticket.coverFor}顶岗（AB-1）`}>顶岗 {ticket.coverFor}</span>}{coHandled && <span className={styles.mark} title="本部门协办">协办</span>}{who && <span className={styles.who}>{who}</span>}</span>
    </Link>
  );
}
