/** Random histories of a ticket, on the pure engine: whatever people try, the rule book holds. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Role, TicketCategory, TicketSource } from '@shouwen/shared/vocabulary';
import { PUBLISHED_HOLIDAYS, workingCalendarOf } from '../../calendar/index.js';
import { deadlineOfClock, deadlineOfLimit } from './deadline-of-clock.js';
import { decide } from './decide.js';
import { decideRegistration } from './decide-registration.js';
import { DISMISSIVE_PHRASES } from './dismissive-answer-is-refused.js';
import { evolve, foldEvents } from './evolve.js';
import { nextStepInWords } from './next-step-in-words.js';
import type { ActorFacts, ClockTerms, Decision, NewEvent, TicketCommand, TicketEvent, TicketFold } from './ticket-types.js';
import { actionsFor, refuseAction } from './who-may-act.js';
import { isExcluded, mayKnowIdentity, maySee } from './who-may-see.js';
import { writtenAnswerRequired } from './written-matters-get-written-answers.js';

const calendar = workingCalendarOf(PUBLISHED_HOLIDAYS);
const terms: ClockTerms[] = [
  { clock: 'return', limit: { unit: 'working-days', n: 5 }, clause: 'E', action: '交回' },
  { clock: 'first-response', limit: { unit: 'hours', n: 4 }, clause: 'E', action: '响应' },
  { clock: 'on-site', limit: { unit: 'minutes', n: 20 }, clause: 'E3', action: '到场' },
  { clock: 'resolution', limit: { unit: 'working-days', n: 5 }, clause: 'E', action: '办结' },
];

const staff = (id: number, departmentId: number | null, hallId: number | null, roles: Role[], partnerIds: number[] = []): ActorFacts => ({ kind: 'staff', id, departmentId, hallId, roles, partnerIds });
const resident = (id: number): ActorFacts => ({ kind: 'resident', id, departmentId: null, hallId: null, roles: [], partnerIds: [] });
const FIRST = staff(1, null, 1, ['clerk'], [2]);
const OWNER = resident(100);
const people: ActorFacts[] = [
  FIRST, staff(2, null, 1, ['clerk', 'hall-director'], [1]), staff(3, null, 1, ['clerk', 'hall-manager'], [9]), staff(4, 10, null, ['crew']), staff(5, 10, null, ['crew'], [6]), staff(6, 20, null, ['handler', 'section-leader'], [5]),
  staff(7, null, null, ['supervisor']), staff(8, null, 1, ['hall-director']), staff(9, null, null, ['hotline'], [3]), staff(10, null, 1, ['administrator']), OWNER, resident(101),
];

interface Setting {
  category: TicketCategory;
  source: TicketSource;
  confidential: boolean;
  complainedStaffIds: number[];
}
const settings: fc.Arbitrary<Setting> = fc.record({
  category: fc.constantFrom<TicketCategory>('road-leak', 'complaint-quality', 'complaint-rude', 'ask-inquiry', 'apply-other', 'bill-volume'),
  source: fc.constantFrom<TicketSource>('online', 'letter', 'counter', 'hotline'),
  confidential: fc.boolean(),
  complainedStaffIds: fc.subarray([3, 4, 6, 8, 9], { maxLength: 2 }),
});
const commands: fc.Arbitrary<TicketCommand> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<TicketCommand>({ type: 'respond', text: '已收到，正在核实' }) },
  { weight: 5, arbitrary: fc.constantFrom(10, 20).map((departmentId): TicketCommand => ({ type: 'transfer', departmentId, note: '' })) },
  { weight: 5, arbitrary: fc.constant<TicketCommand>({ type: 'accept' }) },
  { weight: 3, arbitrary: fc.constant<TicketCommand>({ type: 'arrive', attachmentIds: [] }) },
  { weight: 5, arbitrary: fc.constant<TicketCommand>({ type: 'return', result: '已修好', attachmentIds: [] }) },
  {
    weight: 6,
    arbitrary: fc
      .record({ written: fc.boolean(), close: fc.boolean(), text: fc.constantFrom('已经修好，水压恢复', '不清楚', ' '), delayReason: fc.constantFrom('', '管道老化') })
      .map((answer): TicketCommand => ({ type: 'answer', attachmentIds: [], ...answer })),
  },
  { weight: 4, arbitrary: fc.constantFrom('', '等配件').map((delayReason): TicketCommand => ({ type: 'close', delayReason })) },
  { weight: 1, arbitrary: fc.constant<TicketCommand>({ type: 'note', text: '记一笔', attachmentIds: [] }) },
  { weight: 2, arbitrary: fc.constant<TicketCommand>({ type: 'request-materials', items: ['身份证', '房产证'], note: '' }) },
  { weight: 3, arbitrary: fc.boolean().map((complete): TicketCommand => ({ type: 'confirm-materials', complete, note: '' })) },
  { weight: 3, arbitrary: fc.constant<TicketCommand>({ type: 'rate', stars: 4, comment: '' }) },
  { weight: 2, arbitrary: fc.constant<TicketCommand>({ type: 'not-solved', reason: '还在漏', attachmentIds: [] }) },
);
/** `likely`: let the person act whose turn it is, so that histories get somewhere. */
const step = fc.record({ command: commands, who: fc.constantFrom(...people), likely: fc.integer({ min: 0, max: 9 }), minutes: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) }) });

interface Attempt {
  before: TicketFold;
  after: TicketFold;
  actor: ActorFacts;
  command: TicketCommand;
  decision: Decision;
  now: Date;
  events: TicketEvent[];
}
const histories = fc.tuple(settings, fc.array(step, { minLength: 10, maxLength: 40 })).map(([setting, steps]) => play(setting, steps));

function play(setting: Setting, steps: readonly { command: TicketCommand; who: ActorFacts; likely: number; minutes: number }[]) {
  let now = new Date('2026-09-24T02:00:00Z');
  const partnerIds = people.flatMap((p) => (p.partnerIds.some((id) => setting.complainedStaffIds.includes(id)) && p.id !== null ? [p.id] : []));
  const first = decideRegistration({
    ...setting, zone: 'urban', hallId: 1, residentId: OWNER.id, accountId: null, firstResponsibleId: 1, partnerIds, attachmentIds: [], now, calendar,
    terms: setting.category === 'road-leak' || setting.category === 'complaint-quality' ? terms : terms.filter((t) => t.clock !== 'on-site'),
  });
  const events: TicketEvent[] = [recorded(first, 1, OWNER, now)];
  let fold = foldEvents(events);
  const attempts: Attempt[] = [];
  for (const { command, who, likely, minutes } of steps) {
    now = new Date(now.getTime() + minutes * 60_000);
    const actor = likely < 8 ? (people.find((p) => refuseAction(fold, command.type, p, now) === null) ?? who) : who;
    const decision = tryIt(fold, command, actor, now, fold.version);
    const before = fold;
    if (decision.refused === null) {
      for (const event of decision.events) {
        const entry = recorded(event, fold.version + 1, actor, now);
        events.push(entry);
        fold = evolve(fold, entry);
      }
    }
    attempts.push({ before, after: fold, actor, command, decision, now, events: [...events] });
  }
  return { setting, events, fold, attempts, now };
}
function recorded({ type, payload }: NewEvent, sequence: number, { kind, id }: ActorFacts, at: Date): TicketEvent {
  return { sequence, type, at, actor: { kind, id }, payload: JSON.parse(JSON.stringify(payload)) } as TicketEvent;
}
function tryIt(fold: TicketFold, command: TicketCommand, actor: ActorFacts, now: Date, seenVersion: number | null): Decision {
  return decide(fold, command, { actor, seenVersion, now, calendar, departmentCoversKind: true, dismissivePhrases: DISMISSIVE_PHRASES });
}
const holds = (check: (history: ReturnType<typeof play>) => void, parameters: fc.Parameters<[ReturnType<typeof play>]> = { numRuns: 250 }) => fc.assert(fc.property(histories, check), parameters);
const sinceOpened = (events: readonly TicketEvent[]) => events.slice(Math.max(0, events.findLastIndex((e) => e.type === 'not-solved')));

describe('whatever happens to a ticket', () => {
  it('the histories go everywhere', () => {
    const seen = new Map<string, number>();
    // One seed: the rarest refusal does not come up in every seven hundred histories.
    holds(({ events, attempts }) => {
      for (const { type } of events) seen.set(type, (seen.get(type) ?? 0) + 1);
      for (const { decision } of attempts) if (decision.refused) seen.set(decision.refused.code, (seen.get(decision.refused.code) ?? 0) + 1);
    }, { numRuns: 700, seed: 20261121 });
    for (const what of [
      'responded', 'transferred', 'accepted', 'arrived', 'returned', 'materials-requested', 'materials-supplied', 'answered', 'closed', 'rated', 'not-solved', 'noted',
      'WRITTEN_ANSWER_REQUIRED', 'ANSWER_REQUIRED', 'DELAY_REASON_REQUIRED', 'DISMISSIVE_ANSWER', 'NOT_FIRST_RESPONSIBLE', 'NOT_HANDLER', 'NOT_FOUND', 'ALREADY_RATED', 'NOT_SOLVED_TOO_LATE',
    ])
      expect([what, (seen.get(what) ?? 0) > 0]).toEqual([what, true]);
  });

  it('exactly one person is first responsible, the same throughout (FI-1, FI-2)', () => holds(({ attempts }) => attempts.forEach(({ after }) => expect(after.firstResponsibleId).toBe(1))));

  it('only the first responsible answers and closes, only the department does its work', () =>
    holds(({ events }) => {
      let department: number | null = null;
      for (const event of events) {
        const actor = people.find((p) => p.kind === event.actor.kind && p.id === event.actor.id);
        if (event.type === 'transferred') department = event.payload.departmentId;
        if (['answered', 'closed', 'transferred', 'responded'].includes(event.type)) expect(actor).toBe(FIRST);
        if (['accepted', 'arrived', 'returned'].includes(event.type)) expect(actor?.departmentId).toBe(department);
        if (['rated', 'not-solved'].includes(event.type)) expect(actor).toBe(OWNER);
      }
    }));

  it('nothing closes without an answer since it was opened, and what came in writing only with a written one (CP-5)', () =>
    holds(({ setting, attempts }) => {
      for (const { after, events } of attempts) {
        if (after.state !== 'closed') continue;
        const answers = sinceOpened(events).filter((e) => e.type === 'answered');
        expect(answers.length).toBeGreaterThan(0);
        if (writtenAnswerRequired(setting.source)) expect(answers.some((e) => e.type === 'answered' && e.payload.written)).toBe(true);
      }
    }));

  it('what is closed late was closed with a reason (TL-8)', () =>
    holds(({ attempts }) => {
      for (const { decision } of attempts)
        for (const event of decision.refused === null ? decision.events : []) if (event.type === 'closed' && event.payload.late) expect(event.text).toBeTruthy();
    }));

  it('no deadline runs while materials are awaited, and until it is answered there is always one otherwise (TL-2)', () =>
    holds(({ setting, attempts }) => {
      for (const { after } of attempts) {
        const running = after.clocks.filter((clock) => clock.due !== null && clock.state === 'running');
        const settled = after.answeredInWriting || (after.answer !== null && !writtenAnswerRequired(setting.source));
        if (after.state === 'waiting-materials') expect(running).toEqual([]);
        else if (after.state === 'closed' || settled) expect(running).toEqual([]);
        else expect(running.map((clock) => clock.terms.clock)).toContain('resolution');
      }
    }));

  it('deadlines worked out anew from the events are those that were decided', () =>
    holds(({ attempts }) => {
      for (const { after, events } of attempts) {
        for (const clock of after.clocks) {
          if (clock.state === 'running') expect(clock.due).toEqual(deadlineOfClock(clock.terms.limit, clock.events, calendar).due);
          if (clock.state === 'waiting-materials') expect(deadlineOfClock(clock.terms.limit, clock.events, calendar).due).toBeNull();
        }
        // Once more, from the record alone: the limit starts with the ticket, with a reopening, and with complete materials.
        const start = events.findLast((e) => e.type === 'registered' || e.type === 'not-solved' || (e.type === 'materials-supplied' && e.payload.complete));
        const resolution = after.clocks.findLast((clock) => clock.terms.clock === 'resolution');
        if (resolution?.state === 'running') expect(resolution.due).toEqual(deadlineOfLimit(resolution.terms.limit, start?.at ?? new Date(0), calendar));
      }
    }));

  it('whoever is complained of, and their partner, neither sees nor does anything (CP-7)', () =>
    holds(({ setting, attempts, events, fold, now }) => {
      const out = people.filter((p) => p.kind === 'staff' && p.id !== null && (setting.complainedStaffIds.includes(p.id) || p.partnerIds.some((id) => setting.complainedStaffIds.includes(id))));
      for (const person of out) {
        expect(isExcluded(person, fold)).toBe(true);
        expect(maySee(person, fold)).toBe(false);
        expect(events.some((e) => e.actor.kind === 'staff' && e.actor.id === person.id)).toBe(false);
        for (const action of actionsFor(person)) expect(refuseAction(fold, action, person, now)?.code).toBe('NOT_FOUND');
      }
      for (const { actor, decision } of attempts) if (out.includes(actor)) expect(decision.refused?.code).toBe('NOT_FOUND');
    }));

  it('a confidential complainant is known to the first responsible, the handler, the supervisor and themselves only (CP-6)', () =>
    holds(({ setting, attempts }) => {
      if (!setting.confidential) return;
      for (const { after } of attempts)
        for (const person of people)
          if (mayKnowIdentity(person, after)) expect(person === OWNER || person === FIRST || person.roles.includes('supervisor') || person.id === after.handlerId).toBe(true);
    }));

  it('a command repeated on the version it was decided on changes nothing', () =>
    holds(({ attempts }) => {
      for (const { before, after, actor, command, decision, now } of attempts) {
        if (decision.refused) continue;
        const again = tryIt(after, command, actor, now, before.version);
        expect(again.refused?.code).toBe('TICKET_CHANGED');
      }
    }));

  it('what is offered can be done, and what is not is refused for the reason given', () =>
    holds(({ attempts }) => {
      const aboutContent = ['ANSWER_REQUIRED', 'WRITTEN_ANSWER_REQUIRED', 'DELAY_REASON_REQUIRED', 'DISMISSIVE_ANSWER'];
      for (const { before, actor, command, decision, now } of attempts) {
        const refused = refuseAction(before, command.type, actor, now);
        if (refused) expect(decision.refused).toEqual(refused);
        else if (decision.refused) expect(aboutContent).toContain(decision.refused.code);
      }
    }));

  it('the record folds to the same ticket, step by step and at once, and always has a next step in words', () =>
    holds(({ events, fold, attempts }) => {
      expect(foldEvents(events)).toEqual(fold);
      expect(foldEvents(JSON.parse(JSON.stringify(events)).map((e: TicketEvent) => ({ ...e, at: new Date(e.at) })))).toEqual(fold);
      for (const { after, now } of attempts) expect(nextStepInWords(after, now)).not.toBe('');
    }));

  it('the record holds no words of anyone', () =>
    holds(({ events }) => {
      const record = JSON.stringify(events.slice(1));
      for (const word of ['已收到', '已修好', '水压', '管道老化', '记一笔', '身份证', '还在漏']) expect(record).not.toContain(word);
    }));
});
