import { describe, expect, it } from 'vitest';
import { addDays, type Weekday } from '@shouwen/shared/value';
import { appointmentStateLabels, type AppointmentAction, type AppointmentState } from '@shouwen/shared/vocabulary';
import { type AppointmentFacts, missedWhen, transitions, whyNot } from './appointment-lifecycle.js';
import { bookableDay, type DayFacts, slotsPlannedFor } from './bookable-from-now-to-days-ahead.js';
import { DEFAULT_BOOKING_POLICY } from './booking-policy.js';
import { liveKeyOf, liveStates } from './one-booking-per-person-service-and-day.js';
import { slotInstant } from './slot-instant.js';

/** A Monday, ten past nine in the morning. */
const now = new Date('2026-03-02T09:10:00+08:00');
const monday: Weekday = 1;
const plan = [
  { weekday: monday, startTime: '10:00', endTime: '11:00', capacity: 3 },
  { weekday: monday, startTime: '09:00', endTime: '10:00', capacity: 2 },
  { weekday: 2 as Weekday, startTime: '14:00', endTime: '15:00', capacity: 1 },
];
const facts = (changes: Partial<DayFacts> = {}): DayFacts => ({
  date: '2026-03-02', now, policy: DEFAULT_BOOKING_POLICY, reasonClosed: null, slotWeekday: null, plan, taken: new Map(), ...changes,
});

describe('what can be booked on a day (QU-1)', () => {
  it('leaves out slots of today that have begun', () => {
    expect(bookableDay(facts())).toEqual({ open: true, why: null, slots: [{ startTime: '10:00', endTime: '11:00', capacity: 3, free: 3 }] });
    expect(bookableDay(facts({ now: new Date('2026-03-02T09:59:59.999+08:00') })).slots).toHaveLength(1);
    expect(bookableDay(facts({ now: new Date('2026-03-02T10:00:00+08:00') }))).toEqual({ open: true, why: '今日时段已过', slots: [] });
  });

  it('keeps full slots, and says when the whole day is full', () => {
    expect(bookableDay(facts({ date: '2026-03-09', taken: new Map([['09:00', 2]]) }))).toMatchObject({ why: null, slots: [{ free: 0 }, { free: 3 }] });
    expect(bookableDay(facts({ date: '2026-03-09', taken: new Map([['09:00', 2], ['10:00', 3]]) })).why).toBe('已约满');
  });

  it('never shows fewer than no places when the plan was cut after booking', () => {
    expect(bookableDay(facts({ date: '2026-03-09', taken: new Map([['09:00', 5]]) })).slots[0]).toMatchObject({ capacity: 2, free: 0 });
  });

  it('reaches from today to fourteen days ahead', () => {
    const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday: weekday as Weekday, startTime: '16:00', endTime: '17:00', capacity: 1 }));
    const bookable = [-1, 0, 1, 13, 14, 15].map((days) => bookableDay(facts({ date: addDays('2026-03-02', days), plan: everyDay })).why);
    expect(bookable).toEqual(['日期已过', null, null, null, null, '只能预约今天起 14 天内']);
  });

  it('takes "today" from Shanghai, not from UTC', () => {
    const lateEvening = new Date('2026-03-01T23:30:00+08:00'); // still the first in both
    const afterMidnight = new Date('2026-03-02T00:30:00+08:00'); // the first in UTC
    expect(bookableDay(facts({ date: '2026-03-01', now: lateEvening })).why).toBe('当日不办理预约');
    expect(bookableDay(facts({ date: '2026-03-01', now: afterMidnight })).why).toBe('日期已过');
  });

  it('says why a closed hall is closed, and uses another weekday\'s places where an exception names it', () => {
    expect(bookableDay(facts({ date: '2026-03-07', reasonClosed: '每周休息日' }))).toEqual({ open: false, why: '每周休息日', slots: [] });
    expect(bookableDay(facts({ date: '2026-03-07' })).why).toBe('当日不办理预约');
    expect(bookableDay(facts({ date: '2026-03-07', slotWeekday: 1 })).slots.map((slot) => slot.startTime)).toEqual(['09:00', '10:00']);
  });

  it('plans the whole day in order for the hall', () => {
    expect(slotsPlannedFor(facts()).map((slot) => slot.startTime)).toEqual(['09:00', '10:00']);
  });
});

const appointment = (changes: Partial<AppointmentFacts> = {}): AppointmentFacts => ({ state: 'booked', date: '2026-03-02', startTime: '10:00', endTime: '11:00', ...changes });
const why = (action: AppointmentAction, changes: Partial<AppointmentFacts>, at: string) => whyNot(action, appointment(changes), new Date(`2026-03-02T${at}+08:00`), DEFAULT_BOOKING_POLICY);

describe('the life of an appointment (QU-1, QU-2)', () => {
  it('allows exactly these actions in each state, at half past nine', () => {
    const allowed = Object.fromEntries(
      (Object.keys(appointmentStateLabels) as AppointmentState[]).map((state) => [state, (Object.keys(transitions) as AppointmentAction[]).filter((action) => why(action, { state }, '09:30:00') === null)]),
    );
    expect(allowed).toEqual({ booked: ['move', 'cancel', 'check-in'], 'checked-in': ['call'], called: ['call', 'finish', 'to-ticket'], finished: [], cancelled: [], missed: [] });
  });

  it('reaches every state, and leaves none that is over', () => {
    const reached = new Set<string>(['booked', 'missed', ...Object.values(transitions).map((t) => t.to)]);
    expect([...reached].sort()).toEqual(Object.keys(appointmentStateLabels).sort());
    for (const { from } of Object.values(transitions)) for (const over of ['finished', 'cancelled', 'missed'] as const) expect(from).not.toContain(over);
  });

  it('moves and cancels until the slot begins', () => {
    expect(why('cancel', {}, '09:59:59.999')).toBeNull();
    expect(why('cancel', {}, '10:00:00')).toMatch(/已开始.*取消/);
    expect(why('move', {}, '10:00:00')).toMatch(/已开始.*改时间/);
  });

  it('checks in from an hour before to the end', () => {
    expect(why('check-in', {}, '08:59:59.999')).toMatch(/提前 60 分钟/);
    expect(why('check-in', {}, '09:00:00')).toBeNull();
    expect(why('check-in', {}, '10:59:59.999')).toBeNull();
    expect(why('check-in', {}, '11:00:00')).toMatch(/已过/);
    expect(why('check-in', { date: '2026-03-03' }, '10:00:00')).toMatch(/还没到/);
  });

  it('calls today\'s people only, and says what comes first', () => {
    expect(why('call', { state: 'checked-in', date: '2026-03-01' }, '10:00:00')).toMatch(/不是今天/);
    expect(why('call', {}, '10:00:00')).toMatch(/还没有签到/);
    expect(why('finish', { state: 'checked-in' }, '10:00:00')).toMatch(/还没有叫号/);
    expect(why('check-in', { state: 'called' }, '10:00:00')).toMatch(/已经签到/);
    expect(why('cancel', { state: 'missed' }, '10:00:00')).toBe('预约未到，不能取消');
  });

  it('is missed when the day is over in Shanghai, not before', () => {
    expect(missedWhen(new Date('2026-03-02T23:59:59.999+08:00'))).toEqual({ state: 'booked', before: '2026-03-02' });
    expect(missedWhen(new Date('2026-03-03T00:00:00+08:00'))).toEqual({ state: 'booked', before: '2026-03-03' });
  });
});

it('slot times are Shanghai times', () => {
  expect(slotInstant('2026-03-02', '09:30').toISOString()).toBe('2026-03-02T01:30:00.000Z');
});

describe('one booking per person, service and day', () => {
  it('tells people, services and days apart', () => {
    const keys = [liveKeyOf({ residentId: 1 }, 11, '2026-03-02'), liveKeyOf({ residentId: 11 }, 1, '2026-03-02'), liveKeyOf({ residentId: 1 }, 11, '2026-03-03'), liveKeyOf({ phoneDigest: '1' }, 11, '2026-03-02')];
    expect(new Set(keys).size).toBe(4);
  });
  it('fits its column, also for the longest', () => {
    expect(liveKeyOf({ phoneDigest: 'f'.repeat(64) }, 2_147_483_647, '2026-03-02').length).toBeLessThanOrEqual(110);
  });
  it('is over exactly where no action leads on', () => {
    const ongoing = (Object.keys(appointmentStateLabels) as AppointmentState[]).filter((state) => Object.values(transitions).some(({ from }) => from.includes(state)));
    expect(ongoing).toEqual(liveStates);
  });
});
