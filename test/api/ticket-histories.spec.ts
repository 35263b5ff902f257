/** Random histories through the door: hundreds of tickets, everyone trying everything, on both databases; whatever is answered, the rule book holds. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import fc from 'fast-check';
import { fileComplaint } from '@shouwen/shared/contract/complaint';
import * as ticket from '@shouwen/shared/contract/ticket';
import type { AnyEndpoint } from '@shouwen/shared/contract';
import { ticketIdOf } from '@shouwen/shared/value';
import { insideClocks } from '@shouwen/shared/vocabulary';
import { Transactions } from '../../server/src/database/index.js';
import { verifyChain } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { startServer, type ServerInProcess } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

/** Twice this many histories, over both databases. */
const HISTORIES = 60;
const SECRETS = { contactName: '欧阳若兰', contactPhone: '13912345678', address: '隐泉巷77号' };

interface Wish {
  endpoint: AnyEndpoint;
  body: (town: Town) => Record<string, unknown>;
}
const wish = (endpoint: AnyEndpoint, body: Wish['body'] = () => ({})): Wish => ({ endpoint, body });
const answered = (written: boolean, close: boolean, text = '已现场处理，恢复正常') => () => ({ text, written, close, delayReason: '管道老化', signpost: '', attachmentIds: [] });
const staffWishes: Wish[] = [
  wish(ticket.respond, () => ({ text: '已收到，正在核实' })),
  wish(ticket.transfer, (town) => ({ departmentId: town.repairs, note: '' })),
  wish(ticket.transfer, (town) => ({ departmentId: town.metering, note: '' })),
  wish(ticket.requestCoordination, () => ({ reason: '涉及两个部门' })),
  wish(ticket.reject, (town) => ({ reason: '不属本科', proposedDepartmentId: town.repairs })),
  wish(ticket.coordinate, (town) => ({ departmentId: town.metering, coDepartmentIds: [town.repairs], note: '' })),
  wish(ticket.coordinate, (town) => ({ departmentId: town.repairs, rejectionUnfounded: true })),
  wish(ticket.accept),
  wish(ticket.arrive, () => ({ attachmentIds: [] })),
  wish(ticket.finishPart, () => ({ result: '已配合', attachmentIds: [] })),
  wish(ticket.returnResult, () => ({ result: '已办完', attachmentIds: [] })),
  wish(ticket.returnResult, () => ({ result: '已修复', attachmentIds: [] })),
  wish(ticket.escalate, () => ({ level: 'hall-director', reason: '难办' })),
  wish(ticket.requestExtension, () => ({ until: '2027-01-20', plan: '等配件到货' })),
  wish(ticket.decideExtension, () => ({ approved: true })),
  wish(ticket.reassign, (town) => ({ staffId: town.li.id, reason: '调整分工' })),
  wish(ticket.assignInvestigator, (town) => ({ staffId: town.director.id })),
  wish(ticket.conclude, () => ({ outcome: 'upheld', finding: '属实', lesson: '加强培训' })),
  wish(ticket.requestMaterials, () => ({ items: [{ code: null, name: '房产证' }] })),
  wish(ticket.confirmMaterials, () => ({ complete: true })),
  wish(ticket.confirmMaterials, () => ({ complete: false })),
  wish(ticket.answer, answered(true, true)),
  wish(ticket.answer, answered(false, true)),
  wish(ticket.answer, answered(true, false)),
  wish(ticket.answer, answered(true, true, '不清楚')),
  wish(ticket.close, () => ({ delayReason: '' })),
  wish(ticket.reopen, () => ({ reason: '居民来电说没有解决' })),
  wish(ticket.note, () => ({ text: '记一笔', attachmentIds: [] })),
];
const residentWishes: Wish[] = [
  wish(ticket.supplyMaterials, () => ({ note: '补上了', attachmentIds: [] })),
  wish(ticket.rate, () => ({ stars: 5 })),
  wish(ticket.notSolved, () => ({ reason: '还没有好', attachmentIds: [] })),
  wish(ticket.addNote, () => ({ text: '请快一点', attachmentIds: [] })),
];
const step = fc.record({
  /** In order of preference: the first that somebody is offered is done. */
  wishes: fc.shuffledSubarray(staffWishes.map((_, i) => i), { minLength: 4, maxLength: 12 }),
  resident: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: residentWishes.length - 1 }) }),
  /** Someone else tries the same first, with the same version. */
  stranger: fc.nat({ max: 8 }),
  again: fc.boolean(),
  hours: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 3 }) }, { weight: 1, arbitrary: fc.integer({ min: 24, max: 200 }) }),
});
const history = fc.record({
  complaint: fc.boolean(), confidential: fc.boolean(), againstHandler: fc.boolean(),
  category: fc.constantFrom('bill-volume', 'ask-inquiry', 'burst'),
  steps: fc.array(step, { minLength: 4, maxLength: 12 }),
});

describeOnBothDatabases('histories', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let people: TownPerson[];
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    people = [town.wang, town.li, town.off, town.southClerk, town.crew, town.handler, town.director, town.supervisor, town.administrator];
  }, 120_000);
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('of hundreds of tickets keep every rule, and their records prove it', async () => {
    let start = Date.parse('2026-11-18T09:00:00+08:00');
    const done = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(history, async ({ complaint, confidential, againstHandler, category, steps }) => {
        server.clock.set(new Date((start += 60_000)).toISOString());
        const resident = await town.resident();
        const complained = complaint && againstHandler;
        const { number } = complaint
          ? await resident.client.call(fileComplaint, {
              body: { category: 'complaint-rude', title: '态度', description: '冷漠', hallId: town.centre, complainedStaffNumber: complained ? town.handler.staffNumber : '', confidential, accountId: null, attachmentIds: [], ...SECRETS },
            })
          : await town.wang.client.call(ticket.registerTicket, { body: { source: 'letter', category, title: '水的事', description: '请看看', attachmentIds: [], ...SECRETS } });
        const path = { number };
        const seenBy = async (person: TownPerson) => {
          const answer = await person.client.send(ticket.staffTicket, { path });
          if (answer.status === 404) return null;
          expect(answer.status).toBe(200);
          return answer.body as ticket.StaffTicketDetail;
        };
        /** The one the rules say sees everything of it. */
        const witness = () => (complaint ? town.supervisor : town.director);
        let now = (await seenBy(witness()))!;
        let responsible = now.firstResponsibleNumber;
        for (const { wishes, resident: residentWish, stranger, again, hours } of steps) {
          server.clock.advance(hours * 3_600_000);
          const { version } = now;
          // Those whose turn it may be, and someone who happens by: each is offered what they may do.
          const near = people.filter((p) => p.staffNumber === responsible || p === witness() || (now.departmentName !== null && (p === town.crew || p === town.handler)) || p === town.director);
          const asked = [...new Set([...near, people[stranger]!])];
          const views = new Map<TownPerson, ticket.StaffTicketDetail | null>();
          for (const person of asked) views.set(person, await seenBy(person));
          if (complained) expect(views.get(town.handler) ?? null).toBeNull();
          for (const view of views.values())
            if (view?.confidential && view.contactName === '保密') for (const secret of Object.values(SECRETS)) expect(JSON.stringify(view)).not.toContain(secret);
          const offered = (person: TownPerson, endpoint: AnyEndpoint) => views.get(person)?.allowedActions.find(({ action }) => action === actionOf(endpoint))?.allowed === true;
          if (residentWish !== null && complaint) {
            const { endpoint, body } = residentWishes[residentWish]!;
            const answer = await resident.client.send(endpoint as never, { path, body: body(town) } as never);
            expect([200, 409, 422]).toContain(answer.status);
          } else {
            const choice = wishes.map((i) => staffWishes[i]!).map((w) => [w, asked.find((p) => offered(p, w.endpoint))] as const).find(([, person]) => person !== undefined);
            if (!choice?.[1]) continue;
            const [{ endpoint, body }, actor] = choice;
            const other = people[stranger]!;
            if (!offered(other, endpoint)) {
              const refused = await other.client.refused(endpoint as never, { path, body: { version, ...body(town) } } as never);
              expect([403, 404, 409]).toContain(refused.status);
              expect(matterOf((await seenBy(witness()))!)).toBe(matterOf(now));
            }
            const call = { path, body: { version, ...body(town) }, idempotencyKey: randomUUID() };
            const first = await actor.client.send(endpoint as never, call as never);
            // What is offered can be done; only what is said can still be refused.
            expect([actionOf(endpoint), first.status < 500, (first.body as { code?: string }).code ?? 'done']).toEqual([actionOf(endpoint), true, expect.stringMatching(/^done$|REQUIRED|DISMISSIVE|NEEDS_REASON|SUITABLE|INVALID|TOO_LATE/)]);
            if (first.status === 200) done.set(actionOf(endpoint), (done.get(actionOf(endpoint)) ?? 0) + 1);
            if (again && first.status === 200) {
              expect((await actor.client.send(endpoint as never, call as never)).body).toEqual(first.body);
              expect(await actor.client.refused(endpoint as never, { ...call, idempotencyKey: randomUUID() } as never)).toMatchObject({ status: expect.any(Number), code: expect.stringMatching(/TICKET_CHANGED|NOT_FOUND/) });
            }
          }
          const after = (await seenBy(witness()))!;
          if (after.firstResponsibleNumber !== responsible) expect(after.timeline.slice(now.timeline.length).some(({ type }) => type === 'reassigned' || type === 'covered' || type === 'handed-over')).toBe(true);
          responsible = after.firstResponsibleNumber;
          expect(responsible).not.toBe('');
          const running = after.clocks.filter(({ state, clock }) => state === 'running' && !insideClocks.includes(clock));
          if (after.state === 'waiting-materials') expect([after.nextDueAt, running]).toEqual([null, []]);
          else if (!['answered', 'closed'].includes(after.state)) expect(running.map(({ clock }) => clock)).toContain('resolution');
          if (after.state === 'closed' && now.state !== 'closed') expect(after.timeline.some(({ type }) => type === 'answered')).toBe(true);
          expect(after.version).toBeGreaterThanOrEqual(version);
          now = after;
        }
        start += 3_600_000;
        expect(ticketIdOf(number)).not.toBeNull();
      }),
      { numRuns: HISTORIES, endOnFailure: true },
    );
    // They went somewhere: of thirty actions, most.
    expect([...done.keys()].length).toBeGreaterThanOrEqual(15);
    for (const action of ['transfer', 'accept', 'coordinate', 'answer', 'request-materials']) expect([action, (done.get(action) ?? 0) > 0]).toEqual([action, true]);
    const report = await server.app.get(Transactions).run((tx) => verifyChain(tx));
    expect(report.faults).toEqual([]);
    expect(report.tickets).toBeGreaterThanOrEqual(HISTORIES);
  }, 600_000);
});

/** What people did to it; the system's chases come between when time passes. */
const matterOf = ({ timeline }: ticket.StaffTicketDetail) => timeline.filter(({ type }) => type !== 'chased').length;

/** `POST /api/staff/tickets/:number/transfer` → transfer; the one whose path is its plural apart. */
function actionOf({ path }: AnyEndpoint): string {
  const last = path.split('/').at(-1)!;
  return last === 'notes' ? 'note' : last;
}
