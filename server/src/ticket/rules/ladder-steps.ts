import type { LadderAudience, LadderMoment } from '@shouwen/shared/contract/rulebook';
import type { WorkingDays } from './clock-types.js';
import { startOf } from './decide-by-system.js';
import { limitInWorkingDays } from './limit-in-working-days.js';
import type { TicketClock } from './ticket-types.js';

/** As in the book; nobody may change it. */
export interface ClimbedStep {
  readonly at: Readonly<LadderMoment>;
  readonly tell: readonly LadderAudience[];
  readonly chase: boolean;
}
export interface ClimbedLadder {
  readonly day: readonly ClimbedStep[];
  readonly minute: readonly ClimbedStep[];
}
/** A clock that runs, as its ladder sees it. */
export interface LadderRun {
  readonly steps: readonly ClimbedStep[];
  /** Of the present run: a restart after materials is another run, with a ladder from its foot (TL-2). */
  readonly startedAt: Date;
  readonly due: Date;
  readonly calendar: Pick<WorkingDays, 'isWorkingDay'>;
}
/** One step, or one repeat of the last. `ordinal` counts from 0 through the steps and on through the repeats. */
export interface LadderRung {
  readonly ordinal: number;
  /** Index in the ladder of the ticket's edition. */
  readonly step: number;
  readonly at: Date;
  /** Repeats that fell due since the one before and are not fired. */
  readonly passed: number;
}

const MINUTE = 60_000;

/** ES-1: limits in days climb by working days, limits in hours and minutes by minutes. Null for a clock that does not run: nothing fires for it. */
export function ladderRun({ terms, state, due, ...clock }: TicketClock, ladder: ClimbedLadder, calendar: LadderRun['calendar']): LadderRun | null {
  if (state !== 'running' || due === null) return null;
  const inMinutes = terms.limit.unit === 'hours' || terms.limit.unit === 'minutes';
  return { steps: inMinutes ? ladder.minute : ladder.day, startedAt: startOf({ terms, state, due, ...clock }), due, calendar };
}

/** Which run of the clock it is: 0, and one more for each complete supply of materials (TL-2). */
export function runOf(clock: Pick<TicketClock, 'events'>): number {
  return clock.events.filter((event) => event.type === 'materials-supplied' && event.complete).length;
}

/**
 * When a rung is due: a share of the time between start and deadline; the end of the n-th working day after the deadline's day (TL-1); minutes
 * after the deadline. Never before the rung below it. Null when the ladder does not go so high.
 */
export function rungAt(run: LadderRun, ordinal: number): Date | null {
  const { steps } = run;
  const last = steps.at(-1);
  if (last === undefined) return null;
  const repeat = ordinal - (steps.length - 1);
  if (repeat > 0 && !('repeat' in last.at && last.at.repeat)) return null;
  let at = run.startedAt.getTime();
  for (const { at: moment } of steps.slice(0, ordinal + 1)) at = Math.max(at, momentAt(run, moment));
  return new Date(repeat > 0 ? at + repeat * repeatOf(last.at) : at);
}

function momentAt({ startedAt, due, calendar }: LadderRun, at: ClimbedStep['at']): number {
  if ('percent' in at) return startedAt.getTime() + Math.round(((due.getTime() - startedAt.getTime()) * at.percent) / 100);
  if ('overMinutes' in at) return due.getTime() + at.overMinutes * MINUTE;
  // The deadline is the first instant that is late, so its day is that of the moment before.
  return limitInWorkingDays(new Date(due.getTime() - 1), at.overWorkingDays, calendar).getTime();
}
const repeatOf = (at: ClimbedStep['at']) => ('overMinutes' in at ? at.overMinutes * MINUTE : 0);

/**
 * ES-2: what fires now when `fired` rungs have been, and when to look again (null: never). After a downtime every step that fell due fires once,
 * for each tells other people; of the repeats of one step only the latest does, for the others would tell the same people the same again.
 */
export function climb(run: LadderRun, fired: number, now: Date): { rungs: LadderRung[]; fired: number; next: Date | null } {
  const rungs: LadderRung[] = [];
  let ordinal = fired;
  for (let at = rungAt(run, ordinal); at !== null && at <= now; at = rungAt(run, ordinal)) {
    const latest = latestRepeat(run, ordinal, at, now);
    const latestAt = latest === ordinal ? at : rungAt(run, latest)!;
    rungs.push({ ordinal: latest, step: Math.min(latest, run.steps.length - 1), at: latestAt, passed: latest - ordinal });
    ordinal = latest + 1;
  }
  return { rungs, fired: ordinal, next: rungAt(run, ordinal) };
}

/** Of the repeats of the last step from `ordinal` on, the last that is due by now; by arithmetic, a clock may have been over for weeks. */
function latestRepeat({ steps }: LadderRun, ordinal: number, at: Date, now: Date): number {
  const last = steps.at(-1);
  if (ordinal < steps.length - 1 || last === undefined || !('repeat' in last.at && last.at.repeat)) return ordinal;
  return ordinal + Math.floor((now.getTime() - at.getTime()) / repeatOf(last.at));
}

/**
 * How many rungs count as fired once the deadline has moved within a run (TL-6, TL-3): what has fired stays fired, what has not moves with the
 * deadline. Rungs at or after a deadline that is not the deadline any more are to come again: they spoke of another day.
 */
export function firedAfterMove({ steps, due }: LadderRun, fired: number, now: Date): number {
  if (due <= now) return fired;
  const before = steps.findIndex((step) => isLate(step));
  return before === -1 ? fired : Math.min(fired, before);
}

/** At or after the deadline: whoever has the work must say how it stands (FI-7). */
export function isLate({ at, chase }: ClimbedStep): boolean {
  return chase || !('percent' in at) || at.percent >= 100;
}
/** Whether a rung repeats the one before. */
export const isRepeat = ({ steps }: LadderRun, { ordinal }: Pick<LadderRung, 'ordinal'>): boolean => ordinal > steps.length - 1;
