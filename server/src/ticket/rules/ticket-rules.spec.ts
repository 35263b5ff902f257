import { describe, expect, it } from 'vitest';
import { ticketStateLabels, type ClockKind, type Role, type TicketState } from '@shouwen/shared/vocabulary';
import { refuseDismissive } from './dismissive-answer-is-refused.js';
import { isHigher } from './escalation-goes-up.js';
import { firstResponsibleIsLeastLoadedOnDutyClerk, type Candidate } from './first-responsible-is-least-loaded-on-duty-clerk.js';
import { whenInWords } from './next-step-in-words.js';
import { policyInForce, type ServicePolicyRow } from './policy-in-force.js';
import { notSolvedUntil } from './resident-may-say-not-solved-once.js';
import { faultsOfTransitions, transitions } from './transitions.js';

describe('transitions', () => {
  const states = Object.keys(ticketStateLabels) as TicketState[];
  it('reach every state, and from every state the end', () => expect(faultsOfTransitions(states, transitions)).toEqual([]));
  it('a state without a way in or out is found', () => {
    expect(faultsOfTransitions(states, { ...transitions, 'coordination-opened': {} })).toEqual(['no event leads to coordinating']);
    expect(faultsOfTransitions(states, { ...transitions, closed: {} })).toContain('no event leads to closed');
    expect(faultsOfTransitions(states, { ...transitions, 'materials-supplied': {}, answered: { registered: 'answered' } })).toContain('no way from waiting-materials to closed');
  });
});

const DISMISSIVE_PHRASES = ['不知道', '不清楚', '不归我管', '不归我们管', '不了解'];
describe('dismissive answers (FI-9)', () => {
  it.each(['不知道', '不清楚。', '您好，这个不归我管！', '抱歉，我们也不清楚', '不知道，不归我们管', '我真的不了解呢', '　不 知 道　'])('%s is refused', (text) => {
    expect(refuseDismissive(text, DISMISSIVE_PHRASES)?.code).toBe('DISMISSIVE_ANSWER');
  });
  it.each(['已查清，您家水表正常', '具体原因还不清楚，今天下午派人上门查看', '这项业务不归我们管，请拨打 12345 转燃气公司', '好的', ''])('%s is an answer', (text) => {
    expect(refuseDismissive(text, DISMISSIVE_PHRASES)).toBeNull();
  });
  it('knows phrases that an administrator added', () => expect(refuseDismissive('等通知。', ['等通知'])?.rule).toBe('FI-9'));
});

describe('first responsible (FI-1)', () => {
  const person = (staffId: number, roles: Role[], onDuty: boolean, openTickets = 0, hallId: number | null = 1, assigned = 0): Candidate => ({ staffId, roles, onDuty, openTickets, hallId, assigned });
  const choose = (candidates: Candidate[], excluded: number[] = []) => firstResponsibleIsLeastLoadedOnDutyClerk(candidates, 1, new Set(excluded));
  it('is the on-duty clerk of the hall with the fewest open tickets, turns settling ties', () => {
    expect(choose([person(1, ['clerk'], true, 3), person(2, ['clerk'], true, 2), person(3, ['clerk'], false, 0), person(4, ['clerk'], true, 0, 2)])).toBe(2);
    expect(choose([person(1, ['clerk'], true, 2, 1, 9), person(2, ['clerk'], true, 2, 1, 8)])).toBe(2);
  });
  it('at night is the hotline on duty, then a clerk of the hall, then anyone who can answer', () => {
    const night = [person(1, ['clerk'], false), person(5, ['hotline'], true, 9, null), person(6, ['crew'], true)];
    expect(choose(night)).toBe(5);
    expect(choose([night[0]!, night[2]!])).toBe(1);
    expect(choose([person(7, ['clerk'], false, 0, 2), night[2]!])).toBe(7);
    expect(choose([night[2]!])).toBeNull();
  });
  it('is never a person complained of (CP-7)', () => {
    const two = [person(1, ['clerk'], true), person(2, ['clerk'], true, 5)];
    expect(choose(two, [1])).toBe(2);
    expect(choose(two, [1, 2])).toBeNull();
  });
});

it('what is hard goes up a level or past one, never down or to the same again (FI-8)', () => {
  const levels = ['section-leader', 'hall-director', 'company-leader'] as const;
  for (const level of levels) expect(isHigher(level, null)).toBe(true);
  expect(levels.flatMap((level) => levels.map((reached) => isHigher(level, reached)))).toEqual([false, false, false, true, false, false, true, true, false]);
});

describe('policies (TL-7)', () => {
  const row = (clock: ClockKind, n: number, rest: Partial<ServicePolicyRow> = {}): ServicePolicyRow => ({ kind: null, category: null, source: null, zone: null, clock, unit: 'hours', n, clause: `${n}`, action: '办结', ...rest });
  const limits = (rows: ServicePolicyRow[], matter: Parameters<typeof policyInForce>[1]) => Object.fromEntries(policyInForce(rows, matter).map((t) => [t.clock, t.limit.n]));
  const rude = { kind: 'complaint', category: 'complaint-rude', source: 'counter', zone: 'urban' } as const;
  it('takes the most particular one of each clock', () => {
    const rows = [row('return', 1), row('resolution', 2, { kind: 'complaint' }), row('resolution', 3, { kind: 'complaint', category: 'complaint-rude', source: 'counter' }), row('resolution', 4, { category: 'complaint-rude' }), row('on-site', 5, { kind: 'leak' })];
    expect(limits(rows, rude)).toEqual({ return: 1, resolution: 3 });
    expect(limits(rows, { ...rude, source: 'online' })).toEqual({ return: 1, resolution: 4 });
  });
  it('keeps zones apart', () => {
    const rows = [row('on-site', 20, { kind: 'leak', zone: 'urban' }), row('on-site', 30, { kind: 'leak', zone: 'suburban' })];
    expect(limits(rows, { kind: 'leak', category: 'burst', source: 'online', zone: 'suburban' })).toEqual({ 'on-site': 30 });
  });
});

describe('words', () => {
  const now = new Date('2026-11-18T13:15:00Z');
  it.each([['2026-11-18T13:35:00Z', '今天 21:35'], ['2026-11-18T16:00:00Z', '今天 24:00'], ['2026-11-18T17:00:00Z', '明天 01:00'], ['2026-11-24T16:00:00Z', '11月24日 24:00']])('%s is %s', (due, words) => {
    expect(whenInWords(new Date(due), now)).toBe(words);
  });
  it('seven days end with the seventh day after the answer (FU-3)', () => expect(notSolvedUntil(new Date('2026-11-18T13:15:00Z')).toISOString()).toBe('2026-11-25T16:00:00.000Z'));
});
