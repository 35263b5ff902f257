import { addDays, shanghaiDate, startOfShanghaiDay, type DateString } from '@shouwen/shared/value';
import type { WorkingDays } from './clock-types.js';

const LONGEST_BREAK_DAYS = 366;

/**
 * TL-1: `n` working days from an instant end with the n-th working day after its day in Asia/Shanghai; the day itself never counts,
 * working or not. Returns the first instant that is late. Throws RangeError for a limit that is no whole number of days, and when the
 * calendar has no working day for a year.
 */
export function limitInWorkingDays(start: Date, n: number, calendar: Pick<WorkingDays, 'isWorkingDay'>): Date {
  return endOfDayNumber(start, n, (date) => calendar.isWorkingDay(date));
}

/** The end of the `n`-th day that `counts` after the day of `start`. */
export function endOfDayNumber(start: Date, n: number, counts: (date: DateString) => boolean): Date {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a limit in days: ${n}`);
  let lastDay: DateString = shanghaiDate(start);
  for (let counted = 0; counted < n; counted += 1) lastDay = nextCountedDay(lastDay, counts);
  return startOfShanghaiDay(addDays(lastDay, 1));
}

function nextCountedDay(date: DateString, counts: (date: DateString) => boolean): DateString {
  for (let days = 1; days <= LONGEST_BREAK_DAYS; days += 1) {
    const candidate = addDays(date, days);
    if (counts(candidate)) return candidate;
  }
  throw new RangeError(`no day that counts within a year after ${date}`);
}
