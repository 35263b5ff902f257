import type { HallExceptionItem, HallWeek } from '@shouwen/shared/contract/calendar';
import type { Difference } from '@shouwen/shared/contract/rulebook';
import { formatFullDate } from '@shouwen/shared/value';

const NAMES = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** What a change of a hall's calendar changes, in words: the week, then each day that is an exception in one of the two. */
export function differenceOfHallWeeks(before: HallWeek, after: HallWeek): Difference[] {
  const week = ({ weekly }: HallWeek) => [...weekly].sort((a, b) => a - b).map((day) => NAMES[day - 1]).join('、') || '无';
  const days = [...new Set([...before.exceptions, ...after.exceptions].map(({ date }) => date))].sort();
  const on = (calendar: HallWeek, date: string) => inWords(calendar.exceptions.find((exception) => exception.date === date));
  return [
    ...(week(before) === week(after) ? [] : [{ what: '每周开放', before: week(before), after: week(after) }]),
    ...days.map((date) => ({ what: formatFullDate(date), before: on(before, date), after: on(after, date) })).filter((entry) => entry.before !== entry.after),
  ];
}

function inWords(exception: HallExceptionItem | undefined): string | null {
  if (!exception) return null;
  const { open, note, slotWeekday } = exception;
  return `${open ? '开放' : '不开放'}，${note}${open && slotWeekday !== null ? `（预约按${NAMES[slotWeekday - 1]}）` : ''}`;
}
