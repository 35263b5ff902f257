import { decideDues, isOpen } from '../clocks-of-ticket.js';
import { plain, words, type CommandRule } from '../command-rule.js';
import { refuseWhileMerged } from '../merged-work-is-done-on-the-main-ticket.js';
import { refuse, type CommandOf, type Facts, type NewEvent, type TicketFold } from '../ticket-types.js';
import { isThirdDepartment } from '../third-department-goes-to-coordination.js';
import { refuseWhilePartsAreOpen } from '../work-returns-when-all-parts-are-done.js';

/** FI-3: to the department whose scope it is; FI-4: a third one means that the leader decides. */
export const transfer: CommandRule<CommandOf<'transfer'>> = {
  who: 'first-responsible', event: 'transferred',
  circumstance: (ticket) =>
    refuseWhileMerged(ticket) ??
    (ticket.departmentId === null || ticket.state === 'transferred' ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-6', '部门已接单办理，请等部门交回结果')),
  content: (ticket, { departmentId }, { departments }) => {
    if (!departments.has(departmentId)) return refuse('INVALID_INPUT', 'FI-3', '没有这个部门，请重新选择');
    return departmentId === ticket.departmentId ? refuse('INVALID_INPUT', 'FI-3', '工单已经在这个部门') : null;
  },
  events(ticket, { departmentId, note }, facts) {
    if (isThirdDepartment(ticket, departmentId))
      return [{ type: 'coordination-opened', payload: { cause: 'third-department', departmentId, proposedDepartmentId: departmentId }, text: words(note), attachmentIds: [] }];
    return [{
      type: 'transferred', text: words(note), attachmentIds: [],
      payload: { departmentId, withinScope: facts.departments.get(departmentId)?.includes(ticket.kind) === true, dues: returnDues(ticket, facts) },
    }];
  },
};

/** FI-6: the department's result is due at the first responsible's. */
export const returnDues = (ticket: TicketFold, facts: Facts) => decideDues(ticket.terms.filter(({ clock }) => clock === 'return'), facts.now, facts);

export const accept: CommandRule<CommandOf<'accept'>> = { who: 'department', event: 'accepted', events: () => [plain('accepted')] };

export const arrive: CommandRule<CommandOf<'arrive'>> = {
  who: 'department', event: 'arrived',
  circumstance(ticket) {
    if (!ticket.terms.some(({ clock }) => clock === 'on-site')) return refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-7', '这类事项没有到达现场的要求');
    return ticket.clocks.some((clock) => clock.terms.clock === 'on-site' && isOpen(clock)) ? null : refuse('TICKET_ACTION_NOT_ALLOWED', null, '已记录过到达现场');
  },
  events: (_, { attachmentIds }) => [plain('arrived', null, attachmentIds)],
};

/** FI-3: a co-handling department's share. */
export const finishPart: CommandRule<CommandOf<'finish-part'>> = {
  who: 'co-department', event: 'part-finished',
  events: (ticket, { result, attachmentIds }, { actor }): NewEvent[] => [{
    type: 'part-finished', payload: { departmentId: actor.departmentId ?? 0 }, text: result, attachmentIds,
  }],
};

/** FI-6: to the first responsible, who answers; it is no answer to the resident. */
export const returnResult: CommandRule<CommandOf<'return'>> = {
  who: 'department', event: 'returned',
  circumstance: (ticket) => refuseWhilePartsAreOpen(ticket),
  events: (_, { result, attachmentIds }) => [{ type: 'returned', payload: {}, text: result, attachmentIds }],
};
