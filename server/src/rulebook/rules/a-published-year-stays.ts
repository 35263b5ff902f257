import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { contradiction, type Books } from './contradiction.js';

/** TL-3: a year once published stays, and no year is left out between two: deadlines were counted by them. Each year is there once, in order. */
export function aPublishedYearStays({ 'working-calendar': years }: Pick<Books, 'working-calendar'>, before: Books['working-calendar']): Contradiction[] {
  const numbers = years.map(({ year }) => year);
  const first = Math.min(...numbers, ...before.map(({ year }) => year));
  const last = Math.max(...numbers, ...before.map(({ year }) => year));
  const missing: Contradiction[] = [];
  for (let year = first; year <= last; year += 1)
    if (!numbers.includes(year)) missing.push(contradiction('TL-3', '', `缺少 ${year} 年的放假安排，请补上这一年`, 'CALENDAR_YEAR_MISSING'));
  const unordered = years.flatMap(({ year }, index) => (index > 0 && year <= numbers[index - 1]! ? [contradiction('TL-3', `${index}.year`, `${year} 年的位置不对或重复了，请按年份先后各写一次`)] : []));
  return [...missing, ...unordered];
}
