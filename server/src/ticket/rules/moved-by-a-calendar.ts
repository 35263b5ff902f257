import type { CountedDays, Limit } from './clock-types.js';
import { deadlineOfLimit } from './deadline-of-clock.js';

/** What a clock's row says of it. */
export interface StoredClock {
  readonly startedAt: Date;
  readonly dueByLimit: Date | null;
  readonly limitUnit: Limit['unit'];
  readonly limitN: number;
}

/**
 * TL-3: the deadline by its limit that a running clock would have by another calendar; null when it stays. `counted` are the days it was counted by.
 * Throws nothing: `unknown` of a clock that began anew since its row was written (TL-2), for which its events must be read.
 */
export function movedByACalendar({ startedAt, dueByLimit, limitUnit, limitN }: StoredClock, counted: CountedDays, days: CountedDays): Date | 'unknown' | null {
  const limit: Limit = { unit: limitUnit, n: limitN };
  if (dueByLimit === null || deadlineOfLimit(limit, startedAt, counted).getTime() !== dueByLimit.getTime()) return 'unknown';
  const due = deadlineOfLimit(limit, startedAt, days);
  return due.getTime() === dueByLimit.getTime() ? null : due;
}
