import type { DateString } from '@shouwen/shared/value';

/** How long something may take. `same-day` ends with the day it started on; its `n` has no meaning and is 0. */
export interface Limit {
  readonly unit: 'working-days' | 'hours' | 'minutes' | 'same-day';
  readonly n: number;
}

/** What moves a clock, in the order it happened. `at` is the instant it happened. */
export type ClockEvent =
  | { readonly type: 'accepted'; readonly at: Date }
  | { readonly type: 'materials-missing'; readonly at: Date }
  | { readonly type: 'materials-supplied'; readonly at: Date; readonly complete: boolean }
  /** `until` is the last day allowed. */
  | { readonly type: 'extended'; readonly at: Date; readonly until: DateString };

/** The days rules count by. The calendar that implements it is loaded by whoever calls the rule. */
export interface WorkingDays {
  isWorkingDay(date: DateString): boolean;
  /** In Chinese; null for a working day. */
  reasonNotWorking(date: DateString): string | null;
  isMakeUpDay(date: DateString): boolean;
  isProvisional(year: number): boolean;
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
