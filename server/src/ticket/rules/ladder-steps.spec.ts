/** ES-1, ES-2, FI-7: when the steps of a clock's ladder are due, and what is fired of them. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { PUBLISHED_HOLIDAYS, workingCalendarOf } from '../../calendar/index.js';
import { firstLadder } from '../../database/migrations/first-editions/ladder.js';
import { extendResolution, startClocks, stopClocks, suspendClocks, resumeClocks } from './clocks-of-ticket.js';
import { climb, type ClimbedLadder, firedAfterMove, isLate, ladderRun, rungAt, runOf } from './ladder-steps.js';
import { ladderAudience, type LadderPerson } from './ladder-audience.js';
import type { ClockTerms, TicketClock } from './ticket-types.js';

const calendar = workingCalendarOf(PUBLISHED_HOLIDAYS);
const ladder = firstLadder as ClimbedLadder;
const shanghai = (text: string) => new Date(`${text}+08:00`);
const terms = (unit: ClockTerms['limit']['unit'], n: number): ClockTerms => ({ clock: 'resolution', limit: { unit, n }, clause: 'E', action: '办结' });
function started(of: ClockTerms, from: string, due: string): TicketClock {
  return startClocks([], [of], [{ clock: of.clock, due: shanghai(due).toISOString() }], shanghai(from))[0]!;
}
/** Monday to the end of Friday. */
const week = started(terms('working-days', 4), '2026-03-02T00:00:00', '2026-03-07T00:00:00');
const onSite = started(terms('minutes', 20), '2026-03-02T23:50:00', '2026-03-03T00:10:00');
const run = (clock: TicketClock) => ladderRun(clock, ladder, calendar)!;
const rungs = (clock: TicketClock, count: number) => Array.from({ length: count }, (_, i) => rungAt(run(clock), i)?.toISOString() ?? null);
const at = (...times: string[]) => times.map((time) => shanghai(time).toISOString());

describe('steps', () => {
  it('of days are shares of the time, then ends of working days after the deadline', () => {
    // The weekend after the deadline does not count.
    expect(rungs(week, 6)).toEqual([...at('2026-03-04T12:00:00', '2026-03-06T00:00:00', '2026-03-07T00:00:00', '2026-03-10T00:00:00', '2026-03-12T00:00:00'), null]);
  });
  it('count no holiday and count make-up days', () => {
    // 15 to 23 February 2026 is the Spring Festival; the 14th, a Saturday, is worked, and so is the 28th.
    const clock = started(terms('working-days', 3), '2026-02-10T09:00:00', '2026-02-14T00:00:00');
    expect(rungs(clock, 5).slice(3)).toEqual(at('2026-02-15T00:00:00', '2026-02-26T00:00:00'));
  });
  it('of minutes go on every ten minutes without end', () => {
    expect(rungs(onSite, 3)).toEqual(at('2026-03-03T00:00:00', '2026-03-03T00:06:00', '2026-03-03T00:10:00'));
    expect(rungAt(run(onSite), 3)).toEqual(shanghai('2026-03-03T00:20:00'));
    expect(rungAt(run(onSite), 1000)).toEqual(new Date(shanghai('2026-03-03T00:20:00').getTime() + 997 * 600_000));
  });
  it('of hours climb by minutes, of a day by days', () => {
    expect(run(started(terms('hours', 4), '2026-03-02T09:00:00', '2026-03-02T13:00:00')).steps).toBe(ladder.minute);
    expect(run(started(terms('same-day', 0), '2026-03-02T09:00:00', '2026-03-03T00:00:00')).steps).toBe(ladder.day);
  });
  it('fire for nobody when the clock waits or is done', () => {
    const now = shanghai('2026-03-03T00:00:00');
    expect(suspendClocks([week], now).map((clock) => ladderRun(clock, ladder, calendar))).toEqual([null]);
    expect(stopClocks([week], ['resolution'], now).map((clock) => ladderRun(clock, ladder, calendar))).toEqual([null]);
  });
});

describe('climbing', () => {
  it('after a downtime fires every step that fell due, once', () => {
    const first = climb(run(week), 1, shanghai('2026-03-10T08:00:00'));
    expect(first.rungs.map(({ step, passed }) => [step, passed])).toEqual([[1, 0], [2, 0], [3, 0]]);
    expect(first.next).toEqual(shanghai('2026-03-12T00:00:00'));
    expect(climb(run(week), first.fired, shanghai('2026-03-10T08:00:00')).rungs).toEqual([]);
  });
  it('of repeats fires the latest and says how many were passed', () => {
    const { rungs: fired, next } = climb(run(onSite), 3, shanghai('2026-03-03T01:05:00'));
    expect(fired).toEqual([{ ordinal: 7, step: 3, at: shanghai('2026-03-03T01:00:00'), passed: 4 }]);
    expect(next).toEqual(shanghai('2026-03-03T01:10:00'));
  });
  it('needs no longer for a clock that has been over for years', () => {
    const { rungs: fired } = climb(run(onSite), 0, shanghai('2046-03-03T01:05:00'));
    expect(fired).toHaveLength(4);
    expect(fired[3]!.passed).toBeGreaterThan(1_000_000);
  });
  it('begins at the foot when materials came', () => {
    const [waiting] = suspendClocks([week], shanghai('2026-03-06T12:00:00'));
    const [again] = resumeClocks([waiting!], {
      sequence: 3, type: 'materials-supplied', at: shanghai('2026-03-09T10:00:00'), actor: { kind: 'staff', id: 1 },
      payload: { complete: true, dues: [{ clock: 'resolution', due: shanghai('2026-03-14T00:00:00').toISOString() }] },
    });
    expect([runOf(week), runOf(again!)]).toEqual([0, 1]);
    expect(run(again!).startedAt).toEqual(shanghai('2026-03-09T10:00:00'));
    expect(rungs(again!, 1)).toEqual(at('2026-03-11T17:00:00'));
  });
  it('moves what has not fired with an extension (TL-6), and chases by the new deadline', () => {
    const granted = shanghai('2026-03-06T13:00:00');
    const [longer] = extendResolution([week], '2026-03-13', granted);
    expect(firedAfterMove(run(longer!), 2, granted)).toBe(2);
    expect(rungAt(run(longer!), 2)).toEqual(shanghai('2026-03-14T00:00:00'));
    // Granted when the old deadline had been chased: the new one has a chase of its own.
    expect(firedAfterMove(run(longer!), 4, shanghai('2026-03-10T09:00:00'))).toBe(2);
    expect(firedAfterMove(run(longer!), 4, shanghai('2026-03-20T09:00:00'))).toBe(4);
  });

  const moments = fc.date({ min: shanghai('2026-01-01T00:00:00'), max: shanghai('2026-11-30T00:00:00'), noInvalidDate: true });
  const clocks = fc.tuple(moments, fc.integer({ min: 1, max: 40 * 24 * 60 }), fc.constantFrom('working-days', 'minutes', 'hours', 'same-day') as fc.Arbitrary<ClockTerms['limit']['unit']>).map(([from, minutes, unit]) =>
    startClocks([], [terms(unit, 1)], [{ clock: 'resolution', due: new Date(from.getTime() + minutes * 60_000).toISOString() }], from)[0]!,
  );
  it('keeps the order of the book, never starts before the clock, and chases nobody before the deadline', () => {
    fc.assert(fc.property(clocks, (clock) => {
      const here = run(clock);
      for (let i = 0; i < here.steps.length + 3; i++) {
        const now = rungAt(here, i);
        if (now === null) break;
        expect(now.getTime()).toBeGreaterThanOrEqual(i === 0 ? clock.startedAt.getTime() : rungAt(here, i - 1)!.getTime());
        if (i < here.steps.length && isLate(here.steps[i]!)) expect(now.getTime()).toBeGreaterThanOrEqual(clock.due!.getTime());
      }
    }));
  });
  it('fires each step once however often and however late one looks', () => {
    fc.assert(fc.property(clocks, fc.array(fc.integer({ min: 0, max: 60 * 24 * 60 }), { maxLength: 12 }), (clock, looks) => {
      const here = run(clock);
      const seen: number[] = [];
      let accounted = 0;
      let fired = 0;
      for (const after of [...looks].sort((a, b) => a - b)) {
        const now = new Date(clock.startedAt.getTime() + after * 60_000);
        const step = climb(here, fired, now);
        for (const rung of step.rungs) {
          expect(rung.at.getTime()).toBeLessThanOrEqual(now.getTime());
          seen.push(rung.ordinal);
          accounted += 1 + rung.passed;
        }
        if (step.next !== null) expect(step.next.getTime()).toBeGreaterThan(now.getTime());
        fired = step.fired;
        expect(climb(here, fired, now).rungs).toEqual([]);
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(accounted).toBe(fired);
      // Looking once at the end comes to the same place.
      const last = Math.max(-1, ...looks);
      if (last >= 0) expect(climb(here, 0, new Date(clock.startedAt.getTime() + last * 60_000)).fired).toBe(fired);
    }));
  });
});

describe('who is told (ES-1)', () => {
  const person = (id: number, roles: LadderPerson['roles'], hallId: number | null, departmentId: number | null, onDuty = true, standsInFor: number[] = []): LadderPerson => ({ id, roles, hallId, departmentId, onDuty, standsInFor });
  const people = [
    person(1, ['clerk'], 1, null, false), person(2, ['clerk'], 1, null, true, [1]), person(3, ['hall-director'], 1, null), person(4, ['hall-manager'], 1, null), person(5, ['crew'], null, 10),
    person(6, ['crew'], null, 10, false), person(7, ['crew', 'section-leader'], null, 10), person(8, ['handler'], null, 20, false), person(9, ['company-leader'], null, null), person(10, ['hall-director'], 2, null),
  ];
  const ticket = { state: 'transferred' as const, hallId: 1, firstResponsibleId: 1, departmentId: 10, handlerId: null, coParts: [] };
  it('is whoever accepted, else all of the department on duty', () => {
    expect(ladderAudience({ ...ticket, handlerId: 6 }, ['handler'], people)).toEqual([6]);
    expect(ladderAudience(ticket, ['handler'], people)).toEqual([5, 7]);
    expect(ladderAudience({ ...ticket, departmentId: 20 }, ['handler'], people)).toEqual([8]);
  });
  it('is the first responsible, with whoever stands in', () => {
    expect(ladderAudience({ ...ticket, departmentId: null, state: 'registered' }, ['handler'], people)).toEqual([1, 2]);
    expect(ladderAudience(ticket, ['first-responsible'], people)).toEqual([1, 2]);
  });
  it('is the leader while the matter waits for the leader, and co-handlers that are not done', () => {
    expect(ladderAudience({ ...ticket, departmentId: null, state: 'coordinating' }, ['handler'], people)).toEqual([3, 4]);
    expect(ladderAudience({ ...ticket, handlerId: 5, coParts: [{ departmentId: 20, finishedAt: null }] }, ['handler'], people)).toEqual([5, 8]);
    expect(ladderAudience({ ...ticket, handlerId: 5, coParts: [{ departmentId: 20, finishedAt: new Date() }] }, ['handler'], people)).toEqual([5]);
  });
  it('climbs: section, hall, company; a level with nobody is passed on upwards', () => {
    expect(ladderAudience(ticket, ['section-leader'], people)).toEqual([7]);
    expect(ladderAudience({ ...ticket, departmentId: 20 }, ['section-leader'], people)).toEqual([4]);
    expect(ladderAudience(ticket, ['hall-director', 'company-leader'], people)).toEqual([3, 9]);
    expect(ladderAudience({ ...ticket, hallId: 3 }, ['hall-director'], people)).toEqual([9]);
  });
});
