import { addDays, type DateString, shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';

const TEN_O_CLOCK_MS = 10 * 3_600_000;
/** WeChat keeps bills for three months. */
export const OLDEST_DAYS = 85;

/** A day's trade bill is there after 10:00 of the next day. */
export const readyAt = (date: DateString): Date => new Date(startOfShanghaiDay(addDays(date, 1)).getTime() + TEN_O_CLOCK_MS);

/** The days whose bill should be there by now, from the first day of business on. */
export function daysToFetch(firstDay: DateString, now: Date): DateString[] {
  const today = shanghaiDate(now);
  const oldest = addDays(today, -OLDEST_DAYS);
  const days: DateString[] = [];
  for (let day = firstDay > oldest ? firstDay : oldest; readyAt(day) <= now; day = addDays(day, 1)) days.push(day);
  return days;
}

const MINUTE_MS = 60_000;
/** Being made: again in half an hour. No usable answer: after a minute, then ever later, at most half an hour. */
export function tryAgainAt(reason: 'creating' | 'unknown' | 'broken', tries: number, now: Date): Date {
  const minutes = reason === 'unknown' ? Math.min(2 ** tries, 30) : 30;
  return new Date(now.getTime() + minutes * MINUTE_MS);
}
