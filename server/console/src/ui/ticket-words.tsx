import { groupTicketNumber } from '@shouwen/shared/value';
import { ticketStateLabels, type TicketState } from '@shouwen/shared/vocabulary';
import styles from './ticket-words.module.css';

/** A ticket number as it is read out: three groups of three. */
export function TicketNumber({ number }: { number: string }) {
  return <span className={styles.number}>{groupTicketNumber(number)}</span>;
}

/** The state in words. Only one is marked: the department is done and the resident still waits (FI-6). */
export function StateMark({ state }: { state: TicketState }) {
  return <span className={styles.state} data-state={state}>{ticketStateLabels[state]}</span>;
}
