/**
 * Time moved on to five past ten of a day on which the hall is open, for all of a road: places are booked and people checked in by the
 * clock on the wall, and the tests run at any hour. Always into the future, so that nothing a browser was given has expired already.
 */
import { addDays, shanghaiDate } from '@shouwen/shared/value';
import { PUBLISHED_HOLIDAYS } from '../../server/src/calendar/index.js';
import type { OpenPage } from '../support/browser.js';

const isHoliday = (date: string) => PUBLISHED_HOLIDAYS.some(({ holidays }) => holidays.some(({ from, to }) => from <= date && date <= to));

export interface OfficeHours {
  today: string;
  tomorrow: string;
  /** For `startRoad`: server and sandbox live in that time. */
  overrides: Record<string, string>;
  /** And so does this browser, from its next page on. */
  enter(open: OpenPage): Promise<unknown>;
}

/** Both `today` and `tomorrow` are open days of a hall that opens every day of the week. */
export function officeHours(now = new Date()): OfficeHours {
  const atFivePastTen = (date: string) => Date.parse(`${date}T10:05:00+08:00`);
  let today = shanghaiDate(now);
  while (atFivePastTen(today) < now.getTime() || isHoliday(today) || isHoliday(addDays(today, 1))) today = addDays(today, 1);
  const script = movedDate(atFivePastTen(today) - now.getTime());
  return {
    today,
    tomorrow: addDays(today, 1),
    overrides: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` },
    enter: (open) => open.context.addInitScript(script),
  };
}

/** A program that replaces `Date` by one that runs `ms` ahead. */
const movedDate = (ms: number) => `{
  const Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...given) { if (given.length === 0) super(Real.now() + ${ms}); else super(...given); }
    static now() { return Real.now() + ${ms}; }
    static [Symbol.hasInstance](value) { return value instanceof Real; }
  };
}`;
