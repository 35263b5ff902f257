import { clockRestartsAfterMaterials } from './clock-restarts-after-materials.js';
import type { ClockEvent, ClockState, CountedDays, Limit } from './clock-types.js';
import { deadlineExtended } from './deadline-extended.js';
import { limitInElapsedTime } from './limit-in-elapsed-time.js';
import { limitInHallOpenDays } from './limit-in-hall-open-days.js';
import { limitInWorkingDays } from './limit-in-working-days.js';
import { limitSameDay } from './limit-same-day.js';

export interface DeadlineOfClock {
  /** The first instant that is late; null before acceptance and while waiting for materials. */
  readonly due: Date | null;
  readonly dueAfterEachEvent: readonly (Date | null)[];
  /** The deadline without extensions (TL-6). */
  readonly dueByLimit: Date | null;
  readonly state: ClockState;
}

/** Folds a clock's events, in the order they happened, into its deadline (TL-1 to TL-6). */
export function deadlineOfClock(limit: Limit, events: readonly ClockEvent[], calendar: CountedDays): DeadlineOfClock {
  let state: ClockState = { kind: 'not-started' };
  const dueAfterEachEvent = events.map((event) => {
    state = clockAfter(state, event, limit, calendar);
    return dueOf(state);
  });
  return { due: dueOf(state), dueAfterEachEvent, dueByLimit: byLimit(state), state };
}

/** The clock after one more event. */
export function clockAfter(state: ClockState, event: ClockEvent, limit: Limit, calendar: CountedDays): ClockState {
  const startAt = (at: Date): ClockState => {
    const due = deadlineOfLimit(limit, at, calendar);
    return { kind: 'running', startedAt: at, dueByLimit: due, due };
  };
  switch (event.type) {
    case 'accepted':
      return startAt(event.at);
    case 'materials-missing':
    case 'materials-supplied':
      return clockRestartsAfterMaterials(state, event, startAt);
    case 'extended':
      return deadlineExtended(state, event.until);
    case 'calendar-corrected':
      // Counted by the corrected calendar from the start on, an extension stays as it was granted.
      return state;
  }
}

/** A limit started at an instant → the first instant that is late. */
export function deadlineOfLimit(limit: Limit, start: Date, calendar: CountedDays): Date {
  switch (limit.unit) {
    case 'working-days':
      return limitInWorkingDays(start, limit.n, calendar);
    case 'hall-days':
      return limitInHallOpenDays(start, limit.n, calendar.hall);
    case 'hours':
    case 'minutes':
      return limitInElapsedTime(start, limit.unit, limit.n);
    case 'same-day':
      return limitSameDay(start);
  }
}

function dueOf(state: ClockState): Date | null {
  return state.kind === 'running' ? state.due : null;
}

function byLimit(state: ClockState): Date | null {
  return state.kind === 'running' ? state.dueByLimit : null;
}
