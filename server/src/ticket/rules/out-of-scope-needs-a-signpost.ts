import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** FI-10: what is not water service is received politely all the same, and closes only with whom the resident was sent to. */
export function refuseWithoutSignpost(ticket: Pick<TicketFold, 'outOfScope' | 'signposted'>, signpost: string): Refused | null {
  return ticket.outOfScope && !ticket.signposted && signpost.trim() === ''
    ? refuse('SIGNPOST_REQUIRED', 'FI-10', '不属于供水业务的，请告诉居民应找谁、怎么联系，再办结')
    : null;
}
