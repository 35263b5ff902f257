import type { DateString } from '@shouwen/shared/value';

/** How long something may take. `same-day` ends with the day it started on; its `n` has no meaning and is 0. */
export interface Limit {
  readonly unit: 'working-days' | 'hall-days' | 'hours' | 'minutes' | 'same-day';
  readonly n: number;
}

/** What moves a clock, in the order it happened. `at` is the instant it happened. */
export type ClockEvent =
  | { readonly type: 'accepted'; readonly at: Date }
  | { readonly type: 'materials-missing'; readonly at: Date }
  | { readonly type: 'materials-supplied'; readonly at: Date; readonly complete: boolean }
  /** `until` is the last day allowed. */
  | { readonly type: 'extended'; readonly at: Date; readonly until: DateString }
  /** TL-3: counted anew by a corrected calendar. */
  | { readonly type: 'calendar-corrected'; readonly at: Date };

/** The days rules count by. The calendar that implements it is loaded by whoever calls the rule. */
export interface WorkingDays {
  isWorkingDay(date: DateString): boolean;
  /** In Chinese; null for a working day. */
  reasonNotWorking(date: DateString): string | null;
  isMakeUpDay(date: DateString): boolean;
  isProvisional(year: number): boolean;
}

/** The days one hall is open, for limits in hall open days (C8.8). */
export interface HallDays {
  isOpen(date: DateString): boolean;
  /** In Chinese; null for an open day. */
  reasonClosed(date: DateString): string | null;
}

/** What a limit counts by. Limits in hall open days need the hall's days. */
export interface CountedDays {
  isWorkingDay(date: DateString): boolean;
  readonly hall?: HallDays;
}

/** Where a clock stands. A deadline is always the first instant that is late. */
export type ClockState =
  | { readonly kind: 'not-started' }
  | { readonly kind: 'waiting'; readonly since: Date }
  | {
      readonly kind: 'running';
      readonly startedAt: Date;
      /** The deadline by the limit alone; kept through extensions because reports show both (TL-6). */
      readonly dueByLimit: Date;
      readonly due: Date;
    };
