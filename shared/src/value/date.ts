/**
 * Dates and instants. Instants are UTC; dates are days in Asia/Shanghai, which has been +08:00 without summer time since 1991,
 * so plain arithmetic is exact and no time-zone data is needed on the phone.
 */

/** A day in Asia/Shanghai, `YYYY-MM-DD`. Compares correctly as text. */
export type DateString = string;
/** An instant as ISO text in UTC, `2026-11-24T01:30:00.000Z`. */
export type Instant = string;
/** Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const MS_PER_DAY = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const WEEKDAY_NAMES = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

/** Whether `text` is a day that exists, in the form `YYYY-MM-DD` (2026-02-30 does not). */
export function isDateString(text: unknown): text is DateString {
  // By arithmetic rather than through a Date: imports ask this millions of times.
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** The Asia/Shanghai day an instant falls on. Throws RangeError for an invalid instant. */
export function shanghaiDate(instant: Instant | Date): DateString {
  return shanghaiClock(instant).slice(0, 10);
}

/** The first instant of a day in Asia/Shanghai. */
export function startOfShanghaiDay(date: DateString): Date {
  return new Date(dayNumber(date) * MS_PER_DAY - SHANGHAI_OFFSET_MS);
}

/** The day `days` after `date` (before it when negative). */
export function addDays(date: DateString, days: number): DateString {
  if (!Number.isSafeInteger(days)) throw new RangeError(`not a number of days: ${days}`);
  return new Date((dayNumber(date) + days) * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Days from `from` to `to`: 1 from a day to the next, negative when `to` is earlier. */
export function daysBetween(from: DateString, to: DateString): number {
  return dayNumber(to) - dayNumber(from);
}

export function weekday(date: DateString): Weekday {
  // Day 0 is 1970-01-01, a Thursday.
  return (((((dayNumber(date) + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** `周二` */
export function weekdayName(date: DateString): string {
  return WEEKDAY_NAMES[weekday(date) - 1]!;
}

/** `11月24日 09:30`, in Asia/Shanghai. */
export function formatInstant(instant: Instant | Date): string {
  const clock = shanghaiClock(instant);
  return `${monthAndDay(clock)} ${clock.slice(11, 16)}`;
}

/** `2026年11月24日 09:30`, for papers and whatever outlives the year. */
export function formatFullInstant(instant: Instant | Date): string {
  return `${shanghaiClock(instant).slice(0, 4)}年${formatInstant(instant)}`;
}

/**
 * The first instant that is late → the moment people must be done by. A deadline at midnight belongs to the evening before:
 * `2026-11-24T00:00+08:00` reads `11月23日 24:00`.
 */
export function formatDeadline(instant: Instant | Date): string {
  const clock = shanghaiClock(instant);
  if (clock.slice(11) !== '00:00:00.000') return formatInstant(instant);
  return `${monthAndDay(addDays(clock.slice(0, 10), -1))} 24:00`;
}

/** `11月24日 周二` */
export function formatDate(date: DateString): string {
  return `${monthAndDay(date)} ${weekdayName(date)}`;
}

/** `2026年11月24日 周二` */
export function formatFullDate(date: DateString): string {
  return `${date.slice(0, 4)}年${formatDate(date)}`;
}

/** `2026-11-24T00:00:00+08:00`, for files that other programs read. Milliseconds only where there are any. */
export function shanghaiIso(instant: Instant | Date): string {
  return `${shanghaiClock(instant).replace(/\.000$/, '')}+08:00`;
}

/** `YYYY-MM-DDTHH:mm:ss.sss` as a clock on a wall in China shows it. */
function shanghaiClock(instant: Instant | Date): string {
  const time = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
  if (Number.isNaN(time)) throw new RangeError(`not an instant: ${String(instant)}`);
  return new Date(time + SHANGHAI_OFFSET_MS).toISOString().slice(0, -1);
}

function monthAndDay(text: string): string {
  return `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日`;
}

function dayNumber(date: DateString): number {
  if (!isDateString(date)) throw new RangeError(`not a date: ${String(date)}`);
  return Date.parse(`${date}T00:00:00.000Z`) / MS_PER_DAY;
}
