import { isRatedBadly } from './bad-ratings-are-looked-into.js';
import type { ActorFacts, TicketFold } from './ticket-types.js';
import { mayAnswerFor } from './whoever-stands-in-covers.js';

/** What the rule asks of a ticket. */
export type SeenTicket = Pick<
  TicketFold,
  | 'confidential' | 'residentId' | 'hallId' | 'firstResponsibleId' | 'coveredForId' | 'departmentId' | 'handlerId' | 'departmentsVisited' | 'handlers' | 'coParts'
  | 'coordination' | 'investigatorId' | 'onceComplaint' | 'rating' | 'complainedStaffIds' | 'partnerIds'
>;

/** Who leads a hall or section, and so sees its tickets. */
export const LEADER_ROLES = ['section-leader', 'hall-manager', 'hall-director'] as const;
export const isLeader = (viewer: Pick<ActorFacts, 'roles'>) => LEADER_ROLES.some((role) => viewer.roles.includes(role));

/** FI-3: who decides about a ticket for the house: the leaders of its hall, and the company's. */
export function leads(viewer: ActorFacts, ticket: Pick<SeenTicket, 'hallId'>): boolean {
  if (viewer.kind !== 'staff') return false;
  return viewer.roles.includes('company-leader') || (viewer.hallId !== null && viewer.hallId === ticket.hallId && isLeader(viewer));
}

/** CP-3: who looks into a complaint: the first responsible until the supervisor names someone. */
export function investigatorOf(ticket: Pick<SeenTicket, 'investigatorId' | 'firstResponsibleId'>): number {
  return ticket.investigatorId ?? ticket.firstResponsibleId;
}

/** CP-7: the person complained of and whoever shares a post with them, then or now, whatever their role. */
export function isExcluded(viewer: Pick<ActorFacts, 'kind' | 'id' | 'partnerIds'>, ticket: Pick<SeenTicket, 'complainedStaffIds' | 'partnerIds'>): boolean {
  if (viewer.kind !== 'staff' || viewer.id === null) return false;
  if (ticket.complainedStaffIds.includes(viewer.id) || ticket.partnerIds.includes(viewer.id)) return true;
  return viewer.partnerIds.some((partner) => ticket.complainedStaffIds.includes(partner));
}

/**
 * Who may know that a ticket exists. Residents: their own. Staff: what they answer for or stand in for, handle or handled, investigate, what lies or
 * lay with their department or waits for its word, leaders their hall's, the supervisor complaints and what was rated badly (FU-3), the company's leaders everything, and the hotline
 * whatever a caller may ask about; an administrator nothing more.
 */
export function maySee(viewer: ActorFacts, ticket: SeenTicket): boolean {
  if (viewer.kind === 'system') return true;
  if (viewer.id === null) return false;
  if (viewer.kind === 'resident') return ticket.residentId === viewer.id;
  if (isExcluded(viewer, ticket)) return false;
  return (
    mayAnswerFor(ticket, viewer) ||
    ticket.investigatorId === viewer.id ||
    ticket.handlers.includes(viewer.id) ||
    (viewer.departmentId !== null && concernsDepartment(ticket, viewer.departmentId)) ||
    leads(viewer, ticket) ||
    ((ticket.onceComplaint || isRatedBadly(ticket)) && viewer.roles.includes('supervisor')) ||
    viewer.roles.includes('hotline')
  );
}

function concernsDepartment({ departmentsVisited, coParts, coordination }: SeenTicket, departmentId: number): boolean {
  return (
    departmentsVisited.includes(departmentId) || coParts.some((part) => part.departmentId === departmentId) ||
    coordination?.departmentId === departmentId || coordination?.proposedDepartmentId === departmentId
  );
}

/**
 * CP-6: a confidential complainant's name, phone, account and address are for the investigator and the supervisor only. Until an investigator is
 * named, the first responsible and whoever accepted the work look into it.
 */
export function mayKnowIdentity(viewer: ActorFacts, ticket: SeenTicket): boolean {
  if (!maySee(viewer, ticket)) return false;
  if (!ticket.confidential || viewer.kind !== 'staff') return true;
  if (viewer.id === null) return false;
  if (viewer.roles.includes('supervisor') && ticket.onceComplaint) return true;
  return viewer.id === investigatorOf(ticket) || (ticket.investigatorId === null && viewer.id === ticket.handlerId);
}

/** The investigator's file (CP-3, CP-6): findings, conclusions and who investigates. */
export function mayReadInvestigation(viewer: ActorFacts, ticket: SeenTicket): boolean {
  if (viewer.kind !== 'staff' || !maySee(viewer, ticket)) return false;
  return viewer.id === investigatorOf(ticket) || (viewer.roles.includes('supervisor') && ticket.onceComplaint);
}
