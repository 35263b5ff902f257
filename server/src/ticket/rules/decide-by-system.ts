import type { Counting } from './clocks-of-ticket.js';
import { deadlineOfLimit } from './deadline-of-clock.js';
import type { EventPayloads, NewEvent, TicketClock, TicketFold } from './ticket-types.js';
import { stateAfter } from './transitions.js';

/** What the house itself does to a ticket. Each returns null when there is nothing to do any more, so that repeating it changes nothing. */

/** ES-1, FI-7: a step of the ladder that others must see on the ticket. */
export function decideChase(ticket: TicketFold, chased: EventPayloads['chased']): NewEvent | null {
  const clock = ticket.clocks.find((c) => c.terms.clock === chased.clock && c.round === chased.round);
  if (clock?.state !== 'running') return null;
  return { type: 'chased', payload: chased, text: null, attachmentIds: [] };
}

/** TL-3: the running clocks that the corrected calendars move; `calendarEdition` is the working calendar's. A hall's own days change without it. */
export function movedDues(ticket: TicketFold, { calendar, calendarEdition }: Counting): (EventPayloads['deadline-moved']['dues'][number] & { before: Date })[] {
  return ticket.clocks.flatMap((clock) => {
    if (clock.state !== 'running' || clock.dueByLimit === null || (clock.calendar === calendarEdition && clock.terms.limit.unit !== 'hall-days')) return [];
    const due = deadlineOfLimit(clock.terms.limit, startOf(clock), calendar);
    return due.getTime() === clock.dueByLimit.getTime() ? [] : [{ clock: clock.terms.clock, round: clock.round, due: due.toISOString(), calendar: calendarEdition, before: clock.dueByLimit }];
  });
}

export function decideRecount(ticket: TicketFold, counting: Counting): NewEvent | null {
  const dues = movedDues(ticket, counting).map(({ before: _, ...due }) => due);
  if (dues.length === 0 || stateAfter(ticket.state, 'deadline-moved') === null) return null;
  return { type: 'deadline-moved', payload: { calendar: counting.calendarEdition, dues }, text: null, attachmentIds: [] };
}

/** Where the present run of a clock began: its start, or the complete supply of materials (TL-2). */
export function startOf(clock: TicketClock): Date {
  const restart = clock.events.findLast((event) => event.type === 'materials-supplied' && event.complete);
  return restart?.at ?? clock.startedAt;
}

/** AB-3: by the signed slip `reference`. */
export function decideHandOver(ticket: TicketFold, handedOver: EventPayloads['handed-over']): NewEvent | null {
  if (ticket.firstResponsibleId !== handedOver.fromStaffId || handedOver.fromStaffId === handedOver.toStaffId) return null;
  if (stateAfter(ticket.state, 'handed-over') === null) return null;
  return { type: 'handed-over', payload: handedOver, text: null, attachmentIds: [] };
}

/** AP-5. */
export function decideArchive(ticket: TicketFold, archiveNumber: string): NewEvent | null {
  if (ticket.archivedAt !== null || stateAfter(ticket.state, 'archived') === null) return null;
  return { type: 'archived', payload: { archiveNumber }, text: null, attachmentIds: [] };
}

/** The other side of a link. */
export function decideFollower(ticket: TicketFold, follower: EventPayloads['follower-linked'], linked: boolean): NewEvent | null {
  const there = ticket.followers.some(({ ticketId }) => ticketId === follower.ticketId);
  if (there === linked) return null;
  return linked
    ? { type: 'follower-linked', payload: follower, text: null, attachmentIds: [] }
    : { type: 'follower-unlinked', payload: { ticketId: follower.ticketId }, text: null, attachmentIds: [] };
}

