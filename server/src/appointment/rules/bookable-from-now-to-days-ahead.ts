import { daysBetween, shanghaiDate, weekday, type DateString, type Weekday } from '@shouwen/shared/value';
import type { BookingPolicy } from './booking-policy.js';
import { slotInstant } from './slot-instant.js';

export interface PlannedSlot {
  readonly weekday: Weekday;
  readonly startTime: string;
  readonly endTime: string;
  readonly capacity: number;
}
export interface BookableSlot {
  readonly startTime: string;
  readonly endTime: string;
  readonly capacity: number;
  readonly free: number;
}
export interface DayFacts {
  readonly date: DateString;
  readonly now: Date;
  readonly policy: BookingPolicy;
  /** Null when the hall is open that day. */
  readonly reasonClosed: string | null;
  /** The weekday whose places apply, where the hall's exception names another. */
  readonly slotWeekday: Weekday | null;
  readonly plan: readonly PlannedSlot[];
  /** Places taken, by start time. */
  readonly taken: ReadonlyMap<string, number>;
}
export interface BookableDay {
  readonly open: boolean;
  /** Why nothing can be booked, for the resident; null when something can. */
  readonly why: string | null;
  /** Slots that have not begun, the full ones included. */
  readonly slots: readonly BookableSlot[];
}

/**
 * QU-1, TL-3: what can be booked on a day: from today, as long as the slot has not begun, to the policy's last
 * day, when the hall is open and plans places.
 */
export function bookableDay(facts: DayFacts): BookableDay {
  const { date, now, policy } = facts;
  const ahead = daysBetween(shanghaiDate(now), date);
  const open = facts.reasonClosed === null;
  const none = (why: string): BookableDay => ({ open, why, slots: [] });
  if (ahead < 0) return none('日期已过');
  if (ahead > policy.daysAhead) return none(`只能预约今天起 ${policy.daysAhead} 天内`);
  if (facts.reasonClosed !== null) return none(facts.reasonClosed);
  const planned = slotsPlannedFor(facts);
  if (planned.length === 0) return none('当日不办理预约');
  const slots = planned.filter((slot) => slotInstant(date, slot.startTime) > now);
  if (slots.length === 0) return none('今日时段已过');
  return { open, why: slots.every((slot) => slot.free === 0) ? '已约满' : null, slots };
}

/** All slots of a day in their order, also those that have begun. */
export function slotsPlannedFor({ date, slotWeekday, plan, taken }: Pick<DayFacts, 'date' | 'slotWeekday' | 'plan' | 'taken'>): BookableSlot[] {
  return plan
    .filter((slot) => slot.weekday === (slotWeekday ?? weekday(date)))
    .map(({ startTime, endTime, capacity }) => ({ startTime, endTime, capacity, free: Math.max(0, capacity - (taken.get(startTime) ?? 0)) }))
    .sort((a, b) => (a.startTime < b.startTime ? -1 : 1));
}
