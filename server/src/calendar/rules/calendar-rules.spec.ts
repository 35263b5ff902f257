import { describe, expect, it } from 'vitest';
import type { HallWeek } from '@shouwen/shared/contract/calendar';
import { addDays, type DateString } from '@shouwen/shared/value';
import fc from 'fast-check';
import { PUBLISHED_HOLIDAYS, workingCalendarOf } from '../index.js';
import { aHallOpensOnSomeDays } from './a-hall-opens-on-some-days.js';
import { firstHallDayThatChanged, workingDaysThatChanged } from './days-that-changed.js';
import { differenceOfHallWeeks } from './difference-of-hall-weeks.js';

const week: HallWeek = { weekly: [1, 2, 3, 4, 5], exceptions: [{ date: '2026-10-01', open: false, note: '国庆节', slotWeekday: null }] };

describe('what a correction changes (TL-3)', () => {
  it('is nothing when only a name does', () => {
    expect(workingDaysThatChanged(PUBLISHED_HOLIDAYS, PUBLISHED_HOLIDAYS.map((year) => ({ ...year, holidays: year.holidays.map((holiday) => ({ ...holiday, name: '假' })) })))).toEqual([]);
  });

  it('is each day that works by one calendar only', () => {
    const arbitrary = fc.array(
      fc.record({ from: fc.integer({ min: 0, max: 300 }), length: fc.integer({ min: 0, max: 9 }), makeUp: fc.integer({ min: 0, max: 360 }) }).map(({ from, length, makeUp }) => ({
        year: 2027, holidays: [{ name: '假', from: addDays('2027-01-01', from), to: addDays('2027-01-01', from + length) }], makeUpDays: [addDays('2027-01-01', makeUp)],
      })), { maxLength: 4 },
    );
    fc.assert(
      fc.property(arbitrary, arbitrary, (before, after) => {
        const [old, fresh] = [workingCalendarOf(before), workingCalendarOf(after)];
        const expected: DateString[] = [];
        for (let date = '2026-12-25'; date < '2028-01-10'; date = addDays(date, 1)) if (old.isWorkingDay(date) !== fresh.isWorkingDay(date)) expected.push(date);
        expect(workingDaysThatChanged(before, after)).toEqual(expected);
      }), { numRuns: 25 },
    );
  });

  it('of a hall begins with its first exception that differs, and with today for a new week', () => {
    const with3 = { ...week, exceptions: [...week.exceptions, { date: '2026-12-03', open: false, note: '检修', slotWeekday: null }] };
    expect(firstHallDayThatChanged(week, week, '2026-11-22')).toBeNull();
    expect(firstHallDayThatChanged(week, with3, '2026-11-22')).toBe('2026-12-03');
    expect(firstHallDayThatChanged(week, { ...with3, weekly: [1, 2, 3, 4, 5, 6] }, '2026-11-22')).toBe('2026-11-22');
    expect(firstHallDayThatChanged(week, { ...week, exceptions: [{ ...week.exceptions[0]!, note: '换了说法' }] }, '2026-11-22')).toBeNull();
  });
});

describe('a hall (TL-3)', () => {
  it('opens on some day of the week, and says each exception once', () => {
    expect(aHallOpensOnSomeDays(week)).toEqual([]);
    expect(aHallOpensOnSomeDays({ ...week, weekly: [] })).toMatchObject([{ path: 'weekly' }]);
    expect(aHallOpensOnSomeDays({ weekly: [1, 1], exceptions: [week.exceptions[0]!, week.exceptions[0]!] })).toMatchObject([{ path: 'weekly' }, { path: 'exceptions.1.date' }]);
  });

  it('tells what changed in words', () => {
    const after: HallWeek = { weekly: [1, 2, 3, 4, 5, 6], exceptions: [{ date: '2026-10-02', open: true, note: '国庆值班', slotWeekday: 6 }] };
    expect(differenceOfHallWeeks(week, after)).toEqual([
      { what: '每周开放', before: '周一、周二、周三、周四、周五', after: '周一、周二、周三、周四、周五、周六' },
      { what: '2026年10月1日 周四', before: '不开放，国庆节', after: null },
      { what: '2026年10月2日 周五', before: null, after: '开放，国庆值班（预约按周六）' },
    ]);
    expect(differenceOfHallWeeks(week, week)).toEqual([]);
  });
});
