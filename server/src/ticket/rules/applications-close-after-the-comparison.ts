import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** AP-4: an accepted application closes when it is signed that what was approved is what was asked for, or why not. */
export function refuseWithoutComparison(ticket: Pick<TicketFold, 'acceptedAt' | 'comparison'>): Refused | null {
  return ticket.acceptedAt !== null && ticket.comparison === null ? refuse('COMPARISON_REQUIRED', 'AP-4', '业务申请办结前要核对批准内容与申请内容并签字') : null;
}
