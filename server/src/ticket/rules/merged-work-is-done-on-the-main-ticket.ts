import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** A merged ticket keeps its reporter, number, answer and rating; its work is done on the main one. */
export function refuseWhileMerged(ticket: Pick<TicketFold, 'link'>): Refused | null {
  return ticket.link?.how === 'merge' ? refuse('TICKET_ACTION_NOT_ALLOWED', null, '已并案，请在主单上办理；需要单独办理的先撤销并案') : null;
}
