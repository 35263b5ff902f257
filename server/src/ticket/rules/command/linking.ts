import { words, type CommandRule } from '../command-rule.js';
import { refuse, type CommandOf, type Facts, type NewEvent, type Refused, type TicketFold } from '../ticket-types.js';
import { maySee } from '../who-may-see.js';

const sameStaff = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((id) => b.includes(id));

/** A link stands on both tickets for all who see either: it must tell nobody of a complaint about them (CP-7), nor beside whom a secret complainant lives (CP-6). */
function refuseTelling(ticket: TicketFold, main: TicketFold): Refused | null {
  if (!sameStaff(ticket.complainedStaffIds, main.complainedStaffIds)) return refuse('LINK_NOT_ALLOWED', 'CP-7', '两张工单的被投诉人不同，关联会让当事人知道投诉，请分别办理');
  return ticket.confidential === main.confidential ? null : refuse('LINK_NOT_ALLOWED', 'CP-6', '保密工单不能与不保密的工单关联，请分别办理');
}

function refuseMain(ticket: TicketFold, { namedTicket, actor }: Facts): Refused | null {
  if (!namedTicket || !maySee(actor, namedTicket)) return refuse('LINK_NOT_ALLOWED', null, '没有找到要关联的工单，请核对单号');
  if (namedTicket.state === 'closed') return refuse('LINK_NOT_ALLOWED', null, '那张工单已办结，不能再并入');
  return namedTicket.link ? refuse('LINK_NOT_ALLOWED', null, '那张工单已关联到另一张，请直接关联主单') : refuseTelling(ticket, namedTicket);
}

const notLinkedYet = (ticket: TicketFold): Refused | null => {
  if (ticket.link) return refuse('LINK_NOT_ALLOWED', null, '已关联到其他工单，请先撤销');
  return ticket.followers.length > 0 ? refuse('LINK_NOT_ALLOWED', null, '有工单关联到本单，本单是主单') : null;
};

/** The same event, each ticket with its own work: number, answer and rating stay the reporter's own. */
export const attach: CommandRule<CommandOf<'attach'>> = {
  who: 'first-responsible-or-supervisor', event: 'linked',
  circumstance: notLinkedYet,
  content: (ticket, _, facts) => refuseMain(ticket, facts),
  events: (_, { mainTicketId, reason }): NewEvent[] => [{ type: 'linked', payload: { how: 'attach', mainTicketId }, text: words(reason), attachmentIds: [] }],
};

/** The same matter: the work is done on the main ticket, the reporter is answered and rates on their own. */
export const merge: CommandRule<CommandOf<'merge'>> = {
  who: 'first-responsible-or-supervisor', event: 'linked',
  circumstance: (ticket) => notLinkedYet(ticket) ?? (ticket.departmentId === null ? null : refuse('LINK_NOT_ALLOWED', 'FI-6', '工单在部门手中，请等部门交回')),
  content(ticket, { reason }, facts) {
    if (ticket.kind === 'complaint' && !facts.actor.roles.includes('supervisor')) return refuse('SUPERVISOR_REQUIRED', 'CP-3', '投诉须由效能监察写明原因后才能并案');
    if (ticket.kind === 'complaint' && reason.trim() === '') return refuse('REASON_REQUIRED', 'CP-3', '投诉并案请写明原因');
    return refuseMain(ticket, facts);
  },
  events: (_, { mainTicketId, reason }): NewEvent[] => [{ type: 'linked', payload: { how: 'merge', mainTicketId }, text: words(reason), attachmentIds: [] }],
};

export const detach: CommandRule<CommandOf<'detach'>> = {
  who: 'first-responsible-or-supervisor', event: 'unlinked',
  circumstance: (ticket) => (ticket.link ? null : refuse('LINK_NOT_ALLOWED', null, '这张工单没有关联到其他工单')),
  events: (ticket, { reason }): NewEvent[] => [{ type: 'unlinked', payload: { mainTicketId: ticket.link!.mainTicketId }, text: words(reason), attachmentIds: [] }],
};
