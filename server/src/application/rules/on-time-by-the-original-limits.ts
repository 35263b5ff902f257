import { type ClockKind, insideClocks } from '@shouwen/shared/vocabulary';

interface LimitKept {
  readonly terms: { readonly clock: ClockKind };
  /** Without extensions (TL-6). */
  readonly dueByLimit: Date | null;
  readonly stoppedAt: Date | null;
  readonly state: string;
}

/**
 * AP-7, TL-6: whether every limit promised to the resident was kept, as it was without extensions. A clock still running at `now` counts as late once its
 * limit is over; promises between departments do not count.
 */
export function onTimeByTheOriginalLimits(clocks: readonly LimitKept[], now: Date): boolean {
  return clocks.every(({ terms, dueByLimit, stoppedAt, state }) => insideClocks.includes(terms.clock) || state === 'withdrawn' || dueByLimit === null || (stoppedAt ?? now) < dueByLimit);
}
