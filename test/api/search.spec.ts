/** Search: every field that staff may read, nothing they may not (CP-6, CP-7), in bounded pages; what the index proposes is proven. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { searchTickets } from '@shouwen/shared/contract/search';
import * as ticket from '@shouwen/shared/contract/ticket';
import { groupTicketNumber, ticketIdOf } from '@shouwen/shared/value';
import { WaterAccount } from '../../server/src/customer/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { SearchIndexer, SearchTerm, termOf } from '../../server/src/search/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('search', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    await server.app.get(Transactions).run((tx) =>
      tx.insert(WaterAccount, { accountNumber: '01020399', name: '张小明', address: '学院路3号', zone: 'urban', phone: null, phoneDigest: null, householdSize: 3, meterNumber: 'M1', tariffCode: 'resident', hallId: town.centre }),
    );
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  beforeEach(() => server.clock.set('2026-11-18T10:00:00+08:00'));
  const register = (clerk: TownPerson, more: object = {}) =>
    clerk.client.call(ticket.registerTicket, {
      body: { source: 'counter', category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', contactName: '张小明', contactPhone: '13600001111', address: '学院路3号', landmark: '二中对面', ...more },
    });
  const ask = (person: TownPerson, q: string, more: object = {}) => person.client.call(searchTickets, { query: { q, ...more } });
  const found = async (person: TownPerson, q: string) => (await ask(person, q)).items.map((item) => item.number);

  it('finds a ticket by everything that is known of it, and says where', async () => {
    const made = await register(town.wang, { accountNumber: '01020399' });
    await town.wang.client.call(ticket.answer, { path: { number: made.number }, body: { version: 1, text: '已当面校表，读数正常', written: false } });
    const cases: [string, string][] = [
      [made.number, 'number'], [groupTicketNumber(made.number), 'number'], ['13600001111', 'phone'], ['+86 136-0000-1111', 'phone'], ['1111', 'phone'], ['01020399', 'account'],
      ['张小明', 'name'], ['小明', 'name'], ['zhangxiaoming', 'pinyin'], ['ZXM', 'pinyin'], ['xiaoming', 'pinyin'], ['学院路', 'address'], ['学院路３号', 'address'], ['二中', 'landmark'],
      ['水量', 'title'], ['上月多一倍', 'description'], ['校表', 'text'], ['zhang 水量', 'title'], ['读数 学院路', 'address'],
    ];
    for (const [q, field] of cases) {
      const { items } = await ask(town.wang, q);
      expect([q, items.map((item) => item.number)]).toEqual([q, [made.number]]);
      expect([q, items[0]!.matches.map((match) => match.field)]).toEqual([q, expect.arrayContaining([field])]);
    }
    for (const q of ['学院路13号', '路学', '3600001111', '小张', 'zhangming', '没有的词', '水量 没有的词', '学院路1号']) expect([q, await found(town.wang, q)]).toEqual([q, []]);
    const [hit] = (await ask(town.wang, '上月')).items;
    const [match] = hit!.matches;
    expect(match!.ranges.map(([from, to]) => match!.text!.slice(from, to))).toEqual(['上月']);
    expect(JSON.stringify(await ask(town.wang, '张小明'))).not.toMatch(/张小明|13600001111|01020399/);
    expect(hit).toMatchObject({ contactName: '张**', contactPhone: '136****1111', state: 'closed' });
  });

  it('each finds what they may see and no more: not another clerk, hall, section or an administrator', async () => {
    const made = await register(town.wang, { title: '门前阀井', category: 'complaint-meter' });
    const mayFind = async () => {
      const finders: string[] = [];
      for (const name of ['wang', 'li', 'off', 'southClerk', 'crew', 'handler', 'agent', 'director', 'supervisor', 'administrator'] as const)
        if ((await found(town[name], '门前阀井')).includes(made.number)) finders.push(name);
      return finders;
    };
    expect(await mayFind()).toEqual(['wang', 'agent', 'director', 'supervisor']);
    expect(await found(town.southClerk, made.number)).toEqual([]);
    await town.wang.client.call(ticket.transfer, { path: { number: made.number }, body: { version: 1, departmentId: town.metering } });
    expect(await mayFind()).toEqual(['wang', 'handler', 'agent', 'director', 'supervisor']);
  });

  it('a secret complaint is found by no word of the complainant’s but by those who may know them; never by those complained of (CP-6, CP-7)', async () => {
    const made = await register(town.wang, {
      source: 'letter', category: 'complaint-rude', title: '窗口态度', description: '何静说办业务时被训斥', contactName: '何静', contactPhone: '13712345678', address: '平行路6号', landmark: '邮局对面',
      accountNumber: '01020399', confidential: true, complainedStaffIds: [town.southClerk.id],
    });
    const personal = ['何静', 'hejing', 'hj', '13712345678', '5678', '平行路', '平行路6号', '邮局', '何静 态度', '态度 平行路'];
    for (const q of personal) {
      for (const knows of [town.wang, town.supervisor]) expect([q, await found(knows, q)]).toEqual([q, [made.number]]);
      for (const stranger of [town.director, town.agent, town.administrator, town.li, town.southClerk]) expect([q, await found(stranger, q)]).toEqual([q, []]);
    }
    // The account is found for another ticket of its own, too.
    expect(await found(town.agent, '01020399')).not.toContain(made.number);
    for (const sees of [town.director, town.agent]) {
      const page = await ask(sees, '训斥 态度');
      expect(page.items).toMatchObject([{ number: made.number, address: '保密', contactName: '保密', contactPhone: '保密' }]);
      expect(JSON.stringify(page)).not.toMatch(/平行路|邮局|137|5678/);
    }
    for (const q of ['训斥', '态度', made.number]) for (const nobody of [town.southClerk, town.administrator, town.li]) expect(await found(nobody, q)).toEqual([]);
  });

  it('goes on page by page, the newest first, each once, whatever arrives meanwhile', async () => {
    const made: string[] = [];
    for (let i = 0; i < 12; i++) made.unshift((await register(town.li, { title: '旋塞松动', contactName: '' })).number);
    const seen: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await ask(town.li, '旋塞', { size: 5, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(page.items.map((item) => item.number));
      cursor = page.next ?? undefined;
      // A place in the results names a ticket; it is not to be read.
      if (cursor !== undefined) expect(cursor).toMatch(/^v1\./);
      await register(town.li, { title: '旋塞又松' });
    } while (cursor !== undefined);
    expect(seen.map((page) => page.length)).toEqual([5, 5, 2]);
    expect(seen.flat()).toEqual(made);
  });

  it('believes no posting: words that share a term, and tickets of others, are proven and dropped', async () => {
    const other = await register(town.wang, { title: '另一件事' });
    const secret = await register(town.li, { title: '别人的事' });
    const term = termOf('word 撞在');
    await server.app.get(Transactions).run((tx) => tx.insert(SearchTerm, [other, secret].map(({ number }) => ({ term, ticketId: ticketIdOf(number)! }))));
    const scope = termOf(`scope staff ${town.wang.id}`);
    await server.app.get(Transactions).run((tx) => tx.insert(SearchTerm, { term: scope, ticketId: ticketIdOf(secret.number)! }));
    expect(await ask(town.wang, '撞在')).toEqual({ items: [], next: null });
    expect(await found(town.agent, '撞在')).toEqual([]);
    expect(await found(town.wang, '别人的事')).toEqual([]);
    expect(await found(town.li, '别人的事')).toEqual([secret.number]);
  });

  it('says so when there is too little to look for, and refuses a cursor that is not its own', async () => {
    for (const q of ['张', 'a', '张 李', '，。！', '𠮷']) expect([q, (await town.wang.client.refused(searchTickets, { query: { q } })).code]).toEqual([q, 'SEARCH_TOO_SHORT']);
    expect((await town.wang.client.refused(searchTickets, { query: { q: '学院路', cursor: '17' } })).code).toBe('INVALID_INPUT');
    const resident = await town.resident();
    expect((await resident.client.refused(searchTickets, { query: { q: '学院路' } })).status).toBe(401);
  });

  it('a refused change leaves nothing in the index', async () => {
    const made = await register(town.wang, { title: '照旧不变' });
    const count = async () => Number((await server.query<{ n: number }>('SELECT COUNT(*) AS n FROM search_term'))[0]!.n);
    const before = await count();
    await town.wang.client.refused(ticket.note, { path: { number: made.number }, body: { version: 7, text: '不该记下的字', attachmentIds: [] } });
    expect(await count()).toBe(before);
    await town.wang.client.call(ticket.note, { path: { number: made.number }, body: { version: 1, text: '该记下的话', attachmentIds: [] } });
    expect(await found(town.wang, '该记下')).toEqual([made.number]);
  });

  it('tickets from before the index are added to it, from where the last run stopped, and none twice', async () => {
    const made = [await register(town.wang, { title: '旧单甲乙' }), await register(town.wang, { title: '旧单丙丁' })];
    await town.wang.client.call(ticket.note, { path: { number: made[0]!.number }, body: { version: 1, text: '历史记录在此', attachmentIds: [] } });
    const stored = () => server.query<{ term: number; ticket_id: number }>('SELECT term, ticket_id FROM search_term ORDER BY term, ticket_id');
    const [first, second] = made.map(({ number }) => ticketIdOf(number)!);
    await server.query('DELETE FROM search_term WHERE term = ?', [termOf('word 撞在')]);
    const before = (await stored()).filter((row) => row.term !== termOf(`scope staff ${town.wang.id}`));
    await server.query('DELETE FROM search_term');
    await server.query("UPDATE search_build SET below = ? WHERE name = 'tickets'", [second]);
    const indexer = server.app.get(SearchIndexer);
    expect(await indexer.build()).toBeGreaterThan(0);
    expect(await found(town.wang, '旧单')).toEqual([made[0]!.number]);
    expect(await found(town.wang, '历史记录')).toEqual([made[0]!.number]);
    await server.query("UPDATE search_build SET below = ? WHERE name = 'tickets'", [second! + 1]);
    await indexer.build();
    expect(await indexer.build()).toBe(0);
    expect(first).toBeLessThan(second!);
    expect((await stored()).filter((row) => row.term !== termOf(`scope staff ${town.wang.id}`))).toEqual(before);
  });
});
