/** The two calendars of TL-3, and what happens to promises when one of them changes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as contract from '@shouwen/shared/contract/calendar';
import { currentEdition, publishEdition, type HolidayYear } from '@shouwen/shared/contract/rulebook';
import * as ticket from '@shouwen/shared/contract/ticket';
import { ticketIdOf } from '@shouwen/shared/value';
import { Transactions } from '../../server/src/database/index.js';
import { TicketService, verifyChain } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { startServer, type ServerInProcess } from '../support/server.js';
import { buildTown, type Town } from '../support/ticket-town.js';

const WEDNESDAY = '2026-11-18T10:00:00+08:00';

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (await condition()) return;
    if (Date.now() > end) throw new Error('did not happen in time');
  }
}

describeOnBothDatabases('calendars', (engine) => {
  let database: TestDatabase;
  let servers: ServerInProcess[] = [];
  let town: Town;
  const start = async () => {
    const server = await startServer(database);
    server.clock.set(WEDNESDAY);
    servers.push(server);
    return server;
  };
  beforeAll(async () => {
    database = await engine.create();
    town = await buildTown(await start());
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    await database.drop();
  });
  const server = () => servers.at(-1)!;
  const administrator = () => town.administrator.client;

  const years = async () => {
    const { edition, content } = await administrator().call(currentEdition, { path: { kind: 'working-calendar' } });
    return { edition, content: content as HolidayYear[] };
  };
  const with2026 = (content: HolidayYear[], change: (year: HolidayYear) => HolidayYear) => content.map((year) => (year.year === 2026 ? change(year) : year));
  /** As if the State Council gave Friday the 20th free. */
  const fridayOff = (content: HolidayYear[]) => with2026(content, (year) => ({ ...year, holidays: [...year.holidays, { name: '抗旱日', from: '2026-11-20', to: '2026-11-20' }] }));
  const publish = async (content: HolidayYear[]) => {
    const { edition } = await years();
    return administrator().call(publishEdition, { path: { kind: 'working-calendar' }, body: { basedOn: edition, content, reason: '国务院办公厅通知' } });
  };
  const register = async (more: object = {}) =>
    town.wang.client.call(ticket.registerTicket, {
      body: { source: 'counter', category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', contactName: '马强', contactPhone: '13600001111', address: '学院路3号', ...more },
    });
  const detail = (number: string) => town.wang.client.call(ticket.staffTicket, { path: { number } });
  const finished = async () => {
    await until(async () => (await administrator().call(contract.corrections)).items.every(({ state }) => state === 'done'));
    return (await administrator().call(contract.corrections)).items[0]!;
  };
  const moves = async (number: string) => (await detail(number)).timeline.filter(({ type }) => type === 'deadline-moved').length;

  it('shows which deadlines a correction moves before it is applied, and moves them once it is', async () => {
    const open = await register();
    const byTheHour = await register({ category: 'ask-inquiry' });
    const answered = await register();
    const reopenedLater = await register();
    expect(open.nextDueAt).toBe('2026-11-25T16:00:00.000Z');
    await town.wang.client.call(ticket.answer, { path: { number: answered.number }, body: { version: 1, text: '已当面说明，水表正常', written: false } });
    const before = await years();
    const content = fridayOff(before.content);
    const body = { change: { calendar: 'working' as const, basedOn: before.edition, content }, size: 1 };
    const preview = await administrator().call(contract.previewCorrection, { body });
    expect(preview).toMatchObject({
      total: 2, more: false,
      items: [{ ticketNumber: open.number, categoryLabel: '水量疑问', clock: 'resolution', dueBefore: '2026-11-25T16:00:00.000Z', dueAfter: '2026-11-26T16:00:00.000Z', extended: false }],
    });
    const rest = await administrator().call(contract.previewCorrection, { body: { ...body, cursor: preview.next! } });
    for (const cursor of ['x y z 1', `${Number.MAX_SAFE_INTEGER} 1 resolution 1`]) expect((await administrator().refused(contract.previewCorrection, { body: { ...body, cursor } })).code).toBe('INVALID_INPUT');
    expect(rest).toMatchObject({ total: null, next: null, items: [{ ticketNumber: reopenedLater.number }] });
    expect(await years()).toEqual(before);
    expect((await detail(open.number)).nextDueAt).toBe('2026-11-25T16:00:00.000Z');

    const made = await publish(content);
    expect(made.difference).toEqual([{ what: '2026 年抗旱日', before: null, after: '2026-11-20' }]);
    expect(await finished()).toMatchObject({ calendar: 'working', edition: made.edition, state: 'done', examined: 2, moved: 2 });
    const moved = await detail(open.number);
    expect(moved.nextDueAt).toBe('2026-11-26T16:00:00.000Z');
    expect(moved.timeline.at(-1)).toMatchObject({ type: 'deadline-moved' });
    expect(moved.clocks.find(({ clock }) => clock === 'resolution')!.why.join('')).toContain('抗旱日');
    expect([await moves(open.number), await moves(reopenedLater.number), await moves(byTheHour.number), await moves(answered.number)]).toEqual([1, 1, 0, 0]);
    // A ticket that begins now begins by the corrected calendar.
    const later = await register();
    expect(later.nextDueAt).toBe('2026-11-26T16:00:00.000Z');
    expect(await moves(later.number)).toBe(0);
    expect((await server().app.get(Transactions).run((tx) => verifyChain(tx))).faults).toEqual([]);
  });

  it('refuses what may not be, and whoever may not; nothing has changed', async () => {
    const before = await years();
    const stored = async () => server().query('SELECT COUNT(*) AS n FROM calendar_correction');
    const count = await stored();
    const refused = async (content: unknown, basedOn = before.edition) => administrator().refused(contract.previewCorrection, { body: { change: { calendar: 'working', basedOn, content } } as never });
    expect(await refused(before.content.slice(1))).toMatchObject({ code: 'CALENDAR_YEAR_MISSING', rule: 'TL-3' });
    expect(await refused(with2026(before.content, (year) => ({ ...year, makeUpDays: [...year.makeUpDays, '2026-10-03'] })))).toMatchObject({ code: 'POLICY_CONTRADICTS', rule: 'TL-3', fields: [{ path: '1.makeUpDays.6' }] });
    expect((await refused(before.content, before.edition - 1)).code).toBe('EDITION_STALE');
    expect((await refused('2026')).code).toBe('INVALID_INPUT');
    expect((await town.wang.client.refused(contract.previewCorrection, { body: { change: { calendar: 'working', basedOn: before.edition, content: before.content } } })).code).toBe('FORBIDDEN');
    expect((await town.director.client.refused(contract.corrections)).code).toBe('FORBIDDEN');
    expect(await stored()).toEqual(count);
    expect(await years()).toEqual(before);
  });

  it('a new name for a holiday moves nothing', async () => {
    const { content, edition } = await years();
    const renamed = content.map((year) => ({ ...year, holidays: year.holidays.map((holiday) => (holiday.name === '抗旱日' ? { ...holiday, name: '节水日' } : holiday)) }));
    expect(await administrator().call(contract.previewCorrection, { body: { change: { calendar: 'working', basedOn: edition, content: renamed } } })).toEqual({ items: [], next: null, total: 0, more: false });
  });

  it('halls have days of their own, and a spoken complaint is due by the next of them (C8.8)', async () => {
    const body = { weekly: [1, 2, 3, 4, 5, 6] as contract.HallWeek['weekly'], exceptions: [{ date: '2026-11-19', open: false, note: '设备检修', slotWeekday: null }] };
    const path = { hallId: town.centre };
    expect((await administrator().call(contract.hallCalendars)).items).toMatchObject([{ hallId: town.centre, edition: 0, weekly: [] }, { hallId: town.south }]);
    expect(await administrator().refused(contract.saveHallCalendar, { path, body: { basedOn: 0, ...body, weekly: [], reason: '试' } })).toMatchObject({ code: 'POLICY_CONTRADICTS', rule: 'TL-3', fields: [{ path: 'weekly' }] });
    expect((await administrator().refused(contract.saveHallCalendar, { path, body: { basedOn: 3, ...body, reason: '试' } })).code).toBe('EDITION_STALE');
    expect((await administrator().refused(contract.saveHallCalendar, { path: { hallId: 999 }, body: { basedOn: 0, ...body, reason: '试' } })).code).toBe('NOT_FOUND');
    expect((await town.wang.client.refused(contract.saveHallCalendar, { path, body: { basedOn: 0, ...body, reason: '试' } })).code).toBe('FORBIDDEN');

    const spoken = await register({ category: 'complaint-rude', source: 'counter' });
    expect(spoken.clocks.find(({ clock }) => clock === 'resolution')).toMatchObject({ dueAt: '2026-11-19T16:00:00.000Z' });
    const preview = await administrator().call(contract.previewCorrection, { body: { change: { calendar: 'hall', hallId: town.centre, basedOn: 0, ...body } } });
    expect(preview).toMatchObject({ total: 1, items: [{ ticketNumber: spoken.number, dueBefore: '2026-11-19T16:00:00.000Z', dueAfter: '2026-11-20T16:00:00.000Z' }] });
    const saved = await administrator().call(contract.saveHallCalendar, { path, body: { basedOn: 0, ...body, reason: '检修' } });
    expect(saved).toMatchObject({ edition: 1, ...body });
    expect(await finished()).toMatchObject({ calendar: 'hall', hallName: '城区营业厅', edition: 1, moved: 1 });
    expect((await detail(spoken.number)).clocks.find(({ clock }) => clock === 'resolution')).toMatchObject({ dueAt: '2026-11-20T16:00:00.000Z' });
    expect((await administrator().refused(contract.saveHallCalendar, { path, body: { basedOn: 1, ...body, reason: '再' } })).code).toBe('NOTHING_CHANGED');
    const { items } = await town.wang.client.call(contract.hallCalendarEditions, { path });
    expect(items).toMatchObject([{ edition: 1, reason: '检修', editedBy: '管理员', difference: [{ what: '每周开放' }, { what: '2026年11月19日 周四', before: null, after: '不开放，设备检修' }] }]);
  });

  it('a correction cut short goes on after the restart, with several servers too, and moves each deadline once', async () => {
    const made: string[] = [];
    for (let n = 0; n < 24; n++) made.push((await register({ title: `第 ${n} 件` })).number);
    const tickets = server().app.get(TicketService);
    const recount = tickets.recount.bind(tickets);
    let calls = 0;
    tickets.recount = async (...of) => {
      if (++calls > 10) throw new Error('power cut');
      return recount(...of);
    };
    const { content } = await years();
    const thursday = with2026(content, (year) => ({ ...year, holidays: [...year.holidays, { name: '测试日', from: '2026-11-23', to: '2026-11-23' }] }));
    await publish(thursday);
    await until(async () => calls > 10);
    const [halfway] = (await administrator().call(contract.corrections)).items;
    expect(halfway).toMatchObject({ state: 'running', finishedAt: null });
    const before = (await detail(made[23]!)).nextDueAt;
    // Answered while the correction is under way: left alone.
    await town.wang.client.call(ticket.answer, { path: { number: made[22]! }, body: { version: 1, text: '已当面说明，水表正常', written: false } });
    await server().close();
    servers = [];
    await start();
    if (engine.name === 'MariaDB') await start();
    town = { ...town, ...Object.fromEntries((['wang', 'administrator'] as const).map((name) => [name, { ...town[name], client: new (town[name].client.constructor as typeof import('../support/http.js').Client)(server().url, town[name].token) }])) } as Town;
    expect(await finished()).toMatchObject({ state: 'done' });
    for (const number of made.filter((_, n) => n !== 22)) expect([number, await moves(number)]).toEqual([number, 1]);
    expect(await moves(made[22]!)).toBe(0);
    expect(before).toBe('2026-11-26T16:00:00.000Z');
    expect((await detail(made[23]!)).nextDueAt).toBe('2026-11-27T16:00:00.000Z');
  });

  it('reads the clocks by their deadline, however many tickets there are', async () => {
    const plan = await server().query(
      `EXPLAIN ${engine.name === 'SQLite' ? 'QUERY PLAN ' : ''}SELECT c.ticket_id FROM ticket_clock c INNER JOIN ticket t ON t.id = c.ticket_id WHERE c.state = 'running' AND c.due_at > '2026-12-01 00:00:00.000' AND c.limit_unit = 'working-days' ORDER BY c.due_at, c.ticket_id LIMIT 100`,
    );
    expect(JSON.stringify(plan)).toContain('ix_ticket_clock_due');
    expect(ticketIdOf((await register()).number)).toBeGreaterThan(0);
  });
});
