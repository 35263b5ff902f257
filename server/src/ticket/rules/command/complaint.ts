import { plain, type CommandRule } from '../command-rule.js';
import { refuse, type CommandOf, type NewEvent, type Refused, type TicketFold } from '../ticket-types.js';
import { refuseNamedStaff } from './responsibility.js';

const onlyComplaints = (ticket: TicketFold): Refused | null => (ticket.kind === 'complaint' ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'CP-3', '只有投诉需要调查'));

/** CP-7: once it is known whom it is about, neither they nor their partner see it any more; who answers for it or investigates must be somebody else by then. */
export const nameComplained: CommandRule<CommandOf<'name-complained'>> = {
  who: 'supervisor', event: 'complained-named',
  circumstance: onlyComplaints,
  content(ticket, { staffId }, { namedStaff, actor }) {
    if (!namedStaff) return refuse('STAFF_NOT_SUITABLE', null, '没有这位在职同事，请重新选择');
    if (ticket.complainedStaffIds.includes(staffId)) return refuse('STAFF_NOT_SUITABLE', 'CP-7', '这位同事已经记为被投诉人');
    const out = [staffId, ...namedStaff.partnerIds];
    if (actor.id !== null && out.includes(actor.id)) return refuse('STAFF_NOT_SUITABLE', 'CP-7', '涉及您本人或搭档，请由其他监察人员处理');
    if (out.includes(ticket.firstResponsibleId) || (ticket.coveredForId !== null && out.includes(ticket.coveredForId))) return refuse('STAFF_NOT_SUITABLE', 'CP-7', '首问责任人是这位同事或其搭档，请先改派首问责任人');
    return ticket.investigatorId !== null && out.includes(ticket.investigatorId) ? refuse('STAFF_NOT_SUITABLE', 'CP-7', '调查人是这位同事或其搭档，请先改指定调查人') : null;
  },
  events: (_, { staffId, note }, { namedStaff }): NewEvent[] => [{ type: 'complained-named', payload: { staffId, partnerIds: [...(namedStaff?.partnerIds ?? [])].sort((a, b) => a - b) }, text: note, attachmentIds: [] }],
};

export const assignInvestigator: CommandRule<CommandOf<'assign-investigator'>> = {
  who: 'supervisor', event: 'investigator-assigned',
  circumstance: onlyComplaints,
  content: (ticket, { staffId }, { namedStaff }) =>
    staffId === ticket.investigatorId ? refuse('STAFF_NOT_SUITABLE', 'CP-3', '这位同事已经是调查人') : refuseNamedStaff(ticket, namedStaff),
  events: (_, { staffId, note }): NewEvent[] => [{ type: 'investigator-assigned', payload: { staffId }, text: note, attachmentIds: [] }],
};

/** The investigator's file: read by the investigator and the supervisor only. */
export const recordFinding: CommandRule<CommandOf<'record-finding'>> = {
  who: 'investigator', event: 'finding-recorded',
  circumstance: onlyComplaints,
  events: (_, { text, attachmentIds }) => [plain('finding-recorded', text, attachmentIds)],
};

/** CP-8: what was found, and what is learnt from it. */
export const conclude: CommandRule<CommandOf<'conclude'>> = {
  who: 'investigator', event: 'concluded',
  circumstance: onlyComplaints,
  events: (_, { outcome, finding, lesson }): NewEvent[] => [{ type: 'concluded', payload: { outcome }, text: `认定：${finding}\n教训：${lesson}`, attachmentIds: [] }],
};
