import { addDays, type DateString } from '@shouwen/shared/value';

const LONGEST_BREAK_DAYS = 366;
export interface WorkingDays {
  isWorkingDay(date: DateString): boolean;
}

/** The n-th working day after `from`, which itself does not count (TL-1, TL-3). Throws RangeError when the calendar has none for a year. */
export function workingDayAfter(from: DateString, n: number, calendar: WorkingDays): DateString {
  let day = from;
  let broken = 0;
  for (let counted = 0; counted < n; ) {
    day = addDays(day, 1);
    if (calendar.isWorkingDay(day)) {
      counted += 1;
      broken = 0;
    } else if ((broken += 1) > LONGEST_BREAK_DAYS) throw new RangeError(`no working day within a year after ${from}`);
  }
  return day;
}
