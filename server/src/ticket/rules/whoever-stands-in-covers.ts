import type { ActorFacts, NewEvent, TicketFold } from './ticket-types.js';

/** AB-1: while the first responsible is absent, whoever stands in acts for them; the one covered takes the matter back by acting again. */
export function mayAnswerFor(ticket: Pick<TicketFold, 'firstResponsibleId' | 'coveredForId'>, actor: ActorFacts): boolean {
  if (actor.kind !== 'staff' || actor.id === null) return false;
  return actor.id === ticket.firstResponsibleId || actor.id === ticket.coveredForId || actor.standsInFor.includes(ticket.firstResponsibleId);
}

/** What cover adds to the record before the act itself (FI-2); the acting person's name stays on each event. */
export function coverEvents(ticket: TicketFold, actor: ActorFacts): NewEvent[] {
  if (actor.id === null || actor.id === ticket.firstResponsibleId || !mayAnswerFor(ticket, actor)) return [];
  return [{ type: 'covered', payload: { fromStaffId: ticket.firstResponsibleId, toStaffId: actor.id }, text: null, attachmentIds: [] }];
}
