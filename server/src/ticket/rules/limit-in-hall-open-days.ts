import type { HallDays } from './clock-types.js';
import { endOfDayNumber } from './limit-in-working-days.js';

/**
 * CP-4: what is not answered on the spot is answered the same or the next day the hall is open: `n` open days end with the n-th open day after
 * the day of `start`. Returns the first instant that is late. Throws RangeError without the hall's days, or when the hall stays closed for a year.
 */
export function limitInHallOpenDays(start: Date, n: number, hall: HallDays | undefined): Date {
  if (!hall) throw new RangeError('a limit in hall open days needs the days of a hall');
  return endOfDayNumber(start, n, (date) => hall.isOpen(date));
}
