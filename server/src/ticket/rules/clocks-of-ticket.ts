import { addDays, startOfShanghaiDay, type DateString } from '@shouwen/shared/value';
import { applicationSteps, insideClocks, type ApplicationStep, type ClockKind } from '@shouwen/shared/vocabulary';
import type { CountedDays } from './clock-types.js';
import { deadlineOfLimit } from './deadline-of-clock.js';
import type { ClockTerms, DecidedDue, TicketClock, TicketEvent } from './ticket-types.js';

/** What counts deadlines: the days, and the edition of the calendar they were counted by. */
export interface Counting {
  readonly calendar: CountedDays;
  readonly calendarEdition: number;
}

/** The deadlines of clocks that start at `start`, to be recorded in the event that starts them (TL-1 to TL-4). */
export function decideDues(terms: readonly ClockTerms[], start: Date, { calendar, calendarEdition }: Counting): DecidedDue[] {
  return terms.map(({ clock, limit }) => ({ clock, due: deadlineOfLimit(limit, start, calendar).toISOString(), calendar: calendarEdition }));
}

/** The clocks that run from the opening of a ticket: all but the return clock, which starts with a transfer (FI-6), and of the steps only the next (E4). */
export function termsFromOpening(terms: readonly ClockTerms[], nextStep: ApplicationStep | null): ClockTerms[] {
  return terms.filter(({ clock }) => clock !== 'return' && (!isStep(clock) || clock === nextStep));
}
export const isStep = (clock: ClockKind): clock is ApplicationStep => (applicationSteps as readonly ClockKind[]).includes(clock);

export const isOpen = (clock: TicketClock) => clock.state === 'running' || clock.state === 'waiting-materials';

/** Events of before the calendar had editions were counted by the first. */
const FIRST_EDITION = 1;

export function startClocks(clocks: readonly TicketClock[], terms: readonly ClockTerms[], dues: readonly DecidedDue[], at: Date): TicketClock[] {
  const started = dues.map(({ clock, due, calendar = FIRST_EDITION }): TicketClock => {
    const own = terms.find((t) => t.clock === clock);
    if (!own) throw new Error(`no terms for the clock ${clock}`);
    const round = 1 + clocks.filter((c) => c.terms.clock === clock).length;
    return { terms: own, round, startedAt: at, due: new Date(due), dueByLimit: new Date(due), calendar, stoppedAt: null, state: 'running', fulfilled: false, events: [{ type: 'accepted', at }] };
  });
  return [...clocks, ...started];
}

/** Stops the open clocks of these kinds: in time, or missed. A clock that waits for materials has no deadline to miss. */
export function stopClocks(clocks: readonly TicketClock[], kinds: readonly ClockKind[], at: Date): TicketClock[] {
  return clocks.map((clock) => {
    if (!isOpen(clock) || !kinds.includes(clock.terms.clock)) return clock;
    return { ...clock, stoppedAt: at, fulfilled: true, state: clock.due !== null && at >= clock.due ? 'missed' : 'met' };
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
    clock.state === 'running' ? { ...clock, state: 'waiting-materials', due: null, dueByLimit: null, events: [...clock.events, { type: 'materials-missing', at }] } : clock,
  );
}

/** TL-2: on complete supply the full limit starts again; a partial supply changes no deadline. */
export function resumeClocks(clocks: readonly TicketClock[], event: Extract<TicketEvent, { type: 'materials-supplied' }>): TicketClock[] {
  const { complete, dues, suppliedAt } = event.payload;
  const at = suppliedAt === undefined ? event.at : new Date(suppliedAt);
  return clocks.map((clock) => {
    if (clock.state !== 'waiting-materials') return clock;
    const events = [...clock.events, { type: 'materials-supplied' as const, at, complete }];
    if (!complete) return { ...clock, events };
    const due = dues.find((d) => d.clock === clock.terms.clock);
    if (!due) throw new Error(`no new deadline for the clock ${clock.terms.clock}`);
    return { ...clock, state: 'running', due: new Date(due.due), dueByLimit: new Date(due.due), calendar: due.calendar ?? FIRST_EDITION, events };
  });
}

/** TL-6: the resolution is due at the end of `until` instead; what it was due by its limit is kept. */
export function extendResolution(clocks: readonly TicketClock[], until: DateString, at: Date): TicketClock[] {
  return clocks.map((clock) =>
    clock.terms.clock === 'resolution' && clock.state === 'running'
      ? { ...clock, due: startOfShanghaiDay(addDays(until, 1)), events: [...clock.events, { type: 'extended', at, until }] }
      : clock,
  );
}

/** TL-3: the running clocks named are due when the corrected calendar says; an extension stays as it was granted. */
export function moveDeadlines(clocks: readonly TicketClock[], { at, payload: { calendar, dues } }: Extract<TicketEvent, { type: 'deadline-moved' }>): TicketClock[] {
  return clocks.map((clock) => {
    const moved = dues.find((due) => due.clock === clock.terms.clock && due.round === clock.round);
    if (!moved || clock.state !== 'running') return clock;
    const extended = clock.due?.getTime() !== clock.dueByLimit?.getTime();
    const dueByLimit = new Date(moved.due);
    return { ...clock, due: extended ? clock.due : dueByLimit, dueByLimit, calendar, events: [...clock.events, { type: 'calendar-corrected', at }] };
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

/** The running clock that promises an end; null while materials are awaited, and when it is done. */
export function runningResolution(clocks: readonly TicketClock[]): (TicketClock & { due: Date }) | null {
  const clock = clocks.find((c) => c.terms.clock === 'resolution' && c.state === 'running');
  return clock && clock.due !== null ? { ...clock, due: clock.due } : null;
}

/** Clocks of the present opening of the ticket that promise the resident something and are, or were stopped, late. */
export function missedPromises(clocks: readonly TicketClock[], since: Date, now: Date): TicketClock[] {
  return clocks.filter(
    (clock) => !insideClocks.includes(clock.terms.clock) && clock.startedAt >= since && (clock.state === 'missed' || (clock.state === 'running' && clock.due !== null && now >= clock.due)),
  );
}
