import { addDays, type DateString, shanghaiDate, weekday } from '@shouwen/shared/value';

const WEDNESDAY = 3;

/** AP-4: the Wednesday whose list must exist by now: today when it is one, else the last; a server that was down makes it late, for that day. */
export function wednesdayOf(now: Date): DateString {
  const today = shanghaiDate(now);
  return addDays(today, -((weekday(today) - WEDNESDAY + 7) % 7));
}
