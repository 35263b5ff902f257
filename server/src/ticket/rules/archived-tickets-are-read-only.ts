import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** AP-5. */
export function refuseArchived(ticket: Pick<TicketFold, 'archivedAt'>): Refused | null {
  return ticket.archivedAt === null ? null : refuse('TICKET_ARCHIVED', 'AP-5', '已归档的工单只能查看；如有新情况请重新登记');
}
