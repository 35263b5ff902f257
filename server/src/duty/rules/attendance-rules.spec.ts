import { describe, expect, it } from 'vitest';
import type { AttendanceFinding } from '@shouwen/shared/vocabulary';
import fc from 'fast-check';
import { attendanceConsequenceOfMonth, countFindings } from './attendance-consequence-of-a-month.js';
import { attendanceOfDay, expectedMinutes, type Minutes } from './attendance-of-a-day.js';
import { isAwayTooLong, isOnDuty, whyNoChange } from './presence-changes.js';
import { staysOf } from './stays-of-a-day.js';
import { type DayFacts, faultOfHours, hoursInForce, type HoursRule, whyFree } from './working-hours-in-force.js';

const at = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const stay = (from: string, until: string): Minutes => ({ from: at(from), until: at(until) });
const spans = [stay('08:30', '12:00'), stay('13:30', '17:30')];
const day = (present: Minutes[], leave: Minutes[] = []): AttendanceFinding[] => attendanceOfDay({ spans, leave, present, earlyMinutes: 10 });

describe('attendance of a day (AB-5)', () => {
  it.each<[string, Minutes[], AttendanceFinding[]]>([
    ['ten minutes early to the minute', [stay('08:20', '17:30')], []],
    ['nine minutes early', [stay('08:21', '17:30')], ['not-early']],
    ['on the dot', [stay('08:30', '17:30')], ['not-early']],
    ['a minute late', [stay('08:31', '17:30')], ['late']],
    ['a minute early away', [stay('08:20', '17:29')], ['left-early']],
    ['out for lunch', [stay('08:15', '12:00'), stay('13:30', '17:30')], []],
    ['late twice', [stay('08:40', '12:00'), stay('13:31', '18:00')], ['late', 'late']],
    ['away for a while in between', [stay('08:20', '10:00'), stay('10:30', '17:30')], ['left-early']],
    ['the morning only', [stay('08:20', '12:00')], ['absent-longer']],
    ['the afternoon only', [stay('13:20', '17:30')], ['absent-half-day']],
    ['not at all', [], ['absent-longer']],
  ])('%s', (_, present, findings) => expect(day(present)).toEqual(findings));

  it('asks nothing for what leave covers', () => {
    expect(day([stay('13:30', '17:30')], [stay('00:00', '12:00')])).toEqual([]);
    expect(day([], [stay('00:00', '12:00')])).toEqual(['absent-longer']);
    expect(day([], [{ from: 0, until: 1440 }])).toEqual([]);
    // Back from leave in the middle of the morning: on time is enough.
    expect(day([stay('10:00', '17:30')], [stay('00:00', '10:00')])).toEqual([]);
    expect(day([stay('10:01', '17:30')], [stay('00:00', '10:00')])).toEqual(['late']);
  });

  it('says who forgot to sign out, and takes them to have stayed', () => {
    expect(day(staysOf([{ here: true, minute: at('08:20') }]))).toEqual(['no-sign-out']);
    expect(staysOf([{ here: false, minute: 1 }, { here: true, minute: 500 }, { here: true, minute: 600 }, { here: false, minute: 720 }])).toEqual([{ from: 500, until: 720 }]);
  });

  it('agrees with a count of minutes, on generated days', () => {
    const minutes = fc.tuple(fc.integer({ min: 400, max: 1100 }), fc.integer({ min: 1, max: 400 })).map(([from, length]) => ({ from, until: from + length }));
    const apart = (list: Minutes[]) => [...list].sort((a, b) => a.from - b.from).reduce<Minutes[]>((kept, m) => ((kept.at(-1)?.until ?? 0) <= m.from ? [...kept, m] : kept), []);
    const covered = (list: readonly Minutes[], m: number) => list.some((x) => x.from <= m && m < x.until);
    fc.assert(fc.property(fc.array(minutes, { maxLength: 4 }).map(apart), fc.array(minutes, { maxLength: 2 }), (present, leave) => {
      const found = day(present, leave);
      let [missed, wanted] = [0, 0];
      for (let m = 0; m < 1440; m++) if (covered(spans, m) && !covered(leave, m)) { wanted += 1; if (!covered(present, m)) missed += 1; }
      expect(expectedMinutes({ spans, leave }).reduce((sum, { from, until }) => sum + until - from, 0)).toBe(wanted);
      // Nothing but "not early" is found exactly when no expected minute was missed.
      expect(found.filter((f) => f !== 'not-early').length > 0).toBe(missed > 0);
      expect(found.filter((f) => f.startsWith('absent')).length).toBeLessThanOrEqual(1);
    }), { numRuns: 500 });
  });
});

describe('consequences of a month (AB-5)', () => {
  const policy = { circularFrom: 3, centreFrom: 10 };
  const of = (late: number, early: number) => attendanceConsequenceOfMonth({ ...countFindings([]), late, 'left-early': early }, policy);
  it('come from three, and from ten', () => {
    expect([of(2, 0), of(1, 2), of(9, 0), of(9, 1), of(0, 10)]).toEqual(['none', 'circular', 'circular', 'centre', 'centre']);
    expect(attendanceConsequenceOfMonth({ ...countFindings([]), 'not-early': 20, 'absent-longer': 5, 'no-sign-out': 9 }, policy)).toBe('none');
  });
});

describe('when somebody is expected (AB-5, TL-3)', () => {
  const rule = (more: Partial<HoursRule>): HoursRule => ({ hallId: null, departmentId: null, staffId: null, since: '2026-01-01', days: 'working', weekdays: [1, 2, 3, 4, 5], spans: [{ from: '08:30', to: '12:00' }], ...more });
  const facts = (more: Partial<DayFacts> = {}): DayFacts => ({ working: true, makeUp: false, hall: { open: true, special: false }, why: null, ...more });
  const person = { id: 7, hallId: 1, departmentId: 2 };

  it('follows the nearest rule, and of that the latest begun', () => {
    const rules = [rule({ since: '2026-01-01' }), rule({ hallId: 1 }), rule({ departmentId: 2 }), rule({ departmentId: 2, since: '2026-06-01', days: 'none' }), rule({ staffId: 7, since: '2026-09-01' }), rule({ staffId: 8 })];
    expect(hoursInForce(rules, person, '2026-05-31')).toMatchObject({ departmentId: 2, days: 'working' });
    expect(hoursInForce(rules, person, '2026-06-01')).toMatchObject({ departmentId: 2, days: 'none' });
    expect(hoursInForce(rules, person, '2026-09-01')).toMatchObject({ staffId: 7 });
    expect(hoursInForce(rules, { id: 1, hallId: 1, departmentId: null }, '2026-09-01')).toMatchObject({ hallId: 1 });
    expect(hoursInForce([rule({ since: '2026-02-01' })], person, '2026-01-31')).toBeNull();
  });

  it('respects holidays, make-up days, and the days of the hall', () => {
    expect(whyFree(rule({}), '2026-11-23', facts())).toBeNull();
    expect(whyFree(rule({}), '2026-10-01', facts({ working: false, why: '国庆节' }))).toBe('国庆节');
    expect(whyFree(rule({}), '2026-10-10', facts({ makeUp: true }))).toBeNull(); // a Saturday worked
    expect(whyFree(rule({ days: 'hall' }), '2026-11-28', facts())).toBe('轮休');
    expect(whyFree(rule({ days: 'hall' }), '2026-11-28', facts({ hall: { open: true, special: true } }))).toBeNull();
    expect(whyFree(rule({ days: 'hall' }), '2026-10-01', facts({ hall: { open: false, special: true }, why: '国庆节放假' }))).toBe('国庆节放假');
    expect(whyFree(rule({ days: 'none' }), '2026-11-23', facts())).toBe('不按考勤');
    expect(whyFree(null, '2026-11-23', facts())).toBe('不按考勤');
  });

  it('is refused when entered wrongly', () => {
    expect(faultOfHours(rule({}))).toBeNull();
    expect(faultOfHours(rule({ hallId: 1, staffId: 2 }))).not.toBeNull();
    expect(faultOfHours(rule({ spans: [] }))).not.toBeNull();
    expect(faultOfHours(rule({ weekdays: [] }))).not.toBeNull();
    expect(faultOfHours(rule({ spans: [{ from: '12:00', to: '08:30' }] }))).not.toBeNull();
    expect(faultOfHours(rule({ spans: [{ from: '08:30', to: '12:00' }, { from: '11:59', to: '17:00' }] }))).not.toBeNull();
    expect(faultOfHours(rule({ departmentId: 1, days: 'hall' }))).not.toBeNull();
  });
});

describe('presence (AB-4)', () => {
  const since = new Date('2026-11-23T01:00:00Z');
  const after = (minutes: number) => new Date(since.getTime() + minutes * 60_000);
  it('is away for too long from ten minutes on, and then not on duty', () => {
    expect([isAwayTooLong('away', since, after(9.99), 10), isAwayTooLong('away', since, after(10), 10), isAwayTooLong('serving', since, after(60), 10)]).toEqual([false, true, false]);
    expect([isOnDuty('off', since, after(0), 10), isOnDuty('present', since, after(99), 10), isOnDuty('away', since, after(9), 10), isOnDuty('away', since, after(10), 10)]).toEqual([false, true, true, false]);
  });
  it('knows which change follows which', () => {
    expect([whyNoChange('off', 'present'), whyNoChange('present', 'present'), whyNoChange('away', 'off')]).toEqual([null, null, null]);
    expect(whyNoChange('off', 'away')).toContain('先上岗');
    expect(whyNoChange('serving', 'off')).toContain('先结束服务');
  });
});
