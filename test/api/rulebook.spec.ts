/** The rule book as data: read by all staff, edited by administrators, each edition kept. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { categories } from '@shouwen/shared/contract/category';
import * as contract from '@shouwen/shared/contract/rulebook';
import * as ticket from '@shouwen/shared/contract/ticket';
import { Transactions } from '../../server/src/database/index.js';
import { RuleBook } from '../../server/src/rulebook/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { startServer, type ServerInProcess } from '../support/server.js';
import { buildTown, type Town } from '../support/ticket-town.js';

describeOnBothDatabases('rule book', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
  });
  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  const current = async <K extends contract.BookKind>(kind: K) => {
    const { edition, content } = await town.wang.client.call(contract.currentEdition, { path: { kind } });
    return { edition, content: content as contract.BookContent[K] };
  };
  const publish = (kind: contract.BookKind, basedOn: number, content: unknown, reason = '测试') => ({ path: { kind }, body: { basedOn, content, reason } });
  const editionsStored = async () => Number((await server.query<{ n: number }>('SELECT COUNT(*) AS n FROM book_edition'))[0]!.n);

  it('begins with the defaults of the rule book, and none contradicts another', async () => {
    const { items } = await town.wang.client.call(contract.books);
    expect(items.map(({ kind }) => kind)).toEqual(contract.bookKinds);
    expect(items.every(({ editedBy, reason }) => editedBy === null && reason === '系统默认')).toBe(true);
    for (const kind of contract.bookKinds) {
      const { edition, content } = await current(kind);
      expect(contract.bookSchemas[kind].safeParse(content).error).toBeUndefined();
      const { difference, contradictions } = await town.administrator.client.call(contract.checkEdition, { path: { kind }, body: { basedOn: edition, content } });
      expect({ kind, difference, contradictions }).toEqual({ kind, difference: [], contradictions: [] });
    }
  });

  it('took over the time limits that were in force (TL-7), with E4 and C8.8 as they are published', async () => {
    const { content } = await current('service-policy');
    expect(content.find(({ clock }) => clock === 'return')).toMatchObject({ kind: null, unit: 'working-days', n: 5 });
    expect(content.filter(({ category }) => category === 'apply-connection').map(({ clock, n }) => [clock, n])).toEqual([['resolution', 13], ['survey', 5], ['design', 3], ['works', 5]]);
    expect(content.filter(({ unit }) => unit === 'hall-days').every(({ n, kind }) => n === 1 && kind === 'complaint')).toBe(true);
    expect(content.filter(({ unit }) => unit === 'hall-days')).toHaveLength(15);
  });

  it('gives everybody the categories in use, without signing in', async () => {
    const { items } = await new Client(server.url).call(categories);
    expect(items.map(({ code }) => code)).toEqual(expect.arrayContaining(['road-leak', 'apply-change-ratio', 'out-of-scope']));
    expect(items.map(({ code }) => code)).not.toContain('apply-other');
    expect(items.find(({ code }) => code === 'complaint-rude')).toMatchObject({ kind: 'complaint', family: 'service', label: '态度恶劣' });
  });

  it('is changed by administrators only, and read by staff only', async () => {
    const { edition, content } = await current('dismissive-phrase');
    const before = await editionsStored();
    for (const person of [town.wang, town.director, town.supervisor]) {
      expect((await person.client.refused(contract.publishEdition, publish('dismissive-phrase', edition, [...content, '再说吧']))).code).toBe('FORBIDDEN');
      expect((await person.client.refused(contract.checkEdition, { path: { kind: 'ladder' }, body: { basedOn: 1, content: [] } })).code).toBe('FORBIDDEN');
    }
    const resident = await town.resident();
    expect((await resident.client.refused(contract.currentEdition, { path: { kind: 'ladder' } })).code).toBe('SIGN_IN_REQUIRED');
    expect((await town.wang.client.refused(contract.currentEdition, { path: { kind: 'no-such' } })).code).toBe('NOT_FOUND');
    expect(await editionsStored()).toBe(before);
  });

  it('keeps every edition, with who, why and what changed', async () => {
    const { edition, content } = await current('dismissive-phrase');
    const changed = [...content.filter((phrase) => phrase !== '管不了'), '再说吧'];
    const made = await town.administrator.client.call(contract.publishEdition, publish('dismissive-phrase', edition, changed, '居民反映'));
    expect(made).toMatchObject({ edition: edition + 1, reason: '居民反映', editedBy: '管理员' });
    const difference = [{ what: '推诿用语', before: null, after: '再说吧' }, { what: '推诿用语', before: '管不了', after: null }];
    expect(made.difference).toEqual(difference);
    expect(await current('dismissive-phrase')).toEqual({ edition: edition + 1, content: changed });
    const page = await town.wang.client.call(contract.editions, { path: { kind: 'dismissive-phrase' }, query: { size: 1 } });
    expect(page.items).toMatchObject([{ edition: edition + 1, reason: '居民反映' }]);
    const older = await town.wang.client.call(contract.editions, { path: { kind: 'dismissive-phrase' }, query: { size: 1, cursor: page.next! } });
    expect(older).toMatchObject({ items: [{ edition, reason: '系统默认', editedBy: null }], next: null });
    expect(await town.wang.client.call(contract.oneEdition, { path: { kind: 'dismissive-phrase', edition: edition + 1 } })).toMatchObject({ content: changed, difference });
    expect((await town.wang.client.call(contract.oneEdition, { path: { kind: 'dismissive-phrase', edition } })).content).toEqual(content);
    expect((await town.wang.client.refused(contract.oneEdition, { path: { kind: 'dismissive-phrase', edition: 99 } })).code).toBe('NOT_FOUND');
  });

  it('refuses what was decided on an older edition, what changes nothing, and what is no such book', async () => {
    const { edition, content } = await current('dismissive-phrase');
    const before = await editionsStored();
    const refused = async (body: ReturnType<typeof publish>) => (await town.administrator.client.refused(contract.publishEdition, body)).code;
    expect(await refused(publish('dismissive-phrase', edition - 1, [...content, '过几天']))).toBe('EDITION_STALE');
    expect(await refused(publish('dismissive-phrase', edition + 1, [...content, '过几天']))).toBe('EDITION_STALE');
    expect(await refused(publish('dismissive-phrase', edition, content))).toBe('NOTHING_CHANGED');
    expect(await refused(publish('dismissive-phrase', edition, [...content, '过几天'], ' '))).toBe('INVALID_INPUT');
    expect(await refused(publish('dismissive-phrase', edition, { phrases: content }))).toBe('INVALID_INPUT');
    expect(await refused(publish('dismissive-phrase', edition, null))).toBe('INVALID_INPUT');
    const { content: rows, edition: policy } = await current('service-policy');
    const wrong = await town.administrator.client.refused(contract.publishEdition, publish('service-policy', policy, [{ ...rows[0], n: 'five' }, ...rows.slice(1)]));
    expect(wrong).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: '0.n' }] });
    expect(await editionsStored()).toBe(before);
  });

  it('refuses a policy that contradicts itself, naming the rule and the rows', async () => {
    const before = await editionsStored();
    const { edition, content } = await current('service-policy');
    const twice = [...content, { ...content[0]!, n: 9 }];
    const refused = await town.administrator.client.refused(contract.publishEdition, publish('service-policy', edition, twice));
    expect(refused).toMatchObject({ status: 422, code: 'POLICY_CONTRADICTS', rule: 'TL-7', fields: [{ path: String(content.length), message: expect.stringContaining('第 1 行') }] });
    const without = content.filter(({ kind, clock }) => kind !== 'billing-question' || clock !== 'resolution');
    expect(await town.administrator.client.refused(contract.publishEdition, publish('service-policy', edition, without))).toMatchObject({ code: 'POLICY_CONTRADICTS', message: expect.stringContaining('水量疑问') });
    const { contradictions } = await town.administrator.client.call(contract.checkEdition, { path: { kind: 'service-policy' }, body: { basedOn: edition, content: without } });
    expect(contradictions).toHaveLength(2);

    const calendar = await current('working-calendar');
    expect(await town.administrator.client.refused(contract.publishEdition, publish('working-calendar', calendar.edition, calendar.content.slice(1)))).toMatchObject({ code: 'CALENDAR_YEAR_MISSING', rule: 'TL-3', message: expect.stringContaining('2025') });
    const ladder = await current('ladder');
    expect(await town.administrator.client.refused(contract.publishEdition, publish('ladder', ladder.edition, { ...ladder.content, day: [...ladder.content.day].reverse() }))).toMatchObject({ code: 'POLICY_CONTRADICTS', rule: 'ES-1' });
    expect(await editionsStored()).toBe(before);
  });

  it('a ticket keeps the limits and the checklist it began under; the next one has the new (TL-5, TL-7)', async () => {
    server.clock.set('2026-11-18T10:00:00+08:00');
    const register = () => town.wang.client.call(ticket.registerTicket, { body: { source: 'counter', category: 'apply-move-pipe', title: '移管', description: '院内移管', contactPhone: '13600001111', address: '学院路3号' } });
    const before = await register();
    const [policy, checklist] = [await current('service-policy'), await current('checklist')];
    const shorter = policy.content.map((row) => (row.kind === 'application' && row.clock === 'resolution' ? { ...row, n: 3 } : row));
    await town.administrator.client.call(contract.publishEdition, publish('service-policy', policy.edition, shorter));
    const items = [{ code: 'sketch', name: '管线示意图', howToGet: '手绘即可' }];
    await town.administrator.client.call(contract.publishEdition, publish('checklist', checklist.edition, [...checklist.content.filter(({ category }) => category !== 'apply-move-pipe'), { category: 'apply-move-pipe', items }]));
    const after = await register();
    const seen = await town.wang.client.call(ticket.staffTicket, { path: { number: before.number } });
    const resolution = ({ clocks }: ticket.StaffTicketDetail) => clocks.find(({ clock }) => clock === 'resolution')!.dueAt;
    expect([resolution(seen), resolution(after)]).toEqual(['2026-11-25T16:00:00.000Z', '2026-11-23T16:00:00.000Z']);
    expect(after.materials.checklist).toMatchObject(items);
    expect(seen.materials.checklist).toEqual(before.materials.checklist);
    expect(seen.materials.checklist).not.toMatchObject(items);
    // Transferred later, it still counts by its own edition.
    const moved = await town.wang.client.call(ticket.transfer, { path: { number: before.number }, body: { version: seen.version, departmentId: town.metering } });
    expect(resolution(moved)).toBe('2026-11-25T16:00:00.000Z');
  });

  it('publishes once for one intent, and once for one edition', async () => {
    const { edition, content } = await current('consequence');
    const options = { ...publish('consequence', edition, { ...content, followUpDays: 10 }), idempotencyKey: 'a-publication-made-twice' };
    const [first, second] = [await town.administrator.client.call(contract.publishEdition, options), await town.administrator.client.call(contract.publishEdition, options)];
    expect(second).toEqual(first);
    const at = edition + 1;
    const race = await Promise.all([11, 12, 13, 14].map((followUpDays) => town.administrator.client.send(contract.publishEdition, publish('consequence', at, { ...content, followUpDays }))));
    expect(race.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await current('consequence')).edition).toBe(at + 1);
  });

  it('is read without a query for a second, and by one query when it must be as it is now; nobody who reads it can change it', async () => {
    const book = server.app.get(RuleBook);
    const queries: string[] = [];
    const manager = { query: (sql: string, parameters: unknown[]) => (queries.push(sql), server.query(sql, parameters)), find: () => { throw new Error('asked again'); } };
    const warm = await server.app.get(Transactions).run((tx) => book.currents(tx, contract.bookKinds));
    expect(await book.currents(manager as never, contract.bookKinds)).toEqual(warm);
    expect(queries).toHaveLength(0);
    const again = await book.currentsNow(manager as never, contract.bookKinds);
    expect(queries).toHaveLength(1);
    expect(again.ladder.content).toBe(warm.ladder.content);
    expect(() => ((again.category.content[0] as { label: string }).label = '改')).toThrow(TypeError);
    const plan = await server.query(`EXPLAIN ${engine.name === 'SQLite' ? 'QUERY PLAN ' : ''}${queries[0]!}`);
    expect(JSON.stringify(plan)).toContain('uq_book_edition');
  });
});
