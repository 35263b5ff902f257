/** The leak road: reported with a photo and a place, transferred, repaired, answered, rated, and not solved after all. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportLeak } from '@shouwen/shared/contract/leak';
import * as ticket from '@shouwen/shared/contract/ticket';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, PLACES, takePhoto, type Town, type TownPerson, upload } from '../support/ticket-town.js';

const minute = 60_000;
const leak = (more: Partial<Parameters<typeof body>[0]> = {}) => body(more);
function body(more: { place?: { latitude: number; longitude: number } | null; attachmentIds?: number[]; description?: string }) {
  return { category: 'road-leak' as const, description: '路面冒水', address: '善国路88号', landmark: '实验小学东门', place: PLACES.centre, contactName: '刘洋', contactPhone: '13812341234', ...more };
}

describeOnBothDatabases('leaks', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let resident: TownPerson;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    // A Wednesday evening.
    server.clock.set('2026-11-18T21:15:00+08:00');
    resident = await town.resident('13812341234');
  });
  const offered = (view: { allowedActions: ticket.AllowedAction[] }) => view.allowedActions.filter((a) => a.allowed).map((a) => a.action).sort();
  const firstResponsibleOf = (progress: ticket.TicketProgress) => [town.wang, town.li].find((p) => p.staffNumber === progress.firstResponsible.staffNumber)!;

  it('goes the whole road', async () => {
    const photo = await upload(resident, await takePhoto());
    const filed = await resident.client.call(reportLeak, { body: leak({ attachmentIds: [photo.body.id] }) });
    expect(filed).toMatchObject({
      kind: 'leak', categoryLabel: '路面漏水', state: 'registered', title: '路面漏水（实验小学东门）', address: '善国路88号', place: PLACES.centre,
      next: '预计今天 21:35 前到达现场', firstResponsible: { hallName: '城区营业厅', hallPhone: '0632-5510001' }, answer: null, rating: null, version: 1,
    });
    expect(filed.number).toMatch(/^\d{9}$/);
    expect(filed.numberSpoken.replace(/ /g, '')).toBe(filed.number);
    expect(filed.attachments).toHaveLength(1);
    expect(filed.clocks.map(({ clock, state, dueAt }) => ({ clock, state, dueAt }))).toEqual([
      { clock: 'on-site', state: 'running', dueAt: '2026-11-18T13:35:00.000Z' },
      { clock: 'resolution', state: 'running', dueAt: '2026-11-18T16:00:00.000Z' },
    ]);
    expect(filed.clocks[0]!.why.join('')).toContain('20分钟');
    expect(offered(filed)).toEqual(['note']);

    const path = { number: filed.number };
    const clerk = firstResponsibleOf(filed);
    const other = clerk === town.wang ? town.li : town.wang;
    const mine = await clerk.client.call(ticket.staffTickets, { query: { view: 'mine' } });
    expect(mine.items[0]).toMatchObject({ number: filed.number, nextClock: 'on-site', nextDueAt: '2026-11-18T13:35:00.000Z', overdue: false });
    expect((await other.client.refused(ticket.staffTicket, { path })).code).toBe('NOT_FOUND');
    expect((await town.crew.client.refused(ticket.staffTicket, { path })).code).toBe('NOT_FOUND');

    let seen = await clerk.client.call(ticket.staffTicket, { path });
    expect(seen).toMatchObject({ contactName: '刘*', contactPhone: '138****1234', mayUnmask: true, writtenAnswerRequired: true });
    expect(offered(seen)).toEqual(['answer', 'attach', 'escalate', 'merge', 'note', 'recategorise', 'request-coordination', 'request-extension', 'respond', 'transfer']);
    server.clock.advance(3 * minute);
    seen = await clerk.client.call(ticket.transfer, { path, body: { version: seen.version, departmentId: town.repairs, note: '请带抽水泵' } });
    expect(seen).toMatchObject({ state: 'transferred', departmentName: '抢修队', handlerName: null });
    expect(seen.clocks.find((c) => c.clock === 'return')).toMatchObject({ state: 'running', dueAt: '2026-11-25T16:00:00.000Z' });
    expect(seen.allowedActions.find((a) => a.action === 'accept')).toMatchObject({ allowed: false, why: expect.stringContaining('承办部门') });

    expect((await town.crew.client.call(ticket.staffTickets, { query: { view: 'department' } })).items.map((i) => i.number)).toEqual([filed.number]);
    expect(await town.crew.client.call(ticket.staffTicketCounts)).toMatchObject({ department: 1, mine: 0 });
    let work = await town.crew.client.call(ticket.accept, { path, body: { version: seen.version } });
    expect(work).toMatchObject({ state: 'in-progress', handlerName: '孙勇' });
    expect(offered(work)).toEqual(['arrive', 'escalate', 'note', 'return']);
    server.clock.advance(10 * minute);
    const onSite = await upload(town.crew, await takePhoto());
    // A colleague of the same department may go on with it.
    work = await town.crewMate.client.call(ticket.note, { path, body: { version: work.version, text: '阀门已关', attachmentIds: [] } });
    work = await town.crew.client.call(ticket.arrive, { path, body: { version: work.version, attachmentIds: [onSite.body.id] } });
    expect(work.clocks.find((c) => c.clock === 'on-site')).toMatchObject({ state: 'met', stoppedAt: '2026-11-18T13:28:00.000Z' });
    expect((await clerk.client.refused(ticket.answer, { path, body: { version: work.version, text: '修好了', written: true } })).rule).toBe('FI-6');
    server.clock.advance(60 * minute);
    work = await town.crew.client.call(ticket.returnResult, { path, body: { version: work.version, result: '更换 DN100 抱箍', attachmentIds: [] } });
    expect(work).toMatchObject({ state: 'returned', departmentName: null });
    expect(await clerk.client.call(ticket.staffTicketCounts)).toMatchObject({ toAnswer: 1 });

    expect((await town.crew.client.refused(ticket.answer, { path, body: { version: work.version, text: '修好了', written: true } })).code).toBe('NOT_FIRST_RESPONSIBLE');
    expect((await clerk.client.refused(ticket.close, { path, body: { version: work.version } })).code).toBe('ANSWER_REQUIRED');
    expect((await clerk.client.refused(ticket.answer, { path, body: { version: work.version, text: '修好了', written: false } })).code).toBe('WRITTEN_ANSWER_REQUIRED');
    expect((await clerk.client.refused(ticket.answer, { path, body: { version: work.version, text: '不清楚。', written: true } })).code).toBe('DISMISSIVE_ANSWER');
    seen = await clerk.client.call(ticket.answer, { path, body: { version: work.version, text: '您反映的漏水已修复，恢复供水', written: true } });
    expect(seen).toMatchObject({ state: 'closed', nextDueAt: null, nextClock: null });
    expect((await clerk.client.call(ticket.staffTickets, { query: { view: 'mine' } })).items).toEqual([]);
    expect((await clerk.client.call(ticket.staffTickets, { query: { view: 'mine', status: 'closed' } })).items.map((i) => i.number)).toEqual([filed.number]);

    const progress = await resident.client.call(ticket.ticketProgress, { path });
    expect(progress.answer).toMatchObject({ text: '您反映的漏水已修复，恢复供水', written: true, by: expect.stringContaining(clerk.staffNumber) });
    expect(progress.timeline.map((e) => [e.type, e.actor, e.text])).toEqual([
      ['registered', '您', expect.stringContaining(clerk.staffNumber)], ['transferred', expect.stringContaining(clerk.staffNumber), '承办部门：抢修队'], ['accepted', '抢修队', null],
      ['arrived', '抢修队', null], ['returned', '抢修队', null], ['answered', expect.stringContaining(clerk.staffNumber), '您反映的漏水已修复，恢复供水'], ['closed', expect.stringContaining(clerk.staffNumber), null],
    ]);
    expect(JSON.stringify(progress)).not.toMatch(/抱箍|抽水泵|阀门已关/);
    expect(offered(progress)).toEqual(['not-solved', 'rate']);
    const rated = await resident.client.call(ticket.rate, { path, body: { stars: 5, comment: '很快' } });
    expect(rated.rating).toMatchObject({ stars: 5, comment: '很快' });
    expect((await resident.client.refused(ticket.rate, { path, body: { stars: 1 } })).code).toBe('ALREADY_RATED');

    server.clock.set('2026-11-20T09:00:00+08:00');
    const reopened = await resident.client.call(ticket.notSolved, { path, body: { reason: '又漏了', attachmentIds: [] } });
    expect(reopened).toMatchObject({ state: 'in-progress', next: '预计今天 09:20 前到达现场', firstResponsible: filed.firstResponsible });
    expect(reopened.clocks.map((c) => [c.clock, c.state])).toEqual([['on-site', 'running'], ['resolution', 'running']]);
    for (const { why } of reopened.clocks) expect(why).toContain('11月20日 09:00起重新办理，时限重新计算。');
    expect((await clerk.client.call(ticket.staffTickets, { query: { view: 'mine' } })).items.map((i) => i.number)).toEqual([filed.number]);
    expect((await resident.client.refused(ticket.notSolved, { path, body: { reason: '再说一次', attachmentIds: [] } })).code).toBe('TICKET_ACTION_NOT_ALLOWED');
    // TL-8: nobody came, so it cannot be closed in silence.
    server.clock.advance(30 * minute);
    seen = await clerk.client.call(ticket.staffTicket, { path });
    expect(seen).toMatchObject({ overdue: true });
    expect(await clerk.client.call(ticket.staffTicketCounts)).toMatchObject({ mineOverdue: 1 });
    const again = { text: '已再次修复', written: true };
    expect(await clerk.client.refused(ticket.answer, { path, body: { version: seen.version, ...again } })).toMatchObject({ code: 'DELAY_REASON_REQUIRED', rule: 'TL-8' });
    seen = await clerk.client.call(ticket.answer, { path, body: { version: seen.version, ...again, delayReason: '抢修车故障' } });
    expect(seen.state).toBe('closed');
    const closing = seen.timeline.at(-1)!;
    expect(closing).toMatchObject({ type: 'closed', text: '抢修车故障' });
    expect((await resident.client.refused(ticket.notSolved, { path, body: { reason: '第二次', attachmentIds: [] } })).code).toBe('NOT_SOLVED_TOO_LATE');
  });

  it('who sent it back to whom, and whether rightly, stays in the house (FI-4)', async () => {
    const filed = await resident.client.call(reportLeak, { body: leak() });
    const path = { number: filed.number };
    await firstResponsibleOf(filed).client.call(ticket.transfer, { path, body: { version: 1, departmentId: town.repairs, note: '' } });
    await town.crew.client.call(ticket.reject, { path, body: { version: 2, reason: '像是表前漏', proposedDepartmentId: town.metering } });
    await town.director.client.call(ticket.coordinate, { path, body: { version: 3, departmentId: town.repairs, coDepartmentIds: [town.metering], rejectionUnfounded: true, note: '先止水' } });
    const { timeline } = await resident.client.call(ticket.ticketProgress, { path });
    expect(timeline.slice(-2).map(({ label, text }) => [label, text])).toEqual([['由哪个部门办还没定，已请领导来定', null], ['领导已定下由谁办', '主办部门：抢修队\n协办部门：计量科']]);
    expect(JSON.stringify(timeline)).not.toMatch(/退回|不成立|表前漏|先止水/);
  });

  it('a place out of town has thirty minutes and the nearest hall', async () => {
    const filed = await resident.client.call(reportLeak, { body: leak({ place: PLACES.farAway }) });
    expect(filed).toMatchObject({ next: '预计今天 21:45 前到达现场', firstResponsible: { hallName: '城区营业厅' } });
    const south = await resident.client.call(reportLeak, { body: leak({ place: { latitude: 34.9, longitude: 117.15 } }) });
    expect(south).toMatchObject({ next: '预计今天 21:35 前到达现场', firstResponsible: { hallName: '城南营业厅', staffNumber: '1101' } });
  });

  it('sent twice it is one ticket, with the same answer', async () => {
    const before = (await resident.client.call(ticket.myTickets)).items.length;
    const idempotencyKey = 'leak-once-0123456789';
    const answers = await Promise.all([1, 2, 3].map(() => resident.client.send(reportLeak, { body: leak(), idempotencyKey })));
    const first = await resident.client.call(reportLeak, { body: leak(), idempotencyKey });
    for (const answer of answers) expect([200, 409]).toContain(answer.status);
    expect((await resident.client.call(reportLeak, { body: leak(), idempotencyKey })).number).toBe(first.number);
    expect((await resident.client.refused(reportLeak, { body: leak({ description: '别的' }), idempotencyKey })).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await resident.client.call(ticket.myTickets)).items.length).toBe(before + 1);
  });

  describe('bad input', () => {
    it('a file that is another person’s, used, or not there files nothing', async () => {
      const stranger = await town.resident();
      const { body: theirs } = await upload(stranger, await takePhoto());
      for (const id of [theirs.id, 999_999]) expect((await resident.client.refused(reportLeak, { body: leak({ attachmentIds: [id] }) })).code).toBe('ATTACHMENT_MISSING');
      expect((await resident.client.call(ticket.myTickets)).items).toEqual([]);
      const { body: own } = await upload(resident, await takePhoto());
      await resident.client.call(reportLeak, { body: leak({ attachmentIds: [own.id] }) });
      expect((await resident.client.refused(reportLeak, { body: leak({ attachmentIds: [own.id] }) })).code).toBe('ATTACHMENT_MISSING');
    });

    it('another resident’s ticket is not there', async () => {
      const { number } = await resident.client.call(reportLeak, { body: leak() });
      const stranger = await town.resident();
      for (const endpoint of [ticket.ticketProgress]) expect((await stranger.client.refused(endpoint, { path: { number } })).code).toBe('NOT_FOUND');
      expect((await stranger.client.refused(ticket.addNote, { path: { number }, body: { text: '看看', attachmentIds: [] } })).code).toBe('NOT_FOUND');
      expect((await stranger.client.call(ticket.myTickets)).items).toEqual([]);
      expect((await resident.client.refused(ticket.ticketProgress, { path: { number: '123456789' } })).code).toBe('NOT_FOUND');
    });

    it('a stale version, a wrong department and an impossible step change nothing', async () => {
      const filed = await resident.client.call(reportLeak, { body: leak() });
      const path = { number: filed.number };
      const clerk = firstResponsibleOf(filed);
      expect((await clerk.client.refused(ticket.transfer, { path, body: { version: 9, departmentId: town.repairs } })).code).toBe('TICKET_CHANGED');
      expect((await clerk.client.refused(ticket.transfer, { path, body: { version: 1, departmentId: 4711 } })).code).toBe('INVALID_INPUT');
      expect((await clerk.client.refused(ticket.requestMaterials, { path, body: { version: 1, items: [{ name: '身份证' }] } })).rule).toBe('TL-2');
      expect((await clerk.client.refused(ticket.confirmMaterials, { path, body: { version: 1, complete: true } })).code).toBe('TICKET_ACTION_NOT_ALLOWED');
      expect((await resident.client.call(ticket.ticketProgress, { path })).version).toBe(1);
      await clerk.client.call(ticket.transfer, { path, body: { version: 1, departmentId: town.repairs } });
      expect((await town.handler.client.refused(ticket.accept, { path, body: { version: 2 } })).code).toBe('NOT_FOUND');
    });

    it('a landmark is needed, and a place must be on earth', async () => {
      const refused = await resident.client.refused(reportLeak, { body: { ...leak(), landmark: ' ' } });
      expect(refused).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'landmark' }] });
      expect((await resident.client.refused(reportLeak, { body: leak({ place: { latitude: 91, longitude: 0 } }) })).code).toBe('INVALID_INPUT');
    });
  });

  it('what the resident should hear of is put into messages with it', async () => {
    const filed = await resident.client.call(reportLeak, { body: leak() });
    const path = { number: filed.number };
    const clerk = firstResponsibleOf(filed);
    await clerk.client.call(ticket.respond, { path, body: { version: 1, text: '已派人' } });
    const notices = await server.query<{ notice_key: string; page: string }>('SELECT notice_key, page FROM notice WHERE resident_id = ?', [resident.id]);
    expect(notices).toEqual([{ notice_key: expect.stringMatching(/^ticket:\d+:2$/), page: `ticket/detail/index?number=${filed.number}` }]);
  });
});
