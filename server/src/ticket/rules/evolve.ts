import { writtenAnswerRequired } from './written-matters-get-written-answers.js';
import { resumeClocks, startClocks, stopClocks, suspendClocks, withdrawClocks } from './clocks-of-ticket.js';
import type { TicketEvent, TicketFold } from './ticket-types.js';
import { stateAfter } from './transitions.js';

/** A ticket after one more event. Throws for an event that cannot follow: a record that does not fold is damaged. */
export function evolve(ticket: TicketFold | null, event: TicketEvent): TicketFold {
  const state = stateAfter(ticket?.state ?? 'none', event.type);
  if (state === null) throw new Error(`${event.type} cannot follow ${ticket?.state ?? 'nothing'}`);
  if (event.sequence !== (ticket?.version ?? 0) + 1) throw new Error(`event ${event.sequence} cannot follow version ${ticket?.version ?? 0}`);
  if (event.type === 'registered') return registered(event);
  if (ticket === null) throw new Error(`${event.type} before the registration`);
  return { ...ticket, state, updatedAt: event.at, version: event.sequence, ...changes(ticket, event) };
}

/** Throws for an empty record. */
export function foldEvents(events: readonly TicketEvent[]): TicketFold {
  const fold = events.reduce<TicketFold | null>(evolve, null);
  if (fold === null) throw new Error('a ticket has no events');
  return fold;
}

function registered({ payload, at, sequence }: Extract<TicketEvent, { type: 'registered' }>): TicketFold {
  const { dues, ...matter } = payload;
  return {
    ...matter,
    state: 'registered', departmentId: null, handlerId: null, departmentsVisited: [], handlers: [],
    clocks: startClocks([], payload.terms, dues, at),
    answer: null, answeredInWriting: false, rating: null, saidNotSolved: false,
    registeredAt: at, updatedAt: at, closedAt: null, version: sequence,
  };
}

function changes(ticket: TicketFold, event: TicketEvent): Partial<TicketFold> {
  const { clocks } = ticket;
  const { at } = event;
  switch (event.type) {
    case 'responded':
      return { clocks: stopClocks(clocks, ['first-response'], at) };
    case 'transferred': {
      const { departmentId, dues } = event.payload;
      return {
        departmentId, handlerId: null, departmentsVisited: [...ticket.departmentsVisited.filter((id) => id !== departmentId), departmentId],
        clocks: startClocks(withdrawClocks(clocks, ['return'], at), ticket.terms, dues, at),
      };
    }
    case 'accepted':
      return { handlerId: event.actor.id, handlers: withOne(ticket.handlers, event.actor.id) };
    case 'arrived':
      return { handlers: withOne(ticket.handlers, event.actor.id), clocks: stopClocks(clocks, ['on-site', 'first-response'], at) };
    case 'returned':
      return { departmentId: null, handlerId: null, handlers: withOne(ticket.handlers, event.actor.id), clocks: stopClocks(clocks, ['return'], at) };
    case 'materials-requested':
      return { clocks: suspendClocks(stopClocks(clocks, ['first-response'], at), at) };
    case 'materials-supplied':
      return { clocks: resumeClocks(clocks, event), ...(event.payload.complete ? {} : { state: ticket.state }) };
    case 'answered':
      return answered(ticket, event);
    case 'closed':
      return { closedAt: at };
    case 'rated':
      return { rating: { sequence: event.sequence, stars: event.payload.stars, at } };
    case 'not-solved':
      return {
        departmentId: null, handlerId: null, answer: null, answeredInWriting: false, saidNotSolved: true, closedAt: null,
        clocks: startClocks(withdrawClocks(clocks, ['first-response', 'on-site', 'return', 'resolution'], at), ticket.terms, event.payload.dues, at),
      };
    default:
      return {};
  }
}

/** FI-6: only the answer stops what was promised to the resident; and for what came in writing only the written answer does (CP-5). */
function answered(ticket: TicketFold, { at, sequence, actor, payload: { written } }: Extract<TicketEvent, { type: 'answered' }>): Partial<TicketFold> {
  const responded = stopClocks(ticket.clocks, ['first-response'], at);
  const answeredInWriting = ticket.answeredInWriting || written;
  const settled = answeredInWriting || !writtenAnswerRequired(ticket.source);
  return {
    answer: { sequence, at, by: actor.id, written }, answeredInWriting,
    clocks: settled ? stopClocks(withdrawClocks(responded, ['on-site', 'return'], at), ['resolution'], at) : responded,
  };
}

function withOne(ids: readonly number[], id: number | null): readonly number[] {
  return id === null || ids.includes(id) ? ids : [...ids, id];
}
