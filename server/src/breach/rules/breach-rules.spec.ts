import { describe, expect, it } from 'vitest';
import type { Role } from '@shouwen/shared/vocabulary';
import { type BreachFacts, type BreachViewer, contestUntil, isOwn, oversees, refuseContest, refuseDecision } from './breach-lifecycle.js';
import { type BreachEvent, breachesOf, type BreachTicket, unattended } from './what-is-a-breach.js';

const viewer = (id: number, roles: Role[] = ['clerk'], hallId: number | null = null, departmentId: number | null = null): BreachViewer => ({ id, roles, hallId, departmentId });
const at = new Date('2026-03-02T09:00:00+08:00');
const breach: BreachFacts = { state: 'recorded', staffId: 1, departmentId: 10, hallId: 1, at, contestedById: null };
const onDay = (day: string) => new Date(`2026-03-${day}T23:59:00+08:00`);

describe('contesting (KP-3)', () => {
  it('is for the person alone, once, within seven days', () => {
    expect(contestUntil(at)).toBe('2026-03-09');
    expect(refuseContest(breach, viewer(1), onDay('09'))).toBeNull();
    expect(refuseContest(breach, viewer(1), onDay('10'))?.code).toBe('BREACH_NOT_OPEN');
    expect(refuseContest(breach, viewer(2, ['company-leader']), onDay('03'))?.code).toBe('FORBIDDEN');
    for (const state of ['contested', 'upheld', 'withdrawn'] as const) expect(refuseContest({ ...breach, state }, viewer(1), onDay('03'))?.code).toBe('BREACH_NOT_OPEN');
  });
  it('of a department’s is for its leader', () => {
    const departments = { ...breach, staffId: null };
    expect(refuseContest(departments, viewer(5, ['section-leader'], null, 10), onDay('03'))).toBeNull();
    expect(isOwn(departments, viewer(5, ['handler'], null, 10))).toBe(false);
    expect(isOwn(departments, viewer(5, ['section-leader'], null, 20))).toBe(false);
  });
});

describe('deciding (KP-3)', () => {
  const contested: BreachFacts = { ...breach, state: 'contested', contestedById: 1 };
  it('is for a leader of the hall or department, the supervisor and the company’s leaders', () => {
    for (const who of [viewer(3, ['hall-director'], 1), viewer(4, ['section-leader'], null, 10), viewer(5, ['supervisor']), viewer(6, ['company-leader'])]) expect(refuseDecision(contested, who)).toBeNull();
    for (const who of [viewer(3, ['hall-director'], 2), viewer(4, ['section-leader'], null, 20), viewer(5, ['clerk'], 1), viewer(6, ['administrator'], 1)]) {
      expect(oversees(contested, who)).toBe(false);
      expect(refuseDecision(contested, who)?.code).toBe('FORBIDDEN');
    }
  });
  it('is never for the person, whatever they lead, nor for the leader of the department it is held against', () => {
    expect(refuseDecision({ ...contested, staffId: 3, contestedById: 3 }, viewer(3, ['hall-director', 'supervisor'], 1))?.code).toBe('FORBIDDEN');
    const departments = { ...contested, staffId: null, contestedById: 7 };
    expect(refuseDecision(departments, viewer(4, ['section-leader'], 1, 10))?.code).toBe('FORBIDDEN');
    expect(refuseDecision(departments, viewer(7, ['hall-director'], 1))?.code).toBe('FORBIDDEN');
    expect(refuseDecision(departments, viewer(3, ['hall-director'], 1))).toBeNull();
  });
  it('waits for a contest, and happens once', () => {
    for (const state of ['recorded', 'upheld', 'withdrawn'] as const) expect(refuseDecision({ ...contested, state }, viewer(5, ['supervisor']))?.code).toBe('BREACH_NOT_OPEN');
  });
});

describe('what counts', () => {
  const clock = (kind: BreachTicket['clocks'][number]['terms']['clock'], state: BreachTicket['clocks'][number]['state'], round = 1) => ({ terms: { clock: kind, clause: '条款' }, round, state });
  const fold = (more: Partial<BreachTicket>): BreachTicket => ({ clocks: [], firstResponsibleId: 1, departmentId: null, handlerId: null, departmentsVisited: [], complainedStaffIds: [], ...more });
  const event = (type: string, payload: object = {}) => ({ sequence: 7, type, payload, actor: { id: 2 } }) as BreachEvent;
  const found = (before: BreachTicket | null, after: BreachTicket, of = event('noted')) => breachesOf(before, after, of).map(({ cause, staffId, departmentId }) => [cause, staffId, departmentId]);

  it('a clock that stopped late: the first responsible’s, or for the return clock the department’s that had it', () => {
    const before = fold({ clocks: [clock('resolution', 'running'), clock('return', 'running')], departmentId: 10, handlerId: 4 });
    const after = fold({ clocks: [clock('resolution', 'missed'), clock('return', 'missed')] });
    expect(found(before, after)).toEqual([['overdue:resolution:1', 1, null], ['overdue:return:1', 4, 10]]);
    expect(found(after, after)).toEqual([]);
    expect(found(before, fold({ clocks: [clock('resolution', 'met')] }))).toEqual([]);
  });
  it('a clock still running at its limit, by its chase, under the same cause', () => {
    const running = fold({ clocks: [clock('return', 'running', 2)], departmentId: 10 });
    expect(found(running, running, event('chased', { clock: 'return', round: 2, late: true }))).toEqual([['overdue:return:2', null, 10]]);
    expect(found(running, running, event('chased', { clock: 'return', round: 2, late: false }))).toEqual([]);
  });
  it('a second notice, an unfounded rejection, a fault, an upheld complaint', () => {
    const complained = fold({ complainedStaffIds: [8, 9] });
    expect(found(null, complained, event('materials-requested', { breach: true }))).toEqual([['second-notice:7', 2, null]]);
    expect(found(null, complained, event('materials-requested', {}))).toEqual([]);
    expect(found(null, complained, event('coordinated', { unfoundedRejectionOf: 10 }))).toEqual([['unfounded-rejection:7', null, 10]]);
    expect(found(null, complained, event('coordinated', { unfoundedRejectionOf: null }))).toEqual([]);
    expect(found(null, complained, event('fault-found', { staffId: 3, fault: 'refused' }))).toEqual([['inquiry-fault:7', 3, null]]);
    expect(found(null, complained, event('concluded', { outcome: 'upheld' }))).toEqual([['upheld-complaint:8', 8, null], ['upheld-complaint:9', 9, null]]);
    expect(found(null, complained, event('concluded', { outcome: 'unfounded' }))).toEqual([]);
  });
  it('a chase nobody answered: whoever had the work', () => {
    expect(unattended(fold({ departmentId: 10, handlerId: 4 }), 5)).toMatchObject({ cause: 'unattended:5', staffId: 4, departmentId: 10 });
    expect(unattended(fold({}), 5)).toMatchObject({ staffId: 1, departmentId: null });
  });
});
