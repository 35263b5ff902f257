import type { HallWeek } from '@shouwen/shared/contract/calendar';
import { addDays, weekday, type DateString, type Weekday } from '@shouwen/shared/value';

export interface HallException {
  readonly open: boolean;
  /** Why, for the people who stand at the door: 春节值班, 设备检修. */
  readonly note: string;
}

export interface HallCalendarData {
  /** Days of the week the hall opens; some halls open on all seven. */
  readonly weekly: ReadonlySet<Weekday>;
  readonly exceptions: ReadonlyMap<DateString, HallException>;
}

const LONGEST_CLOSURE_DAYS = 366;

/** On which days one hall is open (TL-3). Independent of working days: a hall may serve on a holiday on which no limit runs. */
export class HallCalendar {
  constructor(private readonly data: HallCalendarData) {}

  isOpen(date: DateString): boolean {
    return this.data.exceptions.get(date)?.open ?? this.data.weekly.has(weekday(date));
  }

  /** The day does not follow the hall's week. */
  isException(date: DateString): boolean {
    return this.data.exceptions.has(date);
  }

  /** Why the hall is closed on a day, in Chinese; null when it is open. */
  reasonClosed(date: DateString): string | null {
    if (this.isOpen(date)) return null;
    return this.data.exceptions.get(date)?.note || '每周休息日';
  }

  /** The first open day after `date`; null when the hall does not open again within a year. */
  nextOpenDay(date: DateString): DateString | null {
    for (let days = 1; days <= LONGEST_CLOSURE_DAYS; days += 1) {
      const candidate = addDays(date, days);
      if (this.isOpen(candidate)) return candidate;
    }
    return null;
  }
}

/** A hall's calendar as rules read it; of a hall whose week nobody has entered, the usual week. */
export function hallCalendarOf({ weekly, exceptions }: HallWeek): HallCalendar {
  return new HallCalendar({
    weekly: new Set(weekly.length > 0 ? weekly : USUAL_WEEK),
    exceptions: new Map(exceptions.map(({ date, open, note }) => [date, { open, note }])),
  });
}
const USUAL_WEEK = [1, 2, 3, 4, 5] as const;
