import { clockLabels } from '@shouwen/shared/vocabulary';
import { missedPromises } from './clocks-of-ticket.js';
import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** Whether anything promised to the resident since the ticket was (re)opened came late. */
export function isLate(ticket: TicketFold, now: Date): boolean {
  return missedPromises(ticket.clocks, ticket.openedAt, now).length > 0;
}

/** TL-8: what is overdue cannot be closed without the reason for the delay. */
export function refuseWithoutDelayReason(ticket: TicketFold, delayReason: string, now: Date): Refused | null {
  const missed = missedPromises(ticket.clocks, ticket.openedAt, now);
  if (missed.length === 0 || delayReason.trim() !== '') return null;
  return refuse('DELAY_REASON_REQUIRED', 'TL-8', `${missed.map((clock) => clockLabels[clock.terms.clock]).join('、')}已超过承诺时限，请填写超时原因`);
}
