import { decideDues, startsWithTicket } from './clocks-of-ticket.js';
import { refuseDismissive } from './dismissive-answer-is-refused.js';
import { isLate, refuseWithoutDelayReason } from './overdue-needs-a-reason.js';
import { refuse, type Decision, type Facts, type NewEvent, type Refused, type TicketCommand, type TicketFold } from './ticket-types.js';
import { refuseSpokenWhileWaiting, refuseWithoutAnswer } from './written-matters-get-written-answers.js';
import { refuseAction } from './who-may-act.js';
import { maySee } from './who-may-see.js';

/** What a command does to a ticket: the events to add, or why not. Changes nothing itself. */
export function decide(ticket: TicketFold, command: TicketCommand, facts: Facts): Decision {
  const refused = refuseStale(ticket, facts) ?? refuseAction(ticket, command.type, facts.actor, facts.now) ?? refuseContent(ticket, command, facts);
  return refused ? { refused } : { refused: null, events: eventsOf(ticket, command, facts) };
}

/** Repeating a command, or deciding on what somebody else has changed, changes nothing. Whoever may not see the ticket learns nothing of it. */
function refuseStale(ticket: TicketFold, { actor, seenVersion }: Facts): Refused | null {
  if (seenVersion === null || seenVersion === ticket.version || !maySee(actor, ticket)) return null;
  return refuse('TICKET_CHANGED', null, '这张工单刚被其他人处理过，已为您显示最新情况，请看过再操作');
}

function refuseContent(ticket: TicketFold, command: TicketCommand, { now, dismissivePhrases, departmentCoversKind }: Facts): Refused | null {
  switch (command.type) {
    case 'transfer':
      return departmentCoversKind === null ? refuse('INVALID_INPUT', 'FI-3', '没有这个部门，请重新选择') : null;
    case 'respond':
      return refuseDismissive(command.text, dismissivePhrases);
    case 'answer':
      if (command.text.trim() === '') return refuse('ANSWER_REQUIRED', 'FI-2', '请填写答复内容');
      return (
        refuseDismissive(command.text, dismissivePhrases) ??
        refuseSpokenWhileWaiting(ticket, command) ??
        (command.close ? (refuseWithoutAnswer(ticket, command) ?? refuseWithoutDelayReason(ticket, command.delayReason, now)) : null)
      );
    case 'close':
      return refuseWithoutDelayReason(ticket, command.delayReason, now);
    default:
      return null;
  }
}

function eventsOf(ticket: TicketFold, command: TicketCommand, facts: Facts): NewEvent[] {
  const { now, calendar } = facts;
  switch (command.type) {
    case 'respond':
      return [plain('responded', command.text)];
    case 'transfer':
      return [{
        type: 'transferred', text: words(command.note), attachmentIds: [],
        payload: {
          departmentId: command.departmentId, withinScope: facts.departmentCoversKind === true,
          dues: decideDues(ticket.terms.filter((terms) => terms.clock === 'return'), now, calendar),
        },
      }];
    case 'accept':
      return [plain('accepted', null)];
    case 'arrive':
      return [plain('arrived', null, command.attachmentIds)];
    case 'return':
      return [plain('returned', command.result, command.attachmentIds)];
    case 'answer': {
      const answered: NewEvent = { type: 'answered', payload: { written: command.written }, text: command.text, attachmentIds: command.attachmentIds };
      return command.close ? [answered, closed(ticket, command.delayReason, now)] : [answered];
    }
    case 'close':
      return [closed(ticket, command.delayReason, now)];
    case 'note':
      return [plain('noted', command.text, command.attachmentIds)];
    case 'request-materials':
      return [{ type: 'materials-requested', payload: { itemCount: command.items.length }, text: materialsInWords(command.items, command.note), attachmentIds: [] }];
    case 'confirm-materials': {
      const waiting = ticket.clocks.filter((clock) => clock.state === 'waiting-materials').map((clock) => clock.terms);
      return [{
        type: 'materials-supplied', text: words(command.note), attachmentIds: [],
        payload: { complete: command.complete, dues: command.complete ? decideDues(waiting, now, calendar) : [] },
      }];
    }
    case 'rate':
      return [{ type: 'rated', payload: { stars: command.stars }, text: words(command.comment), attachmentIds: [] }];
    case 'not-solved':
      return [{
        type: 'not-solved', text: command.reason, attachmentIds: command.attachmentIds,
        payload: { dues: decideDues(ticket.terms.filter(startsWithTicket), now, calendar) },
      }];
  }
}

type Plain = 'responded' | 'accepted' | 'arrived' | 'returned' | 'noted';
function plain(type: Plain, text: string | null, attachmentIds: readonly number[] = []): NewEvent {
  return { type, payload: {}, text, attachmentIds };
}

function closed(ticket: TicketFold, delayReason: string, now: Date): NewEvent {
  return { type: 'closed', payload: { late: isLate(ticket, now) }, text: words(delayReason), attachmentIds: [] };
}

/** TL-5: everything that is missing, numbered. */
function materialsInWords(items: readonly string[], note: string): string {
  const list = items.map((item, index) => `${index + 1}. ${item}`).join('\n');
  return note.trim() === '' ? list : `${list}\n${note}`;
}

const words = (text: string) => (text.trim() === '' ? null : text);
