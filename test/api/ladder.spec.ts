/** ES-1, ES-2, FI-7: reminders and chases reach the right people, once, also after a downtime, a restart of the clock and an extension. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readStaffNotice, readStaffNotices, staffNotices, unreadStaffNotices } from '@shouwen/shared/contract/notice';
import * as ticket from '@shouwen/shared/contract/ticket';
import { ticketIdOf } from '@shouwen/shared/value';
import { Transactions } from '../../server/src/database/index.js';
import { NoticeService } from '../../server/src/notice/index.js';
import { LadderSweep, verifyChain } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('ladder', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let section: TownPerson;
  let company: TownPerson;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    section = await town.hire('5101', ['handler', 'section-leader'], null, town.metering);
    company = await town.hire('9003', ['company-leader'], null, null);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  const register = async (at: string, more: object = {}) => {
    server.clock.set(at);
    const made = await town.wang.client.call(ticket.registerTicket, { body: { source: 'counter', category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', contactPhone: '13600001111', address: '学院路3号', ...more } });
    return { path: { number: made.number }, id: ticketIdOf(made.number)! };
  };
  /** The server's own job sweeps too: what counts is what was done, not by whom. */
  const sweepAt = async (at: string) => {
    server.clock.set(at);
    await server.app.get(LadderSweep).sweep();
  };
  const told = (person: TownPerson, id: number) => server.query<{ text: string; read_at: unknown }>("SELECT text, read_at FROM staff_notice WHERE staff_id = ? AND ticket_id = ? AND kind = 'ladder' ORDER BY id", [person.id, id]);
  const texts = async (person: TownPerson, id: number) => (await told(person, id)).map((row) => /”(.*?)[，（]/.exec(row.text)![1]);
  const chases = async (id: number) => (await server.query<{ payload: string }>("SELECT payload FROM ticket_event WHERE ticket_id = ? AND type = 'chased' ORDER BY sequence", [id])).map((row) => JSON.parse(row.payload) as { clock: string; step: number; told: number[]; passed?: number });
  const rows = (id: number) => server.query<{ clock: string; run: number; fired_steps: number; next_step_at: unknown }>('SELECT * FROM ticket_ladder WHERE ticket_id = ?', [id]);

  it('climbs: handler, first responsible, section leader with a chase, hall director, company leader', async () => {
    const { id, path } = await register('2026-03-02T09:00:00+08:00');
    await town.wang.client.call(ticket.transfer, { path, body: { version: 1, departmentId: town.metering } });
    await sweepAt('2026-03-03T09:00:00+08:00');
    expect(await told(town.handler, id)).toEqual([]);
    // Five working days end with the 9th; half of it is early on the 6th. Two clocks run: the department's and the resident's.
    await sweepAt('2026-03-06T05:00:00+08:00');
    expect(await texts(town.handler, id)).toEqual(['时限已用 50%', '时限已用 50%']);
    expect(await told(town.wang, id)).toEqual([]);
    await town.handler.client.call(ticket.accept, { path, body: { version: 2 } });
    await sweepAt('2026-03-09T08:00:00+08:00');
    expect(await texts(town.wang, id)).toEqual(['时限已用 80%', '时限已用 80%']);
    // The colleague in the department is spared once somebody has accepted.
    expect(await told(section, id)).toHaveLength(2);
    expect(await chases(id)).toEqual([]);
    await sweepAt('2026-03-10T00:00:00+08:00');
    expect((await chases(id)).map(({ clock, step, told: people }) => [clock, step, people])).toEqual([
      ['resolution', 2, [town.wang.id, town.handler.id, section.id].sort((a, b) => a - b)], ['return', 2, [town.wang.id, town.handler.id, section.id].sort((a, b) => a - b)],
    ].sort((a, b) => String(a[0]).localeCompare(String(b[0]))));
    await sweepAt('2026-03-11T00:00:00+08:00');
    expect((await texts(town.director, id))[0]).toBe('已超过时限 1 个工作日');
    await sweepAt('2026-03-13T00:00:00+08:00');
    expect((await texts(company, id))[0]).toBe('已超过时限 3 个工作日');
    expect((await rows(id)).map((row) => row.next_step_at)).toEqual([null, null]);
    await sweepAt('2026-03-13T00:00:00+08:00');
    expect(await chases(id)).toHaveLength(6);
    // The chase is answered by whoever has the work; it does not make a colleague's page stale.
    expect((await town.handler.client.call(ticket.staffTicket, { path })).chase).not.toBeNull();
    expect((await town.handler.client.call(ticket.answerChase, { path, body: { version: 3, text: '明天换表' } })).chase).toBeNull();
    await town.handler.client.call(ticket.returnResult, { path, body: { version: (await town.handler.client.call(ticket.staffTicket, { path })).version, result: '已换表' } });
    expect(await rows(id)).toHaveLength(1);
  });

  it('after a downtime each step fires once; of the repeats the latest, replacing the reminder before it', async () => {
    // A question that needs inquiry: 24 hours.
    const { id, path } = await register('2026-03-16T09:00:00+08:00', { category: 'ask-inquiry' });
    await sweepAt('2026-03-17T10:05:00+08:00');
    expect((await texts(town.wang, id)).filter((text, i, all) => all.indexOf(text) === i)).toEqual(['时限已用 50%', '时限已用 80%', '已到时限', '已超时 60 分钟']);
    const late = await chases(id);
    expect(late.at(-1)).toMatchObject({ step: 2 });
    await sweepAt('2026-03-17T10:10:00+08:00');
    const notices = (await told(town.wang, id)).filter((row) => row.text.includes('已超时'));
    expect(notices.map((row) => [/已超时 (\d+)/.exec(row.text)![1], row.read_at !== null])).toEqual([['60', true], ['70', false]]);
    expect(notices[0]!.text).toContain('其间 5 次提醒合并');
    // The question stands already; asking it again adds nothing to the record, until it was answered.
    expect(await chases(id)).toHaveLength(late.length);
    const { version } = await town.wang.client.call(ticket.staffTicket, { path });
    await town.wang.client.call(ticket.answerChase, { path, body: { version, text: '正在查' } });
    await sweepAt('2026-03-17T10:35:00+08:00');
    expect((await chases(id)).at(-1)).toMatchObject({ step: 3, passed: 1 });
    await town.wang.client.call(ticket.answer, { path, body: { version: (await town.wang.client.call(ticket.staffTicket, { path })).version, text: '水表正常，已当面说明', written: false, delayReason: '等抄表' } });
    expect(await rows(id)).toEqual([]);
  });

  it('nothing fires while materials are awaited; complete, the ladder begins at its foot', async () => {
    const { id, path } = await register('2026-03-02T09:00:00+08:00', { category: 'bill-amount' });
    await sweepAt('2026-03-06T05:00:00+08:00');
    expect(await texts(town.wang, id)).toEqual(['时限已用 50%']);
    await town.wang.client.call(ticket.requestMaterials, { path, body: { version: 1, items: [{ name: '身份证', howToGet: '' }] } });
    expect(await rows(id)).toEqual([]);
    await sweepAt('2026-04-20T09:00:00+08:00');
    expect(await told(town.wang, id)).toHaveLength(1);
    await town.wang.client.call(ticket.confirmMaterials, { path, body: { version: 2, complete: true } });
    expect(await rows(id)).toMatchObject([{ clock: 'resolution', run: 1, fired_steps: 0 }]);
    await sweepAt('2026-04-24T09:00:00+08:00');
    expect(await texts(town.wang, id)).toEqual(['时限已用 50%', '时限已用 50%']);
  });

  it('an extension moves what has not fired (TL-6)', async () => {
    const { id, path } = await register('2026-05-11T09:00:00+08:00', { category: 'bill-amount' });
    await sweepAt('2026-05-18T08:00:00+08:00');
    expect(await texts(town.wang, id)).toEqual(['时限已用 50%', '时限已用 80%']);
    await town.wang.client.call(ticket.requestExtension, { path, body: { version: 1, until: '2026-05-25', plan: '等检定结果' } });
    await town.director.client.call(ticket.decideExtension, { path, body: { version: 2, approved: true } });
    await sweepAt('2026-05-25T12:00:00+08:00');
    expect(await chases(id)).toEqual([]);
    await sweepAt('2026-05-26T00:00:00+08:00');
    expect(await chases(id)).toHaveLength(1);
  });

  it('a matter nobody has accepted chases all of the department on duty; a first responsible who is absent, whoever stands in (AB-1)', async () => {
    const { id, path } = await register('2026-06-01T09:00:00+08:00', { category: 'road-leak', title: '漏水' });
    await town.wang.client.call(ticket.transfer, { path, body: { version: 1, departmentId: town.repairs } });
    await server.query('UPDATE staff SET on_duty = 0 WHERE id = ?', [town.wang.id]);
    await sweepAt('2026-06-01T09:21:00+08:00');
    await server.query('UPDATE staff SET on_duty = 1 WHERE id = ?', [town.wang.id]);
    const onSite = (await chases(id)).find((chase) => chase.clock === 'on-site')!;
    expect(onSite.told).toEqual(expect.arrayContaining([town.crew.id, town.crewMate.id, town.wang.id, town.li.id]));
  });

  it('a merged ticket’s steps reach the people of the main one, who are told of theirs', async () => {
    const main = await register('2026-07-06T09:00:00+08:00', { category: 'bill-volume' });
    await town.wang.client.call(ticket.transfer, { path: main.path, body: { version: 1, departmentId: town.metering } });
    const other = await register('2026-07-06T10:00:00+08:00', { category: 'bill-volume' });
    await town.wang.client.call(ticket.merge, { path: other.path, body: { version: 1, mainNumber: main.path.number, reason: '同一块表' } });
    await sweepAt('2026-07-14T00:00:00+08:00');
    expect((await told(section, main.id)).some((row) => row.text.includes('并入的工单'))).toBe(true);
    expect((await chases(other.id)).at(-1)!.told).toContain(section.id);
  });

  it('nobody is told of a complaint they must not know of, neither now nor later (CP-7)', async () => {
    const manager = await town.hire('6200', ['hall-director'], town.centre, null);
    const { id, path } = await register('2026-08-03T09:00:00+08:00', { category: 'complaint-quality', source: 'letter', complainedStaffIds: [manager.id] });
    await sweepAt('2026-08-20T09:00:00+08:00');
    expect(await told(manager, id)).toEqual([]);
    for (const chase of await chases(id)) expect(chase.told).not.toContain(manager.id);
    expect(await told(town.director, id)).not.toEqual([]);
    // Who comes to share a post with them afterwards reads no word of what they were told before.
    const before = await town.director.client.call(staffNotices, { query: { size: 100 } });
    await server.query('INSERT INTO post (name, a_staff_id, b_staff_id) VALUES (?, ?, ?)', ['厅主任', manager.id, town.director.id]);
    const after = await town.director.client.call(staffNotices, { query: { size: 100 } });
    expect(before.items.some((item) => item.ticketNumber === path.number)).toBe(true);
    expect(after.items.some((item) => item.ticketNumber === path.number)).toBe(false);
    expect((await town.director.client.call(unreadStaffNotices)).unread).toBe(after.items.filter((item) => item.readAt === null).length);
    await server.query('DELETE FROM post WHERE name = ?', ['厅主任']);
  });

  it('what waits to be read comes first, page by page, and can be read one by one or all', async () => {
    const reader = await town.hire('1700', ['clerk'], town.south, null);
    const tell = (key: string) => server.app.get(Transactions).run((tx) => server.app.get(NoticeService).toStaff(tx, { staffId: reader.id, key, kind: 'test', ticketId: null, text: `提醒 ${key}` }, server.clock.now()));
    for (const key of ['1', '2', '3', '3', '4', '5']) await tell(key);
    const all = async () => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await reader.client.call(staffNotices, { query: { size: 2, ...(cursor === undefined ? {} : { cursor }) } });
        found.push(...page.items.map((item) => `${item.text.slice(3)}${item.readAt === null ? '' : ' read'}`));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return found;
    };
    expect(await all()).toEqual(['5', '4', '3', '2', '1']);
    const [, second] = (await reader.client.call(staffNotices, { query: {} })).items;
    expect(await reader.client.call(readStaffNotice, { path: { id: second!.id } })).toEqual({ unread: 4 });
    expect(await all()).toEqual(['5', '3', '2', '1', '4 read']);
    expect((await town.wang.client.refused(readStaffNotice, { path: { id: second!.id } })).code).toBe('NOT_FOUND');
    expect(await reader.client.call(readStaffNotices, { body: { upTo: second!.id } })).toEqual({ unread: 1 });
    expect(await all()).toEqual(['5', '4 read', '3 read', '2 read', '1 read']);
  });

  it('a row that cannot be fired does not hold up the others, and all records still prove', async () => {
    const broken = await register('2026-09-01T09:00:00+08:00');
    const good = await register('2026-09-01T09:00:01+08:00');
    await server.query("UPDATE ticket_event SET type = 'returned' WHERE ticket_id = ?", [broken.id]);
    await sweepAt('2026-09-08T10:00:00+08:00');
    expect(await chases(good.id)).toHaveLength(0);
    expect((await told(town.wang, good.id)).length).toBeGreaterThan(0);
    await server.query("UPDATE ticket_event SET type = 'registered' WHERE ticket_id = ?", [broken.id]);
    await sweepAt('2026-09-08T10:00:05+08:00');
    expect((await told(town.wang, broken.id)).length).toBe((await told(town.wang, good.id)).length);
    expect((await server.app.get(Transactions).run((tx) => verifyChain(tx))).faults).toEqual([]);
  });

  it('is kept in step with the clocks of every ticket', async () => {
    const running = await server.query("SELECT ticket_id, clock, round FROM ticket_clock WHERE state = 'running' AND due_at IS NOT NULL ORDER BY ticket_id, clock, round");
    const kept = await server.query('SELECT ticket_id, clock, round FROM ticket_ladder ORDER BY ticket_id, clock, round');
    expect(kept).toEqual(running);
    expect(running.length).toBeGreaterThan(5);
  });
});
