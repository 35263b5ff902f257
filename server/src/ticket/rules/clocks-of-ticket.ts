import type { ClockKind } from '@shouwen/shared/vocabulary';
import type { WorkingDays } from './clock-types.js';
import { deadlineOfLimit } from './deadline-of-clock.js';
import type { ClockTerms, DecidedDue, TicketClock, TicketEvent } from './ticket-types.js';

/** The deadlines of clocks that start now, to be recorded in the event that starts them (TL-1 to TL-4). */
export function decideDues(terms: readonly ClockTerms[], start: Date, calendar: Pick<WorkingDays, 'isWorkingDay'>): DecidedDue[] {
  return terms.map(({ clock, limit }) => ({ clock, due: deadlineOfLimit(limit, start, calendar).toISOString() }));
}

/** Clocks that start with the ticket; the return clock starts with a transfer (FI-6). */
export function startsWithTicket(terms: ClockTerms): boolean {
  return terms.clock !== 'return';
}

export const isOpen = (clock: TicketClock) => clock.state === 'running' || clock.state === 'waiting-materials';

export function startClocks(clocks: readonly TicketClock[], terms: readonly ClockTerms[], dues: readonly DecidedDue[], at: Date): TicketClock[] {
  const started = dues.map(({ clock, due }): TicketClock => {
    const own = terms.find((t) => t.clock === clock);
    if (!own) throw new Error(`no terms for the clock ${clock}`);
    const round = 1 + clocks.filter((c) => c.terms.clock === clock).length;
    return { terms: own, round, startedAt: at, due: new Date(due), stoppedAt: null, state: 'running', events: [{ type: 'accepted', at }] };
  });
  return [...clocks, ...started];
}

/** Stops the open clocks of these kinds: in time, or missed. A clock that waits for materials has no deadline to miss. */
export function stopClocks(clocks: readonly TicketClock[], kinds: readonly ClockKind[], at: Date): TicketClock[] {
  return clocks.map((clock) => {
    if (!isOpen(clock) || !kinds.includes(clock.terms.clock)) return clock;
    return { ...clock, stoppedAt: at, state: clock.due !== null && at >= clock.due ? 'missed' : 'met' };
  });
}

/** Stops clocks whose event will not come any more; what is late already stays missed. */
export function withdrawClocks(clocks: readonly TicketClock[], kinds: readonly ClockKind[], at: Date): TicketClock[] {
  return clocks.map((clock) => {
    if (!isOpen(clock) || !kinds.includes(clock.terms.clock)) return clock;
    return { ...clock, stoppedAt: at, state: clock.due !== null && at >= clock.due ? 'missed' : 'withdrawn' };
  });
}

/** TL-2: while materials are awaited no deadline runs, on any clock. */
export function suspendClocks(clocks: readonly TicketClock[], at: Date): TicketClock[] {
  return clocks.map((clock) =>
    clock.state === 'running' ? { ...clock, state: 'waiting-materials', due: null, events: [...clock.events, { type: 'materials-missing', at }] } : clock,
  );
}

/** TL-2: on complete supply the full limit starts again; a partial supply changes no deadline. */
export function resumeClocks(clocks: readonly TicketClock[], event: Extract<TicketEvent, { type: 'materials-supplied' }>): TicketClock[] {
  const { complete, dues } = event.payload;
  return clocks.map((clock) => {
    if (clock.state !== 'waiting-materials') return clock;
    const events = [...clock.events, { type: 'materials-supplied' as const, at: event.at, complete }];
    if (!complete) return { ...clock, events };
    const due = dues.find((d) => d.clock === clock.terms.clock);
    if (!due) throw new Error(`no new deadline for the clock ${clock.terms.clock}`);
    return { ...clock, state: 'running', due: new Date(due.due), events };
  });
}

/** The running clock that is due first; null when none runs. */
export function nextClock(clocks: readonly TicketClock[]): (TicketClock & { due: Date }) | null {
  let next: (TicketClock & { due: Date }) | null = null;
  for (const clock of clocks) {
    if (clock.state === 'running' && clock.due !== null && (next === null || clock.due < next.due)) next = { ...clock, due: clock.due };
  }
  return next;
}

/** Clocks of the present opening of the ticket that promise the resident something and are, or were stopped, late. */
export function missedPromises(clocks: readonly TicketClock[], since: Date, now: Date): TicketClock[] {
  return clocks.filter(
    (clock) => clock.terms.clock !== 'return' && clock.startedAt >= since && (clock.state === 'missed' || (clock.state === 'running' && clock.due !== null && now >= clock.due)),
  );
}
