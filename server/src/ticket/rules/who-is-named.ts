import type { TicketEvent, TicketFold } from './ticket-types.js';

/** Everyone on the staff whom a ticket's record names. */
export function staffNamedIn(fold: TicketFold, events: readonly TicketEvent[]): (number | null)[] {
  return [
    fold.firstResponsibleId, fold.coveredForId, fold.handlerId, fold.investigatorId,
    ...events.flatMap(({ actor, payload }) => [
      actor.kind === 'staff' ? actor.id : null,
      'firstResponsibleId' in payload ? payload.firstResponsibleId : null,
      'fromStaffId' in payload ? payload.fromStaffId : null,
      'toStaffId' in payload ? payload.toStaffId : null,
      'staffId' in payload ? payload.staffId : null,
    ]),
  ];
}

/** Every department it names. */
export function departmentsNamedIn(fold: TicketFold, events: readonly TicketEvent[]): (number | null)[] {
  return [
    fold.departmentId, ...fold.departmentsVisited, ...fold.coParts.map((part) => part.departmentId),
    ...events.flatMap(({ payload }) => [
      'departmentId' in payload ? payload.departmentId : null,
      'proposedDepartmentId' in payload ? payload.proposedDepartmentId : null,
      ...('coDepartmentIds' in payload ? payload.coDepartmentIds : []),
    ]),
  ];
}
