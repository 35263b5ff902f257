import type { ActorFacts } from './ticket-types.js';
import { leads, maySee, type SeenTicket } from './who-may-see.js';

/** PR-2: who is shown who has seen a ticket: those who lead; of what was ever a complaint the supervisor alone, for it would tell who investigates (CP-6). */
export function maySeeReaders(viewer: ActorFacts, ticket: SeenTicket): boolean {
  if (!maySee(viewer, ticket)) return false;
  return ticket.onceComplaint ? viewer.roles.includes('supervisor') : leads(viewer, ticket);
}
