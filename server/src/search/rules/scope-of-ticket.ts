import type { Role } from '@shouwen/shared/vocabulary';

/** Whose a ticket is or was, so far as that decides who may see it; what a ticket folds to has it. */
export interface TicketScope {
  readonly onceComplaint: boolean;
  readonly hallId: number;
  readonly firstResponsibleId: number;
  readonly coveredForId: number | null;
  readonly handlerId: number | null;
  readonly handlers: readonly number[];
  readonly investigatorId: number | null;
  readonly departmentId: number | null;
  readonly departmentsVisited: readonly number[];
  readonly coParts: readonly { readonly departmentId: number }[];
  readonly coordination: { readonly departmentId: number | null; readonly proposedDepartmentId: number | null } | null;
}
export interface ViewerScope {
  readonly staffIds: readonly number[];
  readonly departmentId: number | null;
  readonly hallId: number | null;
  readonly roles: readonly Role[];
}

/** Who may see whatever a caller or a report may be about. */
const SEES_ALL: readonly Role[] = ['hotline', 'company-leader'];
const SEES_HALL: readonly Role[] = ['section-leader', 'hall-manager', 'hall-director'];

/**
 * Under which headings the index keeps a ticket. A viewer's search runs through their own headings only, so that somebody with few tickets does
 * not have to leaf through everybody's. It is no permission: each ticket found is still put before `maySee`.
 */
export function scopeOfTicket({ onceComplaint, hallId, coordination, ...ticket }: TicketScope): Set<string> {
  const staffIds = [ticket.firstResponsibleId, ticket.coveredForId, ticket.handlerId, ticket.investigatorId, ...ticket.handlers];
  const coParts = ticket.coParts.map((part) => part.departmentId);
  const departmentIds = [ticket.departmentId, ...ticket.departmentsVisited, ...coParts, coordination?.departmentId ?? null, coordination?.proposedDepartmentId ?? null];
  return new Set([
    ...staffIds.flatMap((id) => (id === null ? [] : [`staff ${id}`])),
    ...departmentIds.flatMap((id) => (id === null ? [] : [`department ${id}`])),
    `hall ${hallId}`,
    ...(onceComplaint ? ['complaints'] : []),
  ]);
}

/** The headings a viewer may have tickets under; null: all. */
export function scopesOfViewer({ staffIds, departmentId, hallId, roles }: ViewerScope): Set<string> | null {
  if (roles.some((role) => SEES_ALL.includes(role))) return null;
  return new Set([
    ...staffIds.map((id) => `staff ${id}`),
    ...(departmentId === null ? [] : [`department ${departmentId}`]),
    ...(hallId !== null && roles.some((role) => SEES_HALL.includes(role)) ? [`hall ${hallId}`] : []),
    ...(roles.includes('supervisor') ? ['complaints'] : []),
  ]);
}
