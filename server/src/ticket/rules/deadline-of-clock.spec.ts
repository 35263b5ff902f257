import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addDays, daysBetween, shanghaiDate, shanghaiIso, startOfShanghaiDay, weekday, type DateString } from '@shouwen/shared/value';
import type { ClockEvent, Limit } from './clock-types.js';
import { deadlineOfClock, deadlineOfLimit } from './deadline-of-clock.js';
import { limitInElapsedTime } from './limit-in-elapsed-time.js';
import { limitInWorkingDays } from './limit-in-working-days.js';
import { limitSameDay } from './limit-same-day.js';

interface DeadlineCase {
  id: string;
  limit: Limit;
  events: (ClockEvent & { at: string })[];
  expect: { dueAfterEachEvent: (string | null)[]; due: string | null };
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../../test/cases/${name}`, import.meta.url), 'utf8'));
const cases = read('deadlines.json') as DeadlineCase[];
const schedule = read('calendar-2025-2026.json') as { off: DateString[]; makeUpWorkingDays: DateString[] };

/** Straight from the case file, so that these specs do not lean on the calendar's own data. */
const calendar = {
  isWorkingDay: (date: DateString) => (weekday(date) <= 5 ? !schedule.off.includes(date) : schedule.makeUpWorkingDays.includes(date)),
};
const instant = fc.date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-11-01T00:00:00Z'), noInvalidDate: true });
const days = fc.integer({ min: 1, max: 30 });
const iso = (due: Date | null) => (due === null ? null : shanghaiIso(due));

describe('deadline of a clock', () => {
  it.each(cases.map((one) => [one.id, one] as const))('worked case %s', (_id, { limit, events, expect: expected }) => {
    const clock = deadlineOfClock(limit, events.map((event) => ({ ...event, at: new Date(event.at) })), calendar);
    expect({ dueAfterEachEvent: clock.dueAfterEachEvent.map(iso), due: iso(clock.due) }).toEqual(expected);
  });

  it('a spoken complaint is due with the next day its hall is open, whatever the working days (CP-4)', () => {
    const hall = { isOpen: (date: DateString) => weekday(date) !== 7 && date !== '2026-11-16', reasonClosed: () => null };
    const due = (at: string) => iso(deadlineOfClock({ unit: 'hall-days', n: 1 }, [{ type: 'accepted', at: new Date(at) }], { ...calendar, hall }).due);
    expect(due('2026-11-13T17:00:00+08:00')).toBe('2026-11-15T00:00:00+08:00'); // open on Saturday
    expect(due('2026-11-14T09:00:00+08:00')).toBe('2026-11-18T00:00:00+08:00'); // closed on Sunday and that Monday
    expect(() => deadlineOfClock({ unit: 'hall-days', n: 1 }, [{ type: 'accepted', at: new Date('2026-11-13T09:00:00Z') }], calendar)).toThrow(RangeError);
  });

  it('has no deadline before anything happened', () => {
    expect(deadlineOfClock({ unit: 'hours', n: 4 }, [], calendar)).toMatchObject({ due: null, dueAfterEachEvent: [], state: { kind: 'not-started' } });
  });

  const accepted: ClockEvent = { type: 'accepted', at: new Date('2026-11-02T01:00:00Z') };
  const missing: ClockEvent = { type: 'materials-missing', at: new Date('2026-11-03T01:30:00Z') };
  const week: Limit = { unit: 'working-days', n: 5 };

  it('keeps the deadline by the limit beside an extension (TL-6)', () => {
    const clock = deadlineOfClock(week, [accepted, { type: 'extended', at: new Date('2026-11-06T08:00:00Z'), until: '2026-11-20' }], calendar);
    expect([iso(clock.dueByLimit), iso(clock.due)]).toEqual(['2026-11-10T00:00:00+08:00', '2026-11-21T00:00:00+08:00']);
  });

  it('forgets an extension when the limit starts anew, and cannot extend while waiting (TL-2)', () => {
    const clock = deadlineOfClock(
      week,
      [
        accepted,
        { type: 'extended', at: new Date('2026-11-02T08:00:00Z'), until: '2026-12-31' },
        missing,
        { type: 'extended', at: new Date('2026-11-04T08:00:00Z'), until: '2026-12-31' },
        { type: 'materials-supplied', at: new Date('2026-11-12T07:00:00Z'), complete: true },
      ],
      calendar,
    );
    expect(clock.dueAfterEachEvent.slice(2).map(iso)).toEqual([null, null, '2026-11-20T00:00:00+08:00']);
    expect(clock.dueByLimit).toEqual(clock.due);
  });

  it('a second notice does not move the instant the waiting began', () => {
    const clock = deadlineOfClock(week, [accepted, missing, { type: 'materials-missing', at: new Date('2026-11-05T01:00:00Z') }], calendar);
    expect(clock.state).toEqual({ kind: 'waiting', since: missing.at });
  });

  it('after complete supply any limit equals one accepted at that instant (TL-2)', () => {
    const limits = fc.constantFrom<Limit>({ unit: 'working-days', n: 3 }, { unit: 'hours', n: 24 }, { unit: 'minutes', n: 20 }, { unit: 'same-day', n: 0 });
    fc.assert(
      fc.property(limits, instant, (limit, at) => {
        const supplied: ClockEvent = { type: 'materials-supplied', at, complete: true };
        expect(deadlineOfClock(limit, [accepted, missing, supplied], calendar).due).toEqual(deadlineOfLimit(limit, at, calendar));
      }),
    );
  });
});

describe('limit in working days (TL-1)', () => {
  /** The plainest model: walk the days one by one and count. */
  const byWalking = (start: Date, n: number): Date => {
    let date = shanghaiDate(start);
    let left = n;
    while (left > 0) {
      date = addDays(date, 1);
      if (calendar.isWorkingDay(date)) left -= 1;
    }
    return startOfShanghaiDay(addDays(date, 1));
  };

  it('agrees with walking day by day', () => {
    fc.assert(fc.property(instant, days, (start, n) => void expect(limitInWorkingDays(start, n, calendar)).toEqual(byWalking(start, n))));
  });

  it('ends with the end of a working day, never before the start, and leaves exactly n working days', () => {
    fc.assert(
      fc.property(instant, days, (start, n) => {
        const due = limitInWorkingDays(start, n, calendar);
        const lastDay = addDays(shanghaiDate(due), -1);
        expect(startOfShanghaiDay(shanghaiDate(due))).toEqual(due);
        expect(calendar.isWorkingDay(lastDay)).toBe(true);
        expect(due.getTime()).toBeGreaterThan(start.getTime());
        const between = Array.from({ length: daysBetween(shanghaiDate(start), lastDay) }, (_, i) => addDays(shanghaiDate(start), i + 1));
        expect(between.filter((date) => calendar.isWorkingDay(date))).toHaveLength(n);
      }),
    );
  });

  it('grows with n, does not shrink with a later start, and depends on the day alone', () => {
    fc.assert(
      fc.property(instant, instant, days, (a, b, n) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        expect(limitInWorkingDays(early, n + 1, calendar).getTime()).toBeGreaterThan(limitInWorkingDays(early, n, calendar).getTime());
        expect(limitInWorkingDays(late, n, calendar).getTime()).toBeGreaterThanOrEqual(limitInWorkingDays(early, n, calendar).getTime());
        expect(limitInWorkingDays(startOfShanghaiDay(shanghaiDate(a)), n, calendar)).toEqual(limitInWorkingDays(a, n, calendar));
      }),
    );
  });

  it('refuses a limit that is no number of days, and a calendar without working days', () => {
    const start = new Date('2026-11-16T01:00:00Z');
    expect(() => limitInWorkingDays(start, 1.5, calendar)).toThrow(RangeError);
    expect(() => limitInWorkingDays(start, -1, calendar)).toThrow(RangeError);
    expect(() => limitInWorkingDays(start, 1, { isWorkingDay: () => false })).toThrow(RangeError);
  });
});

describe('limits by the clock', () => {
  it('hours and minutes are elapsed time (TL-4)', () => {
    fc.assert(
      fc.property(instant, fc.nat(500), (start, n) => {
        expect(limitInElapsedTime(start, 'minutes', n * 60)).toEqual(limitInElapsedTime(start, 'hours', n));
        expect(limitInElapsedTime(start, 'minutes', n).getTime() - start.getTime()).toBe(n * 60_000);
      }),
    );
    expect(() => limitInElapsedTime(new Date(0), 'hours', -1)).toThrow(RangeError);
  });

  it('the same day ends at the next midnight in Shanghai, at most 24 hours on', () => {
    fc.assert(
      fc.property(instant, (start) => {
        const due = limitSameDay(start);
        expect(startOfShanghaiDay(shanghaiDate(due))).toEqual(due);
        const hours = (due.getTime() - start.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(24);
      }),
    );
  });
});
