import { addDays, shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';

/** FU-1: later the same day, then the next morning; after the third time the matter rests. */
const MOST_ATTEMPTS = 3;
const LATER_TODAY_MS = 2 * 3_600_000;
const MORNING_MS = 9 * 3_600_000;

/** When to call again after the `attempts`-th time nobody answered; null: no more. */
export function tryAgainAt(attempts: number, now: Date): Date | null {
  if (attempts >= MOST_ATTEMPTS) return null;
  const nextMorning = new Date(startOfShanghaiDay(addDays(shanghaiDate(now), 1)).getTime() + MORNING_MS);
  const later = new Date(now.getTime() + LATER_TODAY_MS);
  return attempts === 1 && shanghaiDate(later) === shanghaiDate(now) ? later : nextMorning;
}
