import { addDays, shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';

/** What must be done the same day (a small repair, TL-7) is late from the next midnight in Asia/Shanghai. */
export function limitSameDay(start: Date): Date {
  return startOfShanghaiDay(addDays(shanghaiDate(start), 1));
}
