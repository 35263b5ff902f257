import type { HallWeek } from '@shouwen/shared/contract/calendar';
import { formatFullDate } from '@shouwen/shared/value';

/** TL-3: what is wrong with a hall's calendar, by the place of it; empty when it can be lived by. A hall that never opened would stop every limit in hall days (C8.8). */
export function aHallOpensOnSomeDays({ weekly, exceptions }: HallWeek): { path: string; message: string }[] {
  const found: { path: string; message: string }[] = [];
  if (weekly.length === 0) found.push({ path: 'weekly', message: '每周至少要有一天开放' });
  if (new Set(weekly).size < weekly.length) found.push({ path: 'weekly', message: '同一天写了两次' });
  exceptions.forEach(({ date }, index) => {
    if (exceptions.findIndex((other) => other.date === date) < index) found.push({ path: `exceptions.${index}.date`, message: `${formatFullDate(date)}写了两次，请删去一个` });
  });
  return found;
}
