import { refuse, type MaterialWanted, type Refused, type TicketFold } from './ticket-types.js';

/** Items of a later notice that the first could have named: all it did not. An item named before and still not right is no new demand. */
export function couldHaveBeenNamedBefore(ticket: Pick<TicketFold, 'materialNotices' | 'materialsNamed'>, items: readonly MaterialWanted[]): MaterialWanted[] {
  if (ticket.materialNotices === 0) return [];
  return items.filter(({ code }) => code === null || !ticket.materialsNamed.includes(code));
}

/** TL-5: everything is named at once; a later notice that asks for more needs a reason, and counts as a breach (KP-3). */
export function refuseSecondNotice(ticket: TicketFold, items: readonly MaterialWanted[], reason: string): Refused | null {
  const late = couldHaveBeenNamedBefore(ticket, items);
  if (late.length === 0 || reason.trim() !== '') return null;
  return refuse('SECOND_NOTICE_NEEDS_REASON', 'TL-5', `第一次告知时没有列出：${late.map(({ name }) => name).join('、')}。再次告知请写明原因，并会记录在案`);
}
