import type { TicketFold } from './ticket-types.js';

const MOST_DEPARTMENTS = 2;

/** FI-4: a ticket that would visit a third department without an answer goes to the leader by itself. */
export function isThirdDepartment(ticket: Pick<TicketFold, 'departmentsTried'>, departmentId: number): boolean {
  return !ticket.departmentsTried.includes(departmentId) && ticket.departmentsTried.length >= MOST_DEPARTMENTS;
}
