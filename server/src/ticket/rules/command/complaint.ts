import { plain, type CommandRule } from '../command-rule.js';
import { refuse, type CommandOf, type NewEvent, type Refused, type TicketFold } from '../ticket-types.js';
import { refuseNamedStaff } from './responsibility.js';

const onlyComplaints = (ticket: TicketFold): Refused | null => (ticket.kind === 'complaint' ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'CP-3', '只有投诉需要调查'));

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
