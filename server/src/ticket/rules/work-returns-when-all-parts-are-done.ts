import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** FI-3: the lead department answers for the whole: it returns when the co-handling ones are done. */
export function refuseWhilePartsAreOpen(ticket: Pick<TicketFold, 'coParts'>): Refused | null {
  const open = ticket.coParts.filter((part) => part.finishedAt === null).length;
  return open === 0 ? null : refuse('PARTS_UNFINISHED', 'FI-3', `还有 ${open} 个协办部门没有办完，请先催办；确实不需要的，请领导重新指定`);
}
