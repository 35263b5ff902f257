import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addDays, weekday, type DateString } from '@shouwen/shared/value';
import { HallCalendar, PUBLISHED_HOLIDAYS, WorkingCalendar, workingCalendarOf } from './index.js';

const published = JSON.parse(readFileSync(new URL('../../../test/cases/calendar-2025-2026.json', import.meta.url), 'utf8')) as {
  off: DateString[];
  makeUpWorkingDays: DateString[];
};
/** The package's data; its functions count days in the machine's own time zone. */
const independent = JSON.parse(readFileSync(new URL('../../node_modules/chinese-days/dist/chinese-days.json', import.meta.url), 'utf8')) as {
  holidays: Record<DateString, string>;
  workdays: Record<DateString, string>;
};
const calendar = workingCalendarOf(PUBLISHED_HOLIDAYS);
const days: DateString[] = [];
for (let date = '2025-01-01'; date <= '2026-12-31'; date = addDays(date, 1)) days.push(date);

describe('working calendar (TL-3)', () => {
  it('has exactly the weekdays off and the weekend days worked of 2025 and 2026', () => {
    expect(days.filter((date) => weekday(date) <= 5 && !calendar.isWorkingDay(date))).toEqual(published.off);
    expect(days.filter((date) => calendar.isMakeUpDay(date))).toEqual(published.makeUpWorkingDays);
  });

  it('agrees with an independent source on every day', () => {
    const works = (date: DateString) => date in independent.workdays || (weekday(date) <= 5 && !(date in independent.holidays));
    expect(days.filter((date) => works(date) !== calendar.isWorkingDay(date))).toEqual([]);
  });

  it('names the reason', () => {
    expect(calendar.reasonNotWorking('2026-10-06')).toBe('国庆节');
    expect(calendar.reasonNotWorking('2026-10-03')).toBe('国庆节');
    expect(calendar.reasonNotWorking('2026-11-21')).toBe('周末');
    expect(calendar.reasonNotWorking('2026-10-10')).toBeNull();
  });

  it('computes an unpublished year from weekends and says it is provisional', () => {
    expect(calendar.isProvisional(2026)).toBe(false);
    expect(calendar.isProvisional(2027)).toBe(true);
    expect(calendar.isWorkingDay('2027-10-01')).toBe(true);
    expect(calendar.isWorkingDay('2027-10-02')).toBe(false);
  });

  it('lets an exception entered by hand count in a provisional year', () => {
    const edited = new WorkingCalendar({ off: new Map([['2027-10-01', '国庆节']]), worked: new Set(['2027-10-09']), publishedYears: new Set() });
    expect(edited.reasonNotWorking('2027-10-01')).toBe('国庆节');
    expect(edited.isWorkingDay('2027-10-09')).toBe(true);
    expect(edited.isProvisional(2027)).toBe(true);
  });
});

describe('hall calendar (TL-3)', () => {
  const hall = new HallCalendar({
    weekly: new Set([1, 2, 3, 4, 5, 6]),
    exceptions: new Map([
      ['2026-10-01', { open: false, note: '国庆节休息' }],
      ['2026-10-04', { open: true, note: '国庆值班' }],
    ]),
  });

  it('opens by the weekly pattern unless an exception says otherwise', () => {
    expect(hall.isOpen('2026-11-21')).toBe(true);
    expect(hall.isOpen('2026-11-22')).toBe(false);
    expect(hall.isOpen('2026-10-01')).toBe(false);
    expect(hall.isOpen('2026-10-04')).toBe(true);
    expect(hall.reasonClosed('2026-10-01')).toBe('国庆节休息');
    expect(hall.reasonClosed('2026-11-22')).toBe('每周休息日');
    expect(hall.reasonClosed('2026-10-04')).toBeNull();
  });

  it('finds the next open day, and admits when there is none', () => {
    expect(hall.nextOpenDay('2026-11-21')).toBe('2026-11-23');
    expect(hall.nextOpenDay('2026-10-03')).toBe('2026-10-04');
    expect(new HallCalendar({ weekly: new Set(), exceptions: new Map() }).nextOpenDay('2026-11-21')).toBeNull();
  });
});
