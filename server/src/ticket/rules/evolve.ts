import type { ClockKind } from '@shouwen/shared/vocabulary';
import { extendResolution, isStep, moveDeadlines, resumeClocks, startClocks, stopClocks, suspendClocks, withdrawClocks } from './clocks-of-ticket.js';
import { isHigher } from './escalation-goes-up.js';
import type { CategoryTerms, Editions, TicketEvent, TicketFold } from './ticket-types.js';
import { stateAfter } from './transitions.js';
import { writtenAnswerRequired } from './written-matters-get-written-answers.js';

/** A ticket after one more event. Throws for an event that cannot follow: a record that does not fold is damaged. */
export function evolve(ticket: TicketFold | null, event: TicketEvent): TicketFold {
  const state = stateAfter(ticket?.state ?? 'none', event.type);
  if (state === null) throw new Error(`${event.type} cannot follow ${ticket?.state ?? 'nothing'}`);
  if (event.sequence !== (ticket?.version ?? 0) + 1) throw new Error(`event ${event.sequence} cannot follow version ${ticket?.version ?? 0}`);
  if (event.type === 'registered') return registered(event);
  if (ticket === null) throw new Error(`${event.type} before the registration`);
  const matterVersion = BESIDE_THE_MATTER.includes(event.type) ? ticket.matterVersion : event.sequence;
  return { ...ticket, state, updatedAt: event.at, version: event.sequence, matterVersion, ...changes(ticket, event) };
}

/** What the system adds while somebody writes does not make what they decide stale. */
const BESIDE_THE_MATTER: readonly TicketEvent['type'][] = ['chased', 'deadline-moved', 'follower-linked', 'follower-unlinked'];

/** Throws for an empty record. */
export function foldEvents(events: readonly TicketEvent[]): TicketFold {
  const fold = events.reduce<TicketFold | null>(evolve, null);
  if (fold === null) throw new Error('a ticket has no events');
  return fold;
}

/** Before the books had editions, everything began under the first. */
const FIRST_EDITIONS: Editions = { policy: 1, ladder: 1, checklist: 1 };
const ALL_CLOCKS: readonly ClockKind[] = ['first-response', 'on-site', 'return', 'answer', 'resolution', 'survey', 'design', 'approval', 'works', 'acceptance'];

function registered({ payload, at, sequence }: Extract<TicketEvent, { type: 'registered' }>): TicketFold {
  const { dues, source, zone, hallId, confidential, residentId, accountId, firstResponsibleId, complainedStaffIds, partnerIds } = payload;
  return {
    source, zone, hallId, confidential, residentId, accountId, firstResponsibleId, complainedStaffIds, partnerIds,
    ...categoryOf(payload), onceComplaint: payload.kind === 'complaint',
    state: 'registered', coveredForId: null, departmentId: null, handlerId: null, departmentsVisited: [], departmentsTried: [], handlers: [], coParts: [], coordination: null,
    escalation: null, clocks: startClocks([], payload.terms, dues, at), extension: null, chase: null,
    materialsNamed: [], materialNotices: 0, materialsAwaited: [], materialsBroughtAt: null,
    investigatorId: null, outcome: null, acceptedAt: null, comparison: null, archivedAt: null, archiveNumber: null, link: null, followers: [], signposted: false,
    answer: null, answeredInWriting: false, rating: null, saidNotSolved: false,
    registeredAt: at, openedAt: at, updatedAt: at, closedAt: null, version: sequence, matterVersion: sequence,
  };
}

function categoryOf({ kind, category, terms, steps = [], outOfScope = false, editions = FIRST_EDITIONS }: CategoryTerms) {
  return { kind, category, terms, outOfScope, editions, steps: steps.map((step) => ({ step, signed: null })) };
}

function changes(ticket: TicketFold, event: TicketEvent): Partial<TicketFold> {
  const { clocks } = ticket;
  const { at } = event;
  switch (event.type) {
    case 'responded':
      return { clocks: stopClocks(clocks, ['first-response'], at) };
    case 'transferred':
      return toDepartment(ticket, event.payload.departmentId, [], event);
    case 'coordination-opened':
      return {
        departmentId: null, handlerId: null, coParts: [], chase: null,
        coordination: { sequence: event.sequence, at, ...event.payload },
        clocks: withdrawClocks(clocks, ['return'], at),
      };
    case 'coordinated':
      return { ...toDepartment(ticket, event.payload.departmentId, event.payload.coDepartmentIds, event), coordination: null };
    case 'accepted':
      return { handlerId: event.actor.id, handlers: withOne(ticket.handlers, event.actor.id) };
    case 'arrived':
      return { handlers: withOne(ticket.handlers, event.actor.id), clocks: stopClocks(clocks, ['on-site', 'first-response'], at) };
    case 'part-finished':
      return {
        handlers: withOne(ticket.handlers, event.actor.id),
        coParts: ticket.coParts.map((part) => (part.departmentId === event.payload.departmentId && part.finishedAt === null ? { ...part, finishedAt: at } : part)),
      };
    case 'returned':
      return { departmentId: null, handlerId: null, handlers: withOne(ticket.handlers, event.actor.id), chase: null, clocks: stopClocks(clocks, ['return'], at) };
    case 'escalated':
      return { escalation: isHigher(event.payload.level, ticket.escalation) ? event.payload.level : ticket.escalation };
    case 'chased':
      return { chase: event.payload.late ? { sequence: event.sequence, at } : ticket.chase };
    case 'chase-answered':
      return { chase: null };
    case 'extension-requested':
      return { extension: { sequence: event.sequence, until: event.payload.until, by: event.actor.id } };
    case 'extension-decided':
      return { extension: null, clocks: event.payload.approved ? extendResolution(clocks, event.payload.until, at) : clocks };
    case 'deadline-moved':
      return { clocks: moveDeadlines(clocks, event) };
    case 'covered':
      return nowAnswers(ticket, event.payload.toStaffId, ticket.coveredForId === event.payload.toStaffId ? null : (ticket.coveredForId ?? event.payload.fromStaffId));
    case 'handed-over':
    case 'reassigned':
      return nowAnswers(ticket, event.payload.toStaffId, null);
    case 'complained-named': {
      const { staffId, partnerIds } = event.payload;
      const complainedStaffIds = withOne(ticket.complainedStaffIds, staffId);
      const out = [...complainedStaffIds, ...ticket.partnerIds, ...partnerIds];
      return {
        complainedStaffIds, partnerIds: [...new Set([...ticket.partnerIds, ...partnerIds])].filter((id) => !complainedStaffIds.includes(id)),
        handlerId: ticket.handlerId !== null && out.includes(ticket.handlerId) ? null : ticket.handlerId,
      };
    }
    case 'investigator-assigned':
      return { investigatorId: event.payload.staffId };
    case 'concluded':
      return { outcome: event.payload.outcome };
    case 'recategorised':
      return { ...categoryOf(event.payload), onceComplaint: ticket.onceComplaint || event.payload.kind === 'complaint', clocks: startClocks(withdrawClocks(clocks, ALL_CLOCKS, at), event.payload.terms, event.payload.dues, ticket.openedAt) };
    case 'application-accepted':
      return { acceptedAt: at, clocks: stopClocks(clocks, ['first-response'], at) };
    case 'step-signed': {
      const { step, passed, dues } = event.payload;
      return {
        handlers: withOne(ticket.handlers, event.actor.id),
        steps: ticket.steps.map((s) => (s.step === step ? { step, signed: { at, by: event.actor.id, passed } } : s)),
        clocks: startClocks(stopClocks(clocks, [step], at), ticket.terms, dues, at),
      };
    }
    case 'comparison-signed':
      return { comparison: { at, by: event.actor.id, matches: event.payload.matches } };
    case 'archived':
      return { archivedAt: at, archiveNumber: event.payload.archiveNumber };
    case 'linked':
      return { link: event.payload };
    case 'unlinked':
      return { link: null };
    case 'follower-linked':
      return { followers: [...ticket.followers.filter(({ ticketId }) => ticketId !== event.payload.ticketId), event.payload] };
    case 'follower-unlinked':
      return { followers: ticket.followers.filter(({ ticketId }) => ticketId !== event.payload.ticketId) };
    case 'materials-requested': {
      const codes = event.payload.codes ?? [];
      return {
        materialsNamed: [...new Set([...ticket.materialsNamed, ...codes])], materialNotices: ticket.materialNotices + 1, materialsAwaited: codes, materialsBroughtAt: null, extension: null,
        clocks: suspendClocks(stopClocks(clocks, ['first-response'], at), at),
      };
    }
    case 'materials-brought':
      return { materialsBroughtAt: at };
    case 'materials-supplied':
      return {
        materialsBroughtAt: null, clocks: resumeClocks(clocks, event),
        ...(event.payload.complete ? { materialsAwaited: [] } : { state: ticket.state }),
      };
    case 'answered':
      return answered(ticket, event);
    case 'closed':
      return { closedAt: at };
    case 'rated':
      return { rating: { sequence: event.sequence, stars: event.payload.stars, at } };
    case 'not-solved':
      return { ...reopened(ticket, event), saidNotSolved: true };
    case 'reopened':
      return reopened(ticket, event);
    default:
      return {};
  }
}

/** The work goes to a department, with others to help; an older share that is still open is withdrawn. */
function toDepartment(ticket: TicketFold, departmentId: number, coDepartmentIds: readonly number[], { at, payload }: Extract<TicketEvent, { type: 'transferred' | 'coordinated' }>): Partial<TicketFold> {
  return {
    departmentId, handlerId: null, chase: null,
    departmentsVisited: [...ticket.departmentsVisited.filter((id) => id !== departmentId), departmentId],
    departmentsTried: [...ticket.departmentsTried.filter((id) => id !== departmentId), departmentId],
    coParts: coDepartmentIds.map((id) => ({ departmentId: id, finishedAt: null })),
    clocks: startClocks(withdrawClocks(ticket.clocks, ['return'], at), ticket.terms, payload.dues, at),
  };
}

/** FI-2: the first responsible changes. `coveredForId`: whose matter it stays, when the new one only stands in. */
function nowAnswers(ticket: TicketFold, staffId: number, coveredForId: number | null): Partial<TicketFold> {
  return { firstResponsibleId: staffId, coveredForId: coveredForId === staffId ? null : coveredForId, handlers: withOne(ticket.handlers, ticket.firstResponsibleId) };
}

/** FU-3: from the beginning, with fresh limits; what was signed stays signed. */
function reopened(ticket: TicketFold, { at, payload }: Extract<TicketEvent, { type: 'not-solved' | 'reopened' }>): Partial<TicketFold> {
  return {
    departmentId: null, handlerId: null, departmentsTried: [], coParts: [], coordination: null, extension: null, chase: null, outcome: null, signposted: false,
    answer: null, answeredInWriting: false, openedAt: at, closedAt: null,
    clocks: startClocks(withdrawClocks(ticket.clocks, ALL_CLOCKS, at), ticket.terms, payload.dues, at),
  };
}

/** FI-6: only the answer stops what was promised to the resident; and for what came in writing only the written answer does (CP-5). */
function answered(ticket: TicketFold, { at, sequence, actor, payload: { written, signposted } }: Extract<TicketEvent, { type: 'answered' }>): Partial<TicketFold> {
  const responded = stopClocks(ticket.clocks, ['first-response', 'answer'], at);
  const answeredInWriting = ticket.answeredInWriting || written;
  const settled = answeredInWriting || !writtenAnswerRequired(ticket.source);
  return {
    answer: { sequence, at, by: actor.id, written }, answeredInWriting, signposted: ticket.signposted || signposted === true,
    departmentId: null, handlerId: null, departmentsTried: [], coParts: [], coordination: null, chase: null, extension: settled ? null : ticket.extension,
    clocks: settled ? stopClocks(withdrawClocks(responded, ALL_CLOCKS.filter((clock) => clock === 'on-site' || clock === 'return' || isStep(clock)), at), ['resolution'], at) : responded,
  };
}

function withOne(ids: readonly number[], id: number | null): readonly number[] {
  return id === null || ids.includes(id) ? ids : [...ids, id];
}
