import { addDays, shanghaiDate, startOfShanghaiDay, type DateString } from '@shouwen/shared/value';
import type { WorkingDays } from './clock-types.js';

const LONGEST_BREAK_DAYS = 366;

/**
 * TL-1: `n` working days from an instant end with the n-th working day after its day in Asia/Shanghai; the day itself never counts,
 * working or not. Returns the first instant that is late. Throws RangeError for a limit that is no whole number of days, and when the
 * calendar has no working day for a year.
 */
export function limitInWorkingDays(start: Date, n: number, calendar: Pick<WorkingDays, 'isWorkingDay'>): Date {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a limit in working days: ${n}`);
  let lastDay: DateString = shanghaiDate(start);
  for (let counted = 0; counted < n; counted += 1) lastDay = nextWorkingDay(lastDay, calendar);
  return startOfShanghaiDay(addDays(lastDay, 1));
}

function nextWorkingDay(date: DateString, calendar: Pick<WorkingDays, 'isWorkingDay'>): DateString {
  for (let days = 1; days <= LONGEST_BREAK_DAYS; days += 1) {
    const candidate = addDays(date, days);
    if (calendar.isWorkingDay(candidate)) return candidate;
  }
  throw new RangeError(`no working day within a year after ${date}`);
}
