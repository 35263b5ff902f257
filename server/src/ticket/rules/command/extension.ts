import { words, type CommandRule } from '../command-rule.js';
import { refuseExtension, refuseExtensionDate } from '../extension-is-asked-before-the-deadline.js';
import { refuse, type CommandOf, type NewEvent } from '../ticket-types.js';

/** TL-6: before the limit ends, with the plan and the date that the resident will be told. */
export const requestExtension: CommandRule<CommandOf<'request-extension'>> = {
  who: 'first-responsible', event: 'extension-requested',
  circumstance: (ticket, _, now) => (ticket.extension ? refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-6', '已有延期申请等待审批') : refuseExtension(ticket, now)),
  content: (ticket, { until }) => refuseExtensionDate(ticket, until),
  events: (_, { until, plan }): NewEvent[] => [{ type: 'extension-requested', payload: { until }, text: plan, attachmentIds: [] }],
};

/** TL-6: the leader's approval, also before the limit ends; a leader does not approve their own. */
export const decideExtension: CommandRule<CommandOf<'decide-extension'>> = {
  who: 'leader', event: 'extension-decided',
  circumstance(ticket, actor) {
    if (!ticket.extension) return refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-6', '没有等待审批的延期申请');
    return actor.id === ticket.extension.by ? refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-6', '自己的延期申请须由其他负责人审批') : null;
  },
  content(ticket, { approved }, { now }) {
    if (!approved || !ticket.extension) return null;
    return refuseExtension(ticket, now) ?? refuseExtensionDate(ticket, ticket.extension.until);
  },
  events: (ticket, { approved, note }): NewEvent[] => [{ type: 'extension-decided', payload: { approved, until: ticket.extension!.until }, text: words(note), attachmentIds: [] }],
};
