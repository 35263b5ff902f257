import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { daysBetween, formatFullDate, weekday, type DateString } from '@shouwen/shared/value';
import { contradiction, type Books } from './contradiction.js';

/** The longest break published so far is nine days. */
const LONGEST_HOLIDAY_DAYS = 31;

/** TL-3: a holiday ends no earlier than it starts, touches its year and no other holiday. */
export function aHolidayEndsAfterItStarts({ 'working-calendar': years }: Pick<Books, 'working-calendar'>): Contradiction[] {
  const all = years.flatMap(({ year, holidays }, y) => holidays.map((holiday, h) => ({ ...holiday, year, path: `${y}.holidays.${h}` })));
  return all.flatMap(({ name, from, to, year, path }, index) => {
    if (to < from) return [contradiction('TL-3', path, `“${name}”的结束日早于开始日，请改正`)];
    if (!from.startsWith(`${year}`) && !to.startsWith(`${year}`)) return [contradiction('TL-3', path, `“${name}”不在 ${year} 年，请检查日期或换到对应的年份`)];
    if (daysBetween(from, to) >= LONGEST_HOLIDAY_DAYS) return [contradiction('TL-3', path, `“${name}”超过 ${LONGEST_HOLIDAY_DAYS} 天，请检查日期`)];
    const other = all.slice(0, index).find((earlier) => earlier.from <= to && from <= earlier.to);
    return other ? [contradiction('TL-3', path, `“${name}”与“${other.name}”的日期重叠，请改正`)] : [];
  });
}

/** TL-3: a make-up day is a weekend day of its year, outside every holiday, once. */
export function aMakeUpDayIsAWeekendDayOutsideHolidays({ 'working-calendar': years }: Pick<Books, 'working-calendar'>): Contradiction[] {
  const holidayOf = (day: DateString) => years.flatMap(({ holidays }) => holidays).find(({ from, to }) => from <= day && day <= to);
  const seen = new Set<DateString>();
  return years.flatMap(({ year, makeUpDays }, y) =>
    makeUpDays.flatMap((day, d) => {
      const path = `${y}.makeUpDays.${d}`;
      const again = seen.has(day);
      seen.add(day);
      if (again) return [contradiction('TL-3', path, `${formatFullDate(day)}写了两次，请删去一个`)];
      if (!day.startsWith(`${year}`)) return [contradiction('TL-3', path, `${formatFullDate(day)}不在 ${year} 年，请换到对应的年份`)];
      const holiday = holidayOf(day);
      if (holiday) return [contradiction('TL-3', path, `${formatFullDate(day)}在“${holiday.name}”假期内，不能同时上班`)];
      return weekday(day) <= 5 ? [contradiction('TL-3', path, `${formatFullDate(day)}本来就是工作日，不用写成调休上班`)] : [];
    }),
  );
}
