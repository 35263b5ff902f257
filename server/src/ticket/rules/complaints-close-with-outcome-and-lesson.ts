import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** CP-8: a complaint closes with its outcome and the lesson from it. */
export function refuseWithoutConclusion(ticket: Pick<TicketFold, 'kind' | 'outcome'>): Refused | null {
  return ticket.kind === 'complaint' && ticket.outcome === null ? refuse('CONCLUSION_REQUIRED', 'CP-8', '投诉办结前要有调查结论和经验教训，请先认定结论') : null;
}
