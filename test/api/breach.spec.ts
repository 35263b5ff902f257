/** KP-3, FI-11, CP-9: the facts that count are recorded once, seen by those they concern, contested by the person and decided by somebody else. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { breaches, contestBreach, decideBreach, exportBreaches, type BreachItem } from '@shouwen/shared/contract/breach';
import { staffNotices } from '@shouwen/shared/contract/notice';
import * as ticket from '@shouwen/shared/contract/ticket';
import { pathOf, type QueryInput } from '@shouwen/shared/contract';
import ExcelJS from 'exceljs';
import { BreachFollower } from '../../server/src/breach/index.js';
import { LadderSweep } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('breach', (engine) => {
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
    const made = await town.wang.client.call(ticket.registerTicket, { body: { source: 'counter', category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', address: '学院路3号', ...more } });
    return { number: made.number };
  };
  const version = async (path: { number: string }, person = town.wang) => (await person.client.call(ticket.staffTicket, { path })).version;
  const list = async (person: TownPerson, query: QueryInput<typeof breaches> = { view: 'own' }) => (await person.client.call(breaches, { query: { size: 100, ...query } })).items;
  const of = (items: BreachItem[], path: { number: string }) => items.filter((item) => item.ticketNumber === path.number).map(({ kind, staffName, departmentName }) => [kind, staffName, departmentName]);
  const sweepAt = async (at: string) => {
    server.clock.set(at);
    await server.app.get(LadderSweep).sweep();
    await server.app.get(BreachFollower).sweep();
  };

  it('what is late counts at its limit, once, though it is also stopped late; an unanswered chase after a working day', async () => {
    const path = await register('2026-03-02T09:00:00+08:00');
    await town.wang.client.call(ticket.transfer, { path, body: { version: 1, departmentId: town.metering } });
    await town.handler.client.call(ticket.accept, { path, body: { version: 2 } });
    await sweepAt('2026-03-10T00:00:00+08:00');
    expect(of(await list(company, { view: 'led' }), path)).toEqual(expect.arrayContaining([['overdue', '王芳', null], ['overdue', '吴静', '计量科']]));
    await sweepAt('2026-03-11T23:00:00+08:00');
    expect(of(await list(town.handler), path)).toEqual([['unattended', '吴静', '计量科'], ['overdue', '吴静', '计量科']].slice(of(await list(town.handler), path).length === 2 ? 0 : 1));
    await sweepAt('2026-03-12T00:00:00+08:00');
    await town.handler.client.call(ticket.returnResult, { path, body: { version: await version(path), result: '已换表' } });
    await town.wang.client.call(ticket.answer, { path, body: { version: await version(path), text: '已换表，水量按新表计', written: false, delayReason: '等表' } });
    expect(of(await list(company, { view: 'led' }), path).sort()).toEqual([['overdue', '吴静', '计量科'], ['overdue', '王芳', null], ['unattended', '吴静', '计量科']].sort());
    expect((await town.handler.client.call(staffNotices, { query: { size: 100 } })).items.filter((item) => item.kind === 'breach')).toHaveLength(2);
  });

  it('an unfounded rejection counts against the department, and its leader may contest it; another decides (FI-4)', async () => {
    const path = await register('2026-03-16T09:00:00+08:00');
    await town.wang.client.call(ticket.transfer, { path, body: { version: 1, departmentId: town.metering } });
    await town.handler.client.call(ticket.reject, { path, body: { version: 2, reason: '不是表的问题', proposedDepartmentId: town.repairs } });
    await town.director.client.call(ticket.coordinate, { path, body: { version: 3, departmentId: town.metering, coDepartmentIds: [town.repairs], rejectionUnfounded: true, note: '先校表' } });
    expect(of(await list(section), path)).toEqual([['unfounded-rejection', null, '计量科']]);
    expect(await list(town.handler, { view: 'own', kind: 'unfounded-rejection' })).toEqual([]);
    expect((await town.handler.client.refused(breaches, { query: { view: 'led' } })).code).toBe('FORBIDDEN');
    const item = (await list(section)).find((breach) => breach.ticketNumber === path.number)!;
    expect(item).toMatchObject({ state: 'recorded', mayContest: true, mayDecide: false, contestUntil: '2026-03-23' });
    const at = { path: { id: item.id } };
    expect((await town.handler.client.refused(contestBreach, { ...at, body: { version: 1, text: '不服' } })).code).toBe('NOT_FOUND');
    expect((await town.director.client.refused(contestBreach, { ...at, body: { version: 1, text: '不服' } })).code).toBe('FORBIDDEN');
    expect(await section.client.call(contestBreach, { ...at, body: { version: 1, text: '退回时已附检定报告' } })).toMatchObject({ state: 'contested', mayContest: false });
    expect(await section.client.refused(contestBreach, { ...at, body: { version: 2, text: '再说一次' } })).toMatchObject({ code: 'BREACH_NOT_OPEN', rule: 'KP-3' });
    expect((await section.client.refused(decideBreach, { ...at, body: { version: 2, outcome: 'withdrawn', reason: '同意' } })).code).toBe('FORBIDDEN');
    expect((await town.director.client.refused(decideBreach, { ...at, body: { version: 1, outcome: 'withdrawn', reason: '同意' } })).code).toBe('BREACH_CHANGED');
    expect((await town.director.client.call(staffNotices, { query: { size: 100 } })).items.some((notice) => notice.text.includes('提出申诉'))).toBe(true);
    expect(await town.director.client.call(decideBreach, { ...at, body: { version: 2, outcome: 'withdrawn', reason: '报告属实' } })).toMatchObject({ state: 'withdrawn', decision: { reason: '报告属实', by: '冯刚' } });
    expect((await company.client.refused(decideBreach, { ...at, body: { version: 3, outcome: 'upheld', reason: '改判' } })).code).toBe('BREACH_NOT_OPEN');
  });

  it('a second notice and a fault count against the person; after seven days they stand', async () => {
    const path = await register('2026-04-01T09:00:00+08:00', { category: 'bill-amount' });
    await town.wang.client.call(ticket.requestMaterials, { path, body: { version: 1, items: [{ name: '身份证', howToGet: '' }] } });
    await town.director.client.call(ticket.findFault, { path, body: { version: await version(path), fault: 'told-wrongly', text: '少告知了一项' } });
    expect(of(await list(town.wang), path)).toEqual([['inquiry-fault', '王芳', null]]);
    server.clock.set('2026-04-09T09:00:00+08:00');
    const item = (await list(town.wang)).find((breach) => breach.ticketNumber === path.number)!;
    expect(item.mayContest).toBe(false);
    expect(await town.wang.client.refused(contestBreach, { path: { id: item.id }, body: { version: 1, text: '不服' } })).toMatchObject({ code: 'BREACH_NOT_OPEN' });
  });

  it('a person complained of knows that it is held against them, not from which ticket; nor does their leader who is their partner (CP-7)', async () => {
    const path = await register('2026-05-06T09:00:00+08:00', { category: 'complaint-quality', source: 'counter', complainedStaffIds: [town.crew.id] });
    await town.supervisor.client.call(ticket.conclude, { path, body: { version: await version(path, town.supervisor), outcome: 'upheld', finding: '属实', lesson: '注意' } });
    const [own] = await list(town.crew);
    expect(own).toMatchObject({ kind: 'upheld-complaint', ticketNumber: null, mayContest: true });
    const told = (await town.crew.client.call(staffNotices, { query: { size: 100 } })).items.filter((notice) => notice.kind === 'breach');
    expect(told).toMatchObject([{ kind: 'breach', ticketNumber: null }]);
    expect(told[0]!.text).not.toMatch(/\d{3} \d{3} \d{3}/);
    await town.crew.client.call(contestBreach, { path: { id: own!.id }, body: { version: 1, text: '不是我' } });
    await server.query('INSERT INTO post (name, a_staff_id, b_staff_id) VALUES (?, ?, ?)', ['抢修', town.crew.id, town.director.id]);
    expect(of(await list(town.director, { view: 'led' }), path)).toEqual([]);
    expect((await town.director.client.refused(decideBreach, { path: { id: own!.id }, body: { version: 2, outcome: 'upheld', reason: '属实' } })).code).toBe('NOT_FOUND');
    await server.query('DELETE FROM post WHERE name = ?', ['抢修']);
    expect(of(await list(town.supervisor, { view: 'led', state: 'contested' }), path)).toEqual([['upheld-complaint', '孙勇', null]]);
    expect(await town.supervisor.client.call(decideBreach, { path: { id: own!.id }, body: { version: 2, outcome: 'upheld', reason: '有录音' } })).toMatchObject({ state: 'upheld' });
  });

  it('pages, filters, and goes out as a spreadsheet for leaders, on record', async () => {
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await company.client.call(breaches, { query: { view: 'led', size: 2, ...(cursor === undefined ? {} : { cursor }) } });
      found.push(...page.items.map((item) => item.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual([...found].sort((a, b) => b - a));
    expect(found).toHaveLength((await list(company, { view: 'led' })).length);
    expect((await list(company, { view: 'led', kind: 'inquiry-fault', from: '2026-04-01', to: '2026-04-01' })).map((item) => item.kind)).toEqual(['inquiry-fault']);
    expect(await list(company, { view: 'led', from: '2026-04-02', to: '2026-04-03' })).toEqual([]);
    expect((await company.client.refused(breaches, { query: { view: 'led', from: '2026-05-02', to: '2026-04-03' } })).code).toBe('INVALID_INPUT');
    const address = `${server.url}${pathOf(exportBreaches)}?view=led`;
    expect((await fetch(address, { headers: { authorization: `Bearer ${town.wang.token}` } })).status).toBe(403);
    const answer = await fetch(address, { headers: { authorization: `Bearer ${company.token}` } });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await answer.arrayBuffer());
    expect(book.worksheets[0]!.rowCount).toBe(found.length + 1);
    expect(await server.query('SELECT staff_id, row_count FROM breach_export')).toEqual([{ staff_id: company.id, row_count: found.length }]);
  });
});
