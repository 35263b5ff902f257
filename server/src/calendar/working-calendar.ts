import { addDays, weekday, type DateString } from '@shouwen/shared/value';

/** One year of the national holiday schedule, as the State Council publishes it: ranges off, and weekend days worked instead. */
export interface PublishedYear {
  readonly year: number;
  readonly holidays: readonly { readonly name: string; readonly from: DateString; readonly to: DateString }[];
  readonly makeUpDays: readonly DateString[];
}

export interface WorkingCalendarData {
  /** Days off by schedule → the holiday's name. Weekends inside a holiday may be listed; other weekends need not be. */
  readonly off: ReadonlyMap<DateString, string>;
  /** Weekend days worked. */
  readonly worked: ReadonlySet<DateString>;
  /** Years whose schedule is known. */
  readonly publishedYears: ReadonlySet<number>;
}

/** Which days count for limits in working days (TL-3). Dates are Asia/Shanghai. Immutable; loaded from data and handed to rules. */
export class WorkingCalendar {
  constructor(private readonly data: WorkingCalendarData) {}

  isWorkingDay(date: DateString): boolean {
    if (this.data.off.has(date)) return false;
    return weekday(date) <= 5 || this.data.worked.has(date);
  }

  /** Why a day does not count, in Chinese: the holiday's name or 周末; null for a working day. */
  reasonNotWorking(date: DateString): string | null {
    if (this.isWorkingDay(date)) return null;
    return this.data.off.get(date) ?? '周末';
  }

  /** A weekend day that is worked to make up for a holiday. */
  isMakeUpDay(date: DateString): boolean {
    return weekday(date) > 5 && this.isWorkingDay(date);
  }

  /** No schedule is published for the year: its days are computed from weekends, and whoever shows them says so (TL-3). */
  isProvisional(year: number): boolean {
    return !this.data.publishedYears.has(year);
  }
}

export function workingCalendarOf(years: readonly PublishedYear[]): WorkingCalendar {
  const off = new Map<DateString, string>();
  const worked = new Set<DateString>();
  for (const { holidays, makeUpDays } of years) {
    for (const { name, from, to } of holidays) {
      for (let date = from; date <= to; date = addDays(date, 1)) off.set(date, name);
    }
    for (const date of makeUpDays) worked.add(date);
  }
  return new WorkingCalendar({ off, worked, publishedYears: new Set(years.map(({ year }) => year)) });
}
