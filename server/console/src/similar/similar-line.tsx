import type { SimilarTicket } from '@shouwen/shared/contract/similar';
import { formatInstant } from '@shouwen/shared/value';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useStaff } from '../session/session';
import { ticketAddress } from '../session/workplace';
import { StateMark, TicketNumber } from '../ui/ticket-words';
import styles from './similar.module.css';

/** One ticket that may be about the same matter, and why. */
export function SimilarLine({ item, children }: { item: SimilarTicket; children?: ReactNode }) {
  const staff = useStaff();
  return (
    <li className={styles.line} data-likeness={item.likeness}>
      <Link to={ticketAddress(staff, item.number)} className={styles.title}>{item.title}</Link>
      <span className={styles.why}>{item.reasons.join(' · ')}</span>
      <span className={styles.facts}><TicketNumber number={item.number} /><StateMark state={item.state} /></span>
      <span className={styles.facts}>{item.address}</span>
      <span className={styles.facts}>{formatInstant(item.createdAt)} · 首问 {item.firstResponsibleName}</span>
      {children}
    </li>
  );
}
