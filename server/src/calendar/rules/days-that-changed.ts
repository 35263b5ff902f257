import type { HallWeek } from '@shouwen/shared/contract/calendar';
import { addDays, weekday, type DateString } from '@shouwen/shared/value';

interface Year {
  readonly holidays: readonly { readonly from: DateString; readonly to: DateString }[];
  readonly makeUpDays: readonly DateString[];
}

/** TL-3: the days that are working days by one of two calendars only, in order. Days that neither names follow the week in both. */
export function workingDaysThatChanged(before: readonly Year[], after: readonly Year[]): DateString[] {
  const [old, fresh] = [daysNamed(before), daysNamed(after)];
  const named = [...new Set([...old.off, ...old.worked, ...fresh.off, ...fresh.worked])].sort();
  const works = (date: DateString, { off, worked }: typeof old) => !off.has(date) && (weekday(date) <= 5 || worked.has(date));
  return named.filter((date) => works(date, old) !== works(date, fresh));
}

/** The first day from which a hall's days may differ; null when none does. A new week holds from `today` on: what was open has been open. */
export function firstHallDayThatChanged(before: HallWeek, after: HallWeek, today: DateString): DateString | null {
  const open = (week: HallWeek, date: DateString) => week.exceptions.find((exception) => exception.date === date)?.open ?? week.weekly.includes(weekday(date));
  const named = [...before.exceptions, ...after.exceptions].map(({ date }) => date).filter((date) => open(before, date) !== open(after, date));
  const sameWeek = before.weekly.length === after.weekly.length && before.weekly.every((day) => after.weekly.includes(day));
  return [...named, ...(sameWeek ? [] : [today])].sort()[0] ?? null;
}

function daysNamed(years: readonly Year[]): { off: Set<DateString>; worked: Set<DateString> } {
  const off = new Set<DateString>();
  const worked = new Set<DateString>();
  for (const { holidays, makeUpDays } of years) {
    for (const { from, to } of holidays) for (let date = from; date <= to; date = addDays(date, 1)) off.add(date);
    for (const date of makeUpDays) worked.add(date);
  }
  return { off, worked };
}
