import type { CommandRule } from '../command-rule.js';
import { refuse, type CommandOf, type NewEvent, type Refused, type TicketFold, type ActorFacts } from '../ticket-types.js';
import { isExcluded, mayKnowIdentity } from '../who-may-see.js';

/** CP-7: nobody is given a matter they must never see. */
export function refuseNamedStaff(ticket: TicketFold, named: ActorFacts | null): Refused | null {
  if (named === null || named.id === null) return refuse('STAFF_NOT_SUITABLE', null, '没有这位在职同事，请重新选择');
  return isExcluded(named, ticket) ? refuse('STAFF_NOT_SUITABLE', 'CP-7', '不能指定这位同事，请换一位') : null;
}

/** FI-2: besides cover and handover only a leader, with a reason, changes the first responsible. */
export const reassign: CommandRule<CommandOf<'reassign'>> = {
  who: 'leader', event: 'reassigned',
  content(ticket, { staffId }, { namedStaff, actor }) {
    if (staffId === ticket.firstResponsibleId) return refuse('STAFF_NOT_SUITABLE', 'FI-2', '这位同事已经是首问责任人');
    // CP-6: until somebody investigates, the first responsible knows who complains; a leader does not come to know it by their own hand.
    if (staffId === actor.id && ticket.confidential && ticket.investigatorId === null && !mayKnowIdentity(actor, ticket))
      return refuse('STAFF_NOT_SUITABLE', 'CP-6', '居民要求保密，不能改派给自己；请改派给其他同事，或请效能监察指定调查人');
    return refuseNamedStaff(ticket, namedStaff);
  },
  events: (ticket, { staffId, reason }): NewEvent[] => [{ type: 'reassigned', payload: { fromStaffId: ticket.firstResponsibleId, toStaffId: staffId }, text: reason, attachmentIds: [] }],
};

/** FI-11: a leader records how a first responsible failed the rule. */
export const findFault: CommandRule<CommandOf<'find-fault'>> = {
  who: 'leader', event: 'fault-found',
  circumstance: (ticket, actor) => (actor.id === ticket.firstResponsibleId ? refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-11', '不能认定自己的过失，请由上级负责人认定') : null),
  events: (ticket, { fault, text }): NewEvent[] => [{ type: 'fault-found', payload: { staffId: ticket.firstResponsibleId, fault }, text, attachmentIds: [] }],
};
