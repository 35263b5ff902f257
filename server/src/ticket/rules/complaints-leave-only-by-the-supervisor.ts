import type { TicketKind } from '@shouwen/shared/vocabulary';
import { refuse, type ActorFacts, type Refused, type TicketFold } from './ticket-types.js';

/** CP-3: a complaint stays one unless the supervisor, with a reason, says otherwise. */
export function refuseLeavingComplaints(ticket: Pick<TicketFold, 'kind'>, kind: TicketKind, actor: Pick<ActorFacts, 'roles'>): Refused | null {
  if (ticket.kind !== 'complaint' || kind === 'complaint' || actor.roles.includes('supervisor')) return null;
  return refuse('SUPERVISOR_REQUIRED', 'CP-3', '投诉不能改为其他事项；确需更正的，由效能监察写明原因后进行');
}
