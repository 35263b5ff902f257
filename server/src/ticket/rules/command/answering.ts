import { decideDues, termsFromOpening } from '../clocks-of-ticket.js';
import { plain, words, type CommandRule } from '../command-rule.js';
import { refuseClosing } from '../nothing-closes-unanswered.js';
import { refuseDismissive } from '../dismissive-answer-is-refused.js';
import { isLate } from '../overdue-needs-a-reason.js';
import { nextStepOf } from '../steps-are-signed-in-order.js';
import { refuse, type CommandOf, type Facts, type NewEvent, type TicketFold } from '../ticket-types.js';
import { refuseSpokenWhileWaiting, refuseWithoutAnswer } from '../written-matters-get-written-answers.js';

/** The first responsible tells the resident that the matter is in hand. */
export const respond: CommandRule<CommandOf<'respond'>> = {
  who: 'first-responsible', event: 'responded',
  content: (_, { text }, { dismissivePhrases }) => refuseDismissive(text, dismissivePhrases),
  events: (_, { text }) => [plain('responded', text)],
};

/** FI-2: only this answers the resident; it closes as well when nothing else is missing. */
export const answer: CommandRule<CommandOf<'answer'>> = {
  who: 'first-responsible', event: 'answered',
  circumstance: (ticket) =>
    ticket.departmentId === null || ticket.state === 'transferred' ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-6', '部门已接单办理，请等部门交回结果'),
  content(ticket, command, { dismissivePhrases, now }) {
    if (command.text.trim() === '') return refuse('ANSWER_REQUIRED', 'FI-2', '请填写答复内容');
    return (
      refuseDismissive(command.text, dismissivePhrases) ?? refuseSpokenWhileWaiting(ticket, command) ??
      (command.close ? refuseClosing(ticket, { answer: command, delayReason: command.delayReason, now }) : null)
    );
  },
  events(ticket, command, { now }) {
    const signposted = command.signpost.trim() !== '';
    const answered: NewEvent = {
      type: 'answered', payload: { written: command.written, ...(signposted ? { signposted } : {}) },
      text: signposted ? `${command.text}\n请联系：${command.signpost}` : command.text, attachmentIds: command.attachmentIds,
    };
    return command.close ? [answered, closed(ticket, command.delayReason, now)] : [answered];
  },
};

export const close: CommandRule<CommandOf<'close'>> = {
  who: 'first-responsible', event: 'closed',
  circumstance: (ticket) => refuseWithoutAnswer(ticket, null),
  content: (ticket, { delayReason }, { now }) => refuseClosing(ticket, { answer: null, delayReason, now }),
  events: (ticket, { delayReason }, { now }) => [closed(ticket, delayReason, now)],
};

function closed(ticket: TicketFold, delayReason: string, now: Date): NewEvent {
  return { type: 'closed', payload: { late: isLate(ticket, now) }, text: words(delayReason), attachmentIds: [] };
}

/** FU-3: staff reopen what is not solved, also when the resident's own chance is used up. */
export const reopen: CommandRule<CommandOf<'reopen'>> = {
  who: 'whoever-may-reopen', event: 'reopened',
  events: (ticket, { reason }, facts) => [{ type: 'reopened', payload: { dues: duesOfOpening(ticket, facts) }, text: reason, attachmentIds: [] }],
};

/** The deadlines of a ticket that is opened again: each limit starts afresh. */
export function duesOfOpening(ticket: TicketFold, facts: Facts) {
  return decideDues(termsFromOpening(ticket.terms, nextStepOf(ticket)), facts.now, facts);
}

export const note: CommandRule<CommandOf<'note'>> = {
  who: 'anyone', event: 'noted',
  circumstance: (ticket, actor) =>
    actor.kind === 'resident' && ticket.state === 'closed' ? refuse('TICKET_ACTION_NOT_ALLOWED', 'FU-3', '工单已办结；如果没有解决，请点“没有解决”') : null,
  events: (_, { text, attachmentIds }) => [plain('noted', text, attachmentIds)],
};
