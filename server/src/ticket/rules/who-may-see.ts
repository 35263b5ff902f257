import type { ActorFacts, TicketFold } from './ticket-types.js';

/** What the rule asks of a ticket; the row of a list has it as well as the whole fold. */
export type SeenTicket = Pick<
  TicketFold,
  'kind' | 'confidential' | 'residentId' | 'hallId' | 'firstResponsibleId' | 'departmentId' | 'handlerId' | 'departmentsVisited' | 'handlers' | 'complainedStaffIds' | 'partnerIds'
>;

/** Who leads a hall or section, and so sees its tickets. */
export const LEADER_ROLES = ['section-leader', 'hall-manager', 'hall-director'] as const;
export const isLeader = (viewer: Pick<ActorFacts, 'roles'>) => LEADER_ROLES.some((role) => viewer.roles.includes(role));

/** CP-7: the person complained of and whoever shares a post with them, then or now, whatever their role. */
export function isExcluded(viewer: Pick<ActorFacts, 'kind' | 'id' | 'partnerIds'>, ticket: Pick<SeenTicket, 'complainedStaffIds' | 'partnerIds'>): boolean {
  if (viewer.kind !== 'staff' || viewer.id === null) return false;
  if (ticket.complainedStaffIds.includes(viewer.id) || ticket.partnerIds.includes(viewer.id)) return true;
  return viewer.partnerIds.some((partner) => ticket.complainedStaffIds.includes(partner));
}

/**
 * Who may know that a ticket exists. Residents: their own. Staff: what they answer for, handle or handled, what lies or lay with their
 * department, leaders their hall's, the supervisor complaints, and the hotline whatever a caller may ask about; an administrator nothing more.
 */
export function maySee(viewer: ActorFacts, ticket: SeenTicket): boolean {
  if (viewer.kind === 'system') return true;
  if (viewer.id === null) return false;
  if (viewer.kind === 'resident') return ticket.residentId === viewer.id;
  if (isExcluded(viewer, ticket)) return false;
  return (
    ticket.firstResponsibleId === viewer.id ||
    ticket.handlers.includes(viewer.id) ||
    (viewer.departmentId !== null && ticket.departmentsVisited.includes(viewer.departmentId)) ||
    (viewer.hallId !== null && viewer.hallId === ticket.hallId && isLeader(viewer)) ||
    (ticket.kind === 'complaint' && viewer.roles.includes('supervisor')) ||
    viewer.roles.includes('hotline')
  );
}

/** CP-6: a confidential complainant's name, phone, account and address are for the first responsible, the assigned handler and the supervisor only. */
export function mayKnowIdentity(viewer: ActorFacts, ticket: SeenTicket): boolean {
  if (!maySee(viewer, ticket)) return false;
  if (!ticket.confidential || viewer.kind === 'resident') return true;
  return viewer.id !== null && (viewer.id === ticket.firstResponsibleId || viewer.id === ticket.handlerId || viewer.roles.includes('supervisor'));
}
