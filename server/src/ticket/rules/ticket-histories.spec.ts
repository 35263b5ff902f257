/** Random histories of a ticket, on the pure engine: whatever people try, the rule book holds. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { ApplicationStep, Role, TicketCategory, TicketEventType, TicketKind, TicketSource } from '@shouwen/shared/vocabulary';
import { insideClocks, kindOfCategory, ticketEventLabels } from '@shouwen/shared/vocabulary';
import { HallCalendar, PUBLISHED_HOLIDAYS, WorkingCalendar, workingCalendarOf } from '../../calendar/index.js';
import { startOf, decideArchive, decideChase, decideFollower, decideHandOver, decideRecount } from './decide-by-system.js';
import { deadlineOfClock } from './deadline-of-clock.js';
import { decide } from './decide.js';
import { decideRegistration } from './decide-registration.js';
import { evolve, foldEvents } from './evolve.js';
import { nextStepInWords } from './next-step-in-words.js';
import type { ActorFacts, CategoryTerms, ClockTerms, Decision, Facts, NewEvent, TicketCommand, TicketEvent, TicketFold } from './ticket-types.js';
import { actionsFor, refuseAction } from './what-may-be-done.js';
import { investigatorOf, isExcluded, leads, mayKnowIdentity, mayReadInvestigation, maySee } from './who-may-see.js';
import { writtenAnswerRequired } from './written-matters-get-written-answers.js';

const hall = new HallCalendar({ weekly: new Set([1, 2, 3, 4, 5, 6]), exceptions: new Map() });
const published = workingCalendarOf(PUBLISHED_HOLIDAYS);
/** As an administrator might correct it: a holiday cut short, a make-up day gone. */
const corrected = new WorkingCalendar({ off: new Map([['2026-09-25', '中秋节'], ['2026-10-01', '国庆节'], ['2026-10-02', '国庆节']]), worked: new Set(), publishedYears: new Set([2026]) });
const calendars = [published, corrected];
const countedBy = (edition: number) => {
  const calendar = calendars[edition - 1]!;
  return { calendar: { hall, isWorkingDay: (date: string) => calendar.isWorkingDay(date) }, calendarEdition: edition };
};
const termsOf = (...clocks: [ClockTerms['clock'], ClockTerms['limit']['unit'], number][]): ClockTerms[] =>
  clocks.map(([clock, unit, n]) => ({ clock, limit: { unit, n }, clause: 'E', action: '办结' }));
const usual = termsOf(['return', 'working-days', 5], ['first-response', 'hours', 4], ['resolution', 'working-days', 5]);
const categoryTerms: Record<string, Omit<CategoryTerms, 'category' | 'kind'>> = {
  'road-leak': { terms: [...usual, ...termsOf(['on-site', 'minutes', 20])] },
  'complaint-quality': { terms: [...usual, ...termsOf(['on-site', 'hours', 4])] },
  'complaint-rude': { terms: termsOf(['return', 'working-days', 5], ['answer', 'hall-days', 1], ['resolution', 'hall-days', 1]) },
  'apply-connection': { terms: [...usual, ...termsOf(['survey', 'working-days', 5], ['design', 'working-days', 3], ['works', 'working-days', 5])], steps: ['survey', 'design', 'works'] },
  'out-of-scope': { terms: usual, outOfScope: true },
};
const bring = (category: TicketCategory): CategoryTerms => ({ category, kind: kindOfCategory(category as 'burst'), ...(categoryTerms[category] ?? { terms: usual }) });

const staff = (id: number, departmentId: number | null, hallId: number | null, roles: Role[], partnerIds: number[] = []): ActorFacts => ({ kind: 'staff', id, departmentId, hallId, roles, partnerIds, standsInFor: [] });
const resident = (id: number): ActorFacts => ({ kind: 'resident', id, departmentId: null, hallId: null, roles: [], partnerIds: [], standsInFor: [] });
const OWNER = resident(100);
const people: ActorFacts[] = [
  staff(1, null, 1, ['clerk'], [2]), staff(2, null, 1, ['clerk'], [1]), staff(3, null, 1, ['clerk', 'hall-manager'], [9]), staff(4, 10, null, ['crew']), staff(5, 20, null, ['handler'], [6]),
  staff(6, 30, null, ['handler', 'section-leader'], [5]), staff(7, null, null, ['supervisor']), staff(8, null, 1, ['hall-director']), staff(9, null, null, ['hotline'], [3]), staff(10, null, 1, ['administrator']),
  staff(11, null, null, ['company-leader']), OWNER, resident(101),
];
const withKinds = (kind: TicketKind): ReadonlyMap<number, readonly TicketKind[]> => new Map([[10, [kind]], [20, ['consultation']], [30, []]]);

interface Setting {
  category: TicketCategory;
  source: TicketSource;
  confidential: boolean;
  complainedStaffIds: number[];
}
const settings: fc.Arbitrary<Setting> = fc.record({
  category: fc.constantFrom<TicketCategory>('road-leak', 'complaint-quality', 'complaint-rude', 'ask-inquiry', 'apply-connection', 'apply-connection', 'apply-other', 'bill-volume', 'out-of-scope'),
  source: fc.constantFrom<TicketSource>('online', 'letter', 'counter', 'hotline'),
  confidential: fc.boolean(),
  complainedStaffIds: fc.subarray([3, 4, 6, 8, 9], { maxLength: 2 }),
});
const one = (command: TicketCommand) => fc.constant(command);
const department = fc.constantFrom(10, 20, 30);
const item = (code: string | null) => ({ code, name: code ?? '公证书', howToGet: '' });
const commands: fc.Arbitrary<TicketCommand> = fc.oneof(
  { weight: 2, arbitrary: one({ type: 'respond', text: '已收到，正在核实' }) },
  { weight: 6, arbitrary: department.map((departmentId): TicketCommand => ({ type: 'transfer', departmentId, note: '' })) },
  { weight: 2, arbitrary: one({ type: 'request-coordination', reason: '不清楚归谁' }) },
  { weight: 3, arbitrary: department.map((proposedDepartmentId): TicketCommand => ({ type: 'reject', reason: '不归我科', proposedDepartmentId })) },
  { weight: 2, arbitrary: one({ type: 'state-position', text: '应由计量科办理' }) },
  { weight: 4, arbitrary: fc.record({ departmentId: department, coDepartmentIds: fc.subarray([10, 20, 30], { maxLength: 2 }), rejectionUnfounded: fc.boolean() }).map((c): TicketCommand => ({ type: 'coordinate', note: '', ...c })) },
  { weight: 5, arbitrary: one({ type: 'accept' }) },
  { weight: 3, arbitrary: one({ type: 'arrive', attachmentIds: [] }) },
  { weight: 3, arbitrary: one({ type: 'finish-part', result: '已配合', attachmentIds: [] }) },
  { weight: 5, arbitrary: one({ type: 'return', result: '已修好', attachmentIds: [] }) },
  { weight: 1, arbitrary: fc.constantFrom('section-leader' as const, 'hall-director' as const, 'company-leader' as const).map((level): TicketCommand => ({ type: 'escalate', level, reason: '难办' })) },
  { weight: 2, arbitrary: one({ type: 'answer-chase', text: '今天办完' }) },
  { weight: 2, arbitrary: fc.constantFrom('2026-09-20', '2026-10-30', '2026-12-31').map((until): TicketCommand => ({ type: 'request-extension', until, plan: '等配件到货' })) },
  { weight: 2, arbitrary: fc.boolean().map((approved): TicketCommand => ({ type: 'decide-extension', approved, note: '' })) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, 3, 9).map((staffId): TicketCommand => ({ type: 'reassign', staffId, reason: '调岗' })) },
  { weight: 1, arbitrary: one({ type: 'find-fault', fault: 'delayed', text: '拖了三天' }) },
  { weight: 1, arbitrary: fc.constantFrom(2, 6, 7).map((staffId): TicketCommand => ({ type: 'assign-investigator', staffId, note: '请核实' })) },
  { weight: 1, arbitrary: fc.constantFrom(2, 4, 5, 6).map((staffId): TicketCommand => ({ type: 'name-complained', staffId, note: '录像证实' })) },
  { weight: 2, arbitrary: one({ type: 'record-finding', text: '调取录像', attachmentIds: [] }) },
  { weight: 3, arbitrary: fc.constantFrom('upheld' as const, 'policy-question' as const).map((outcome): TicketCommand => ({ type: 'conclude', outcome, finding: '属实', lesson: '加强培训' })) },
  { weight: 1, arbitrary: fc.constantFrom<TicketCategory>('ask-inquiry', 'complaint-rude', 'apply-connection').map((category): TicketCommand => ({ type: 'recategorise', category, reason: '登记有误' })) },
  { weight: 3, arbitrary: one({ type: 'accept-application', note: '' }) },
  { weight: 9, arbitrary: fc.record({ step: fc.constantFrom<ApplicationStep>('survey', 'survey', 'design', 'works'), passed: fc.integer({ min: 0, max: 19 }).map((n) => n > 0) }).map((c): TicketCommand => ({ type: 'sign-step', note: '见记录', attachmentIds: [], ...c })) },
  { weight: 3, arbitrary: fc.boolean().map((matches): TicketCommand => ({ type: 'sign-comparison', matches, difference: '少一块表' })) },
  { weight: 1, arbitrary: fc.constantFrom('attach' as const, 'merge' as const).map((type): TicketCommand => ({ type, mainTicketId: 7, reason: '同一处' })) },
  { weight: 1, arbitrary: one({ type: 'detach', reason: '不是一处' }) },
  {
    weight: 7,
    arbitrary: fc
      .record({ written: fc.boolean(), close: fc.boolean(), text: fc.constantFrom('已经修好，水压恢复', '不清楚', ' '), delayReason: fc.constantFrom('', '管道老化'), signpost: fc.constantFrom('', '燃气公司 5550000') })
      .map((answer): TicketCommand => ({ type: 'answer', attachmentIds: [], ...answer })),
  },
  { weight: 4, arbitrary: fc.constantFrom('', '等配件').map((delayReason): TicketCommand => ({ type: 'close', delayReason })) },
  { weight: 1, arbitrary: one({ type: 'reopen', reason: '来电说还漏' }) },
  { weight: 1, arbitrary: one({ type: 'note', text: '记一笔', attachmentIds: [] }) },
  { weight: 3, arbitrary: fc.record({ items: fc.constantFrom([item('id-card')], [item('id-card'), item('deed')], [item(null)]), reason: fc.constantFrom('', '政策变了') }).map((c): TicketCommand => ({ type: 'request-materials', note: '', ...c })) },
  { weight: 3, arbitrary: one({ type: 'supply-materials', codes: ['id-card', 'other'], note: '补上了', attachmentIds: [] }) },
  { weight: 3, arbitrary: fc.boolean().map((complete): TicketCommand => ({ type: 'confirm-materials', complete, note: '' })) },
  { weight: 3, arbitrary: one({ type: 'rate', stars: 4, comment: '' }) },
  { weight: 2, arbitrary: one({ type: 'not-solved', reason: '还在漏', attachmentIds: [] }) },
);
/** What the house does by itself. */
const systemActs = ['chase', 'recount', 'hand-over', 'hand-back', 'archive', 'follower', 'unfollow'] as const;
const step = fc.record({
  /** The first of these that somebody can do is tried. */
  wishes: fc.array(commands, { minLength: 1, maxLength: 6 }), who: fc.constantFrom(...people),
  /** Below 8: the person acts whose turn it is, so that histories get somewhere. */
  likely: fc.integer({ min: 0, max: 9 }),
  minutes: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) }),
  system: fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...systemActs) }),
  /** Who of 1 and 2 is absent just now (AB-1). */
  absent: fc.constantFrom(null, null, 1, 2),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Attempt {
  before: TicketFold;
  after: TicketFold;
  actor: ActorFacts;
  command: TicketCommand | null;
  decision: Decision;
  now: Date;
  edition: number;
  /** How many events there were afterwards. */
  length: number;
}
interface History {
  setting: Setting;
  events: TicketEvent[];
  fold: TicketFold;
  attempts: Attempt[];
  now: Date;
}
const histories = fc.tuple(settings, fc.array(step, { minLength: 10, maxLength: 45 })).map(([setting, steps]) => play(setting, steps));
const SYSTEM: ActorFacts = { ...resident(0), kind: 'system', id: null };

function play(setting: Setting, steps: readonly Step[]): History {
  let now = new Date('2026-09-24T02:00:00Z');
  let edition = 1;
  const partnerIds = people.flatMap((p) => (p.partnerIds.some((id) => setting.complainedStaffIds.includes(id)) && p.id !== null ? [p.id] : []));
  const { source, confidential, complainedStaffIds } = setting;
  const first = decideRegistration({
    ...bring(setting.category), source, confidential, complainedStaffIds, zone: 'urban', hallId: 1, residentId: OWNER.id, accountId: null, firstResponsibleId: 1, partnerIds, attachmentIds: [], now, ...countedBy(1),
  });
  const events: TicketEvent[] = [recorded(first, 1, OWNER, now)];
  let fold = foldEvents(events);
  const attempts: Attempt[] = [];
  for (const { wishes, who, likely, minutes, system, absent } of steps) {
    now = new Date(now.getTime() + minutes * 60_000);
    if (system === 'recount') edition = 2;
    const present = people.map((p) => (absent !== null && p.partnerIds.includes(absent) && p.hallId === 1 && p.id !== 3 ? { ...p, standsInFor: [absent] } : p)).filter((p) => p.kind !== 'staff' || p.id !== absent);
    const ableTo = (wish: TicketCommand) => present.find((p) => refuseAction(fold, wish.type, p, now) === null);
    const command = (likely < 8 ? wishes.find(ableTo) : undefined) ?? wishes[0]!;
    // Whose right it would be, at the wrong moment.
    const entitled = () => present.find((p) => !['NOT_FOUND', 'NOT_FIRST_RESPONSIBLE', 'NOT_HANDLER', 'FORBIDDEN'].includes(refuseAction(fold, command.type, p, now)?.code ?? ''));
    const likelyOne = likely < 8 ? ableTo(command) : likely === 8 ? entitled() : undefined;
    const actor = system ? SYSTEM : (likelyOne ?? present.find((p) => p.id === who.id && p.kind === who.kind) ?? OWNER);
    const decision: Decision = system ? bySystem(fold, system, now, edition) : tryIt(fold, command, actor, now, fold.version, edition);
    const before = fold;
    if (decision.refused === null) {
      for (const event of decision.events) {
        const entry = recorded(event, fold.version + 1, actor, now);
        events.push(entry);
        fold = evolve(fold, entry);
      }
    }
    attempts.push({ before, after: fold, actor, command: system ? null : command, decision, now, edition, length: events.length });
  }
  const toldInShort = () => `${JSON.stringify(setting)}: ${events.map((event) => `${event.type} by ${event.actor.kind} ${event.actor.id}`).join(', ')}`;
  return { setting, events, fold, attempts, now, [fc.toStringMethod]: toldInShort } as History;
}

function bySystem(fold: TicketFold, act: (typeof systemActs)[number], now: Date, edition: number): Decision {
  const clock = fold.clocks.find((c) => c.state === 'running');
  const slip = { fromStaffId: fold.firstResponsibleId, toStaffId: act === 'hand-back' ? 1 : 2, cause: act === 'hand-back' ? 'handover-back' as const : 'handover' as const, reference: 5 };
  const event: NewEvent | null = {
    chase: () => (clock ? decideChase(fold, { clock: clock.terms.clock, round: clock.round, step: 2, late: clock.due !== null && now >= clock.due, told: [1] }) : null),
    recount: () => decideRecount(fold, countedBy(edition)),
    'hand-over': () => decideHandOver(fold, slip),
    'hand-back': () => decideHandOver(fold, slip),
    archive: () => decideArchive(fold, '2026-A-0001'),
    follower: () => (fold.state === 'closed' ? null : decideFollower(fold, { how: 'attach', ticketId: 9 }, true)),
    unfollow: () => decideFollower(fold, { how: 'attach', ticketId: 9 }, false),
  }[act]();
  return { refused: null, events: event ? [event] : [] };
}
function recorded({ type, payload }: NewEvent, sequence: number, { kind, id }: ActorFacts, at: Date): TicketEvent {
  return { sequence, type, at, actor: { kind, id }, payload: JSON.parse(JSON.stringify(payload)) } as TicketEvent;
}
const main = foldEvents([recorded(decideRegistration({
  ...bring('road-leak'), source: 'hotline', confidential: false, complainedStaffIds: [], zone: 'urban', hallId: 1, residentId: null, accountId: null, firstResponsibleId: 1, partnerIds: [], attachmentIds: [], now: new Date('2026-09-24T01:00:00Z'), ...countedBy(1),
}), 1, people[0]!, new Date('2026-09-24T01:00:00Z'))]);
function tryIt(fold: TicketFold, command: TicketCommand, actor: ActorFacts, now: Date, seenVersion: number | null, edition: number): Decision {
  const facts: Facts = {
    actor, seenVersion, now, ...countedBy(edition), departments: withKinds(fold.kind), dismissivePhrases: ['不清楚', '不知道'],
    namedStaff: 'staffId' in command ? (people.find((p) => p.id === command.staffId) ?? null) : null,
    namedCategory: command.type === 'recategorise' ? bring(command.category) : null, namedTicket: main,
  };
  return decide(fold, command, facts);
}
const holds = (check: (history: History) => void, parameters: fc.Parameters<[History]> = { numRuns: 250 }) => fc.assert(fc.property(histories, check), parameters);
const sinceOpened = (events: readonly TicketEvent[]) => events.slice(Math.max(0, events.findLastIndex((e) => e.type === 'not-solved' || e.type === 'reopened')));
const changesResponsible: readonly TicketEventType[] = ['covered', 'handed-over', 'reassigned'];

describe('whatever happens to a ticket', () => {
  it('the histories go everywhere', () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    // One seed: the rarest refusal does not come up in every two thousand histories.
    holds(({ events, attempts }) => {
      for (const { type } of events) count(type);
      for (const { decision } of attempts) if (decision.refused) count(decision.refused.code);
    }, { numRuns: 2000, seed: 20261121 });
    const refusals = [
      'WRITTEN_ANSWER_REQUIRED', 'ANSWER_REQUIRED', 'DELAY_REASON_REQUIRED', 'DISMISSIVE_ANSWER', 'NOT_FIRST_RESPONSIBLE', 'NOT_HANDLER', 'NOT_FOUND', 'ALREADY_RATED', 'NOT_SOLVED_TOO_LATE', 'PARTS_UNFINISHED',
      'EXTENSION_TOO_LATE', 'EXTENSION_DATE_INVALID', 'SECOND_NOTICE_NEEDS_REASON', 'CONCLUSION_REQUIRED', 'COMPARISON_REQUIRED', 'STEP_OUT_OF_ORDER', 'SIGNPOST_REQUIRED', 'SUPERVISOR_REQUIRED', 'LINK_NOT_ALLOWED',
      'STAFF_NOT_SUITABLE', 'TICKET_ARCHIVED',
    ];
    expect([...Object.keys(ticketEventLabels), ...refusals].filter((what) => !seen.has(what))).toEqual([]);
  });

  it('exactly one person is first responsible, changed only by cover, a signed handover or a leader (FI-1, FI-2)', () =>
    holds(({ events, attempts }) => {
      let responsible = 1;
      let version = 1;
      for (const { before, after, actor, decision } of attempts) {
        for (const event of decision.refused === null ? decision.events : []) {
          if (event.type === 'covered') {
            expect(event.payload).toMatchObject({ fromStaffId: responsible, toStaffId: actor.id });
            expect(actor.standsInFor.includes(responsible) || actor.id === before.coveredForId).toBe(true);
          }
          if (event.type === 'handed-over') expect(actor.kind).toBe('system');
          if (event.type === 'reassigned') expect(leads(actor, before) || actor.roles.includes('supervisor')).toBe(true);
          if (changesResponsible.includes(event.type)) responsible = (event.payload as { toStaffId: number }).toStaffId;
        }
        expect(after.firstResponsibleId).toBe(responsible);
        expect(after.version).toBeGreaterThanOrEqual(version);
        version = after.version;
      }
      expect(events.every((event, i) => event.sequence === i + 1)).toBe(true);
    }));

  it('only the first responsible answers and closes, only the department does its work, only the resident rates', () =>
    holds(({ attempts }) => {
      for (const { before, after, actor, decision } of attempts)
        for (const event of decision.refused === null ? decision.events : []) {
          if (['answered', 'closed', 'transferred', 'responded', 'extension-requested'].includes(event.type)) expect(actor.id).toBe(after.firstResponsibleId);
          if (['accepted', 'arrived', 'returned'].includes(event.type)) expect(actor.departmentId).toBe(before.departmentId);
          if (['rated', 'not-solved', 'materials-brought'].includes(event.type)) expect(actor).toBe(OWNER);
        }
    }));

  it('nothing closes without an answer since it was opened, and what came in writing only with a written one (CP-5)', () =>
    holds(({ setting, attempts, events }) => {
      for (const { after, length } of attempts) {
        if (after.state !== 'closed') continue;
        const answers = sinceOpened(events.slice(0, length)).filter((e) => e.type === 'answered');
        expect(answers.length).toBeGreaterThan(0);
        if (writtenAnswerRequired(setting.source)) expect(answers.some((e) => e.type === 'answered' && e.payload.written)).toBe(true);
      }
    }));

  it('a complaint closes with its outcome (CP-8), an accepted application with its comparison (AP-4), what is out of scope with a signpost (FI-10), what is late with a reason (TL-8)', () =>
    holds(({ attempts }) => {
      for (const { before, decision } of attempts)
        for (const event of decision.refused === null ? decision.events : []) {
          if (event.type !== 'closed') continue;
          if (before.kind === 'complaint') expect(before.outcome).not.toBeNull();
          if (before.acceptedAt !== null) expect(before.comparison).not.toBeNull();
          if (before.outOfScope) expect(before.signposted || decision.refused === null && decision.events.some((e) => e.type === 'answered' && e.payload.signposted)).toBe(true);
          if (event.payload.late) expect(event.text).toBeTruthy();
        }
    }));

  it('no department but the first two gets a ticket without the leader (FI-4)', () =>
    holds(({ events }) => {
      let tried = new Set<number>();
      for (const event of events) {
        if (event.type === 'answered' || event.type === 'not-solved' || event.type === 'reopened') tried = new Set();
        if (event.type === 'transferred') {
          if (!tried.has(event.payload.departmentId)) expect(tried.size).toBeLessThan(2);
          tried.add(event.payload.departmentId);
        }
        // The leader may name a third.
        if (event.type === 'coordinated') tried.add(event.payload.departmentId);
      }
    }));

  it('the lead department returns when every co-handling one is done (FI-3)', () =>
    holds(({ attempts }) => {
      for (const { before, decision } of attempts)
        for (const event of decision.refused === null ? decision.events : []) if (event.type === 'returned') expect(before.coParts.every((part) => part.finishedAt !== null)).toBe(true);
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

  it('a matter that is late and put under the right category, twice, is still owed its resolution', () => {
    let now = new Date('2026-09-24T02:00:00Z');
    const clerk = people[0]!;
    const registered = decideRegistration({
      ...bring('road-leak'), source: 'hotline', confidential: false, complainedStaffIds: [], zone: 'urban', hallId: 1, residentId: null, accountId: null, firstResponsibleId: 1, partnerIds: [], attachmentIds: [], now, ...countedBy(1),
    });
    let fold = foldEvents([recorded(registered, 1, clerk, now)]);
    for (const category of ['ask-inquiry', 'bill-volume', 'road-leak'] as const) {
      now = new Date(now.getTime() + 30 * 24 * 3_600_000);
      const decision = tryIt(fold, { type: 'recategorise', category, reason: '登记有误' }, clerk, now, fold.version, 1);
      if (decision.refused !== null) throw new Error(decision.refused.code);
      for (const event of decision.events) fold = evolve(fold, recorded(event, fold.version + 1, clerk, now));
      expect(fold.clocks.filter((clock) => clock.state === 'running').map((clock) => clock.terms.clock)).toEqual(expect.arrayContaining(['first-response', 'resolution']));
    }
  });

  it('deadlines worked out anew from the events are those that were decided, by the calendar they were counted by (TL-3)', () =>
    holds(({ attempts }) => {
      for (const { after } of attempts)
        for (const clock of after.clocks) {
          const { due, dueByLimit } = deadlineOfClock(clock.terms.limit, clock.events, countedBy(clock.calendar).calendar);
          if (clock.state === 'running') expect([clock.due, clock.dueByLimit]).toEqual([due, dueByLimit]);
          if (clock.state === 'waiting-materials') expect(due).toBeNull();
        }
    }));

  it('a recount leaves nothing to recount, and touches only what the calendar moves', () =>
    holds(({ attempts }) => {
      for (const { before, after, command, decision, edition } of attempts) {
        if (command !== null || decision.refused !== null || decision.events[0]?.type !== 'deadline-moved') continue;
        expect(decideRecount(after, countedBy(edition))).toBeNull();
        expect({ ...after, clocks: [], version: 0, updatedAt: null }).toEqual({ ...before, clocks: [], version: 0, updatedAt: null });
        for (const [i, clock] of after.clocks.entries()) if (clock !== before.clocks[i]) expect(startOf(clock)).toEqual(startOf(before.clocks[i]!));
      }
    }));

  it('the restart counts from the day the resident supplied the last of it (TL-2)', () =>
    holds(({ attempts }) => {
      for (const { before, after, decision, now } of attempts) {
        const supplied = decision.refused === null && decision.events.find((e) => e.type === 'materials-supplied');
        if (!supplied || supplied.type !== 'materials-supplied' || !supplied.payload.complete) continue;
        const clock = after.clocks.find((c) => c.terms.clock === 'resolution' && c.state === 'running');
        expect(clock && startOf(clock)).toEqual(before.materialsBroughtAt ?? now);
      }
    }));

  it('an extension is granted before the deadline, by a leader, to a later day (TL-6)', () =>
    holds(({ attempts }) => {
      for (const { before, after, actor, decision, now } of attempts)
        for (const event of decision.refused === null ? decision.events : []) {
          if (event.type !== 'extension-decided' || !event.payload.approved) continue;
          const [was, is] = [before, after].map((fold) => fold.clocks.find((c) => c.terms.clock === 'resolution' && c.state === 'running'));
          expect(Number(was?.due)).toBeGreaterThan(now.getTime());
          expect(Number(is?.due)).toBeGreaterThan(Number(was?.due));
          expect(is?.dueByLimit).toEqual(was?.dueByLimit);
          expect(actor.id).not.toBe(before.extension?.by);
        }
    }));

  it('whoever is complained of, from the registration or found out later, and their partner, neither sees nor does anything from then on (CP-7)', () =>
    holds(({ attempts, fold, now }) => {
      const outOf = ({ complainedStaffIds }: TicketFold) => people.filter((p) => p.kind === 'staff' && p.id !== null && (complainedStaffIds.includes(p.id) || p.partnerIds.some((id) => complainedStaffIds.includes(id))));
      for (const person of outOf(fold)) {
        expect(isExcluded(person, fold)).toBe(true);
        expect(maySee(person, fold) || mayReadInvestigation(person, fold)).toBe(false);
        expect([fold.firstResponsibleId, fold.coveredForId, fold.investigatorId, fold.handlerId]).not.toContain(person.id);
        for (const action of actionsFor(person)) expect(refuseAction(fold, action, person, now)?.code).toBe('NOT_FOUND');
      }
      for (const { before, actor, decision } of attempts) if (outOf(before).some((p) => p.id === actor.id && p.kind === actor.kind)) expect(decision.refused?.code).toBe('NOT_FOUND');
    }));

  it('a confidential complainant is known to the investigator, the supervisor and themselves only (CP-6)', () =>
    holds(({ setting, attempts }) => {
      if (!setting.confidential) return;
      for (const { after } of attempts)
        for (const person of people) {
          if (!mayKnowIdentity(person, after)) continue;
          const investigates = person.id === investigatorOf(after) || (after.investigatorId === null && person.id === after.handlerId);
          expect(person === OWNER || (person.kind === 'staff' && (investigates || (person.roles.includes('supervisor') && after.onceComplaint)))).toBe(true);
        }
    }));

  it('a complaint stays one unless the supervisor says otherwise (CP-3)', () =>
    holds(({ attempts }) => {
      for (const { before, after, actor, decision } of attempts) {
        if (before.kind === 'complaint' && after.kind !== 'complaint') expect(actor.roles).toContain('supervisor');
        const linked = decision.refused === null && decision.events.find((e) => e.type === 'linked');
        if (linked && linked.type === 'linked' && linked.payload.how === 'merge' && before.kind === 'complaint') expect(actor.roles).toContain('supervisor');
      }
    }));

  it('steps are signed once and in order (AP-3)', () =>
    holds(({ events }) => {
      const order: ApplicationStep[] = [];
      for (const event of events) if (event.type === 'step-signed') order.push(event.payload.step);
      expect(order).toEqual((['survey', 'design', 'works'] as const).slice(0, order.length));
    }));

  it('what is archived changes no more (AP-5)', () =>
    holds(({ attempts }) => {
      for (const { before, after, command } of attempts) if (before.archivedAt !== null && command !== null) expect(after).toBe(before);
    }));

  it('a command repeated on the version it was decided on changes nothing', () =>
    holds(({ attempts }) => {
      for (const { before, after, actor, command, decision, now, edition } of attempts) {
        if (command === null || decision.refused) continue;
        const again = tryIt(after, command, actor, now, before.version, edition);
        // Whoever no longer sees it, as the one who gave a complaint away, learns nothing either.
        expect(['TICKET_CHANGED', 'NOT_FOUND']).toContain(again.refused?.code);
      }
    }));

  it('what the system repeats changes nothing, and does not disturb who is writing', () =>
    holds(({ attempts }) => {
      for (const { before, after, command, decision } of attempts) {
        const [event] = command === null && decision.refused === null ? decision.events : [];
        if (event?.type === 'chased' || event?.type === 'deadline-moved') expect(after.matterVersion).toBe(before.matterVersion);
        if (event?.type === 'handed-over') expect(decideHandOver(after, event.payload)).toBeNull();
        if (event?.type === 'archived') expect(decideArchive(after, 'another')).toBeNull();
      }
    }));

  it('what is offered can be done, and what is not is refused for the reason given', () =>
    holds(({ attempts }) => {
      for (const { before, actor, command, decision, now } of attempts) {
        if (command === null) continue;
        const refused = refuseAction(before, command.type, actor, now);
        if (refused) expect(decision.refused).toEqual(refused);
        else if (decision.refused) expect(['TICKET_ACTION_NOT_ALLOWED', 'NOT_FIRST_RESPONSIBLE', 'NOT_HANDLER', 'NOT_FOUND', 'FORBIDDEN', 'TICKET_ARCHIVED']).not.toContain(decision.refused.code);
      }
    }));

  it('the record folds to the same ticket, step by step and at once, and always has a next step in words', () =>
    holds(({ events, fold, attempts }) => {
      expect(foldEvents(events)).toEqual(fold);
      expect(foldEvents(JSON.parse(JSON.stringify(events)).map((e: TicketEvent) => ({ ...e, at: new Date(e.at) })))).toEqual(fold);
      for (const { after, now } of attempts) {
        expect(nextStepInWords(after, now)).not.toBe('');
        // AP-5: nobody is asked to rate what can only be read.
        if (after.archivedAt !== null) expect(nextStepInWords(after, now)).toBe('已办结');
      }
    }));

  it('the record holds no words of anyone', () =>
    holds(({ events }) => {
      const record = JSON.stringify(events.slice(1));
      for (const word of ['已收到', '已修好', '水压', '管道老化', '记一笔', '公证书', '还在漏', '归谁', '计量科', '拖了', '录像', '培训', '配件', '燃气']) expect(record).not.toContain(word);
    }));

  it('a promise to the resident is never the house\'s own clock', () => expect(insideClocks).toEqual(['return']));
});
