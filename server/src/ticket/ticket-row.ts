import type { AwaitsLeader } from '@shouwen/shared/contract/ticket';
import { nextClock } from './rules/clocks-of-ticket.js';
import { residentStepOf } from './rules/next-step-in-words.js';
import type { TicketFold } from './rules/ticket-types.js';
import type { Ticket, TicketClockRow, TicketCoPart, TicketExcluded } from './ticket.entity.js';

const NO_DEADLINE = 8e15;
const CLOSED = 9e15;
/** Everything below is open; closed tickets lie above. */
export const OPEN_BELOW = 8.5e15;

/** Work lists: the next deadline first (its epoch milliseconds), then what waits without a deadline, then what is closed, latest first. */
export function queueOrderOf(fold: TicketFold): number {
  if (fold.state === 'closed') return CLOSED - (fold.closedAt ?? fold.updatedAt).getTime();
  return nextClock(fold.clocks)?.due.getTime() ?? NO_DEADLINE;
}

export type FoldColumns = Omit<
  Ticket,
  'id' | 'title' | 'description' | 'address' | 'landmark' | 'latitudeE6' | 'longitudeE6' | 'contactName' | 'contactPhone' | 'contactPhoneDigest'
>;

/** The columns of the ticket's row that its events decide. */
export function foldColumns(fold: TicketFold): FoldColumns {
  const next = nextClock(fold.clocks);
  const { step: residentStep, due: residentDueAt } = residentStepOf(fold);
  const { kind, category, source, zone, state, confidential, hallId, residentId, accountId, firstResponsibleId, departmentId, handlerId, coveredForId, investigatorId, updatedAt, closedAt, version } = fold;
  return {
    kind, category, source, zone, state, confidential, hallId, residentId, accountId, firstResponsibleId, coveredForId, investigatorId, departmentId, handlerId,
    awaitsLeader: awaitsLeader(fold), residentStep, residentDueAt, lastDepartmentId: departmentId ?? fold.departmentsVisited.at(-1) ?? null,
    nextClock: next?.terms.clock ?? null, nextDueAt: next?.due ?? null, queueOrder: queueOrderOf(fold),
    createdAt: fold.registeredAt, updatedAt, closedAt, version,
  };
}

export function clockRows(ticketId: number, fold: TicketFold): TicketClockRow[] {
  return fold.clocks.map(({ terms, round, state, startedAt, due, dueByLimit, calendar, stoppedAt }) => ({
    ticketId, clock: terms.clock, round, state, startedAt, dueAt: due, dueByLimit, calendar, stoppedAt, limitUnit: terms.limit.unit, limitN: terms.limit.n, clause: terms.clause,
  }));
}

/** What a leader must decide about a ticket (FI-3, TL-6, FI-8). */
function awaitsLeader({ state, extension, escalation }: TicketFold): AwaitsLeader | null {
  if (state === 'coordinating') return 'coordination';
  if (extension !== null) return 'extension';
  return escalation !== null && state !== 'answered' && state !== 'closed' ? 'escalation' : null;
}

export function coPartRows(ticketId: number, fold: TicketFold): TicketCoPart[] {
  return fold.coParts.map((part) => ({ ticketId, ...part }));
}

export function excludedRows(ticketId: number, fold: TicketFold): TicketExcluded[] {
  const partners = fold.partnerIds.filter((id) => !fold.complainedStaffIds.includes(id));
  return [
    ...fold.complainedStaffIds.map((staffId) => ({ ticketId, staffId, complainedOf: true })),
    ...partners.map((staffId) => ({ ticketId, staffId, complainedOf: false })),
  ];
}
