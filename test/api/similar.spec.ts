/** Likely the same matter: on the map, in words, by account; on a ticket and while one is registered; without what the viewer may not know (CP-6, CP-7, PR-1). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { reportLeak } from '@shouwen/shared/contract/leak';
import { similarTickets, similarToDraft } from '@shouwen/shared/contract/similar';
import * as ticket from '@shouwen/shared/contract/ticket';
import { WaterAccount } from '../../server/src/customer/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, PLACES, takePhoto, type Town, type TownPerson, upload } from '../support/ticket-town.js';

describeOnBothDatabases('similar tickets', (engine) => {
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
  let month = 0;
  // Each test two months after the one before: what is long ago is no longer alike.
  beforeEach(() => server.clock.set(`2026-${String(1 + ((month += 2) - 2)).padStart(2, '0')}-18T10:00:00+08:00`));
  const report = async (place: { latitude: number; longitude: number }, address: string) => {
    const resident = await town.resident();
    const photo = await upload(resident, await takePhoto());
    return resident.client.call(reportLeak, { body: { category: 'road-leak', description: '路面冒水', address, landmark: '公交站牌', place, contactName: '何静', contactPhone: '13712345678', attachmentIds: [photo.body.id] } });
  };
  const register = (clerk: TownPerson, more: object) =>
    clerk.client.call(ticket.registerTicket, { body: { source: 'counter', category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', contactName: '张小明', contactPhone: '13600001111', address: '学院路3号', ...more } });
  const like = (person: TownPerson, { number }: { number: string }) => person.client.call(similarTickets, { path: { number } }).then((answer) => answer.items);
  const draft = (person: TownPerson, body: object) => person.client.call(similarToDraft, { body: { category: 'road-leak', ...body } }).then((answer) => answer.items);

  it('a leak reported again near by is marked as very likely the same place, without the name or number of the other resident', async () => {
    const { latitude, longitude } = PLACES.centre;
    const first = await report(PLACES.centre, '学院路12号门前');
    server.clock.advance(40 * 60_000);
    const again = await report({ latitude: latitude + 0.0004, longitude }, '善国路与学院路口');
    const far = await report({ latitude: latitude + 0.01, longitude }, '平行路');
    const items = await like(town.agent, again);
    expect(items).toMatchObject([{ number: first.number, likeness: 'same', reasons: ['相距约 40 米', '同是路面漏水', '同在学院路', '前后不到 1 小时'] }]);
    expect(JSON.stringify(items)).not.toMatch(/何静|137/);
    expect((await like(town.agent, first)).map((item) => item.number)).toEqual([again.number]);
    expect(await like(town.agent, far)).toEqual([]);
    expect((await draft(town.agent, { place: PLACES.centre })).map((item) => item.number).sort()).toEqual([first.number, again.number].sort());
    expect((await draft(town.agent, { address: '学院路' })).map((item) => item.likeness)).toEqual(['maybe', 'maybe']);
    expect(await draft(town.agent, { address: '中心路' })).toEqual([]);
    expect(await draft(town.agent, { category: 'no-such', place: PLACES.centre })).toEqual([]);
    // The same spot a month and a half later is another leak.
    server.clock.advance(45 * 86_400_000);
    expect(await draft(town.agent, { place: PLACES.centre })).toEqual([]);
  });

  it('one account’s matters are found while registering, each by those who may see them', async () => {
    const first = await register(town.wang, { accountNumber: '01020399' });
    const body = { category: 'bill-amount', accountNumber: '01020399' };
    expect(await draft(town.wang, body)).toMatchObject([{ number: first.number, likeness: 'same', reasons: expect.arrayContaining(['同一户号']) }]);
    for (const other of [town.li, town.southClerk, town.administrator, town.crew]) expect(await draft(other, body)).toEqual([]);
    expect((await town.southClerk.client.refused(similarTickets, { path: { number: first.number } })).code).toBe('NOT_FOUND');
    expect((await town.wang.client.refused(similarTickets, { path: { number: '123' } })).code).toBe('NOT_FOUND');
    expect((await town.wang.client.refused(similarToDraft, { body: { category: 'bill-amount', address: '长'.repeat(121) } })).code).toBe('INVALID_INPUT');
  });

  it('a secret complaint is nobody’s neighbour and has none, but for those who may know the complainant (CP-6, CP-7)', async () => {
    const open = await register(town.wang, { category: 'complaint-pressure', accountNumber: '01020399' });
    const secret = await register(town.wang, { category: 'complaint-pressure', accountNumber: '01020399', confidential: true, complainedStaffIds: [town.southClerk.id] });
    for (const knows of [town.wang, town.supervisor]) {
      expect((await like(knows, open)).map((item) => item.number)).toEqual([secret.number]);
      expect((await like(knows, secret)).map((item) => item.number)).toEqual([open.number]);
    }
    for (const stranger of [town.agent, town.director]) {
      expect(await like(stranger, open)).toEqual([]);
      expect(await like(stranger, secret)).toEqual([]);
      expect((await draft(stranger, { category: 'complaint-pressure', accountNumber: '01020399', address: '学院路3号' })).map((item) => item.number)).toEqual([open.number]);
    }
    expect((await town.southClerk.client.refused(similarTickets, { path: { number: secret.number } })).code).toBe('NOT_FOUND');
  });

  it('a matter whose category is corrected has the neighbours of what it is now', async () => {
    const first = await register(town.wang, { category: 'complaint-pressure', address: '塔寺路5号' });
    const wrong = await register(town.wang, { category: 'complaint-bill', address: '塔寺路9号' });
    expect(await like(town.wang, wrong)).toEqual([]);
    await town.wang.client.call(ticket.recategorise, { path: { number: wrong.number }, body: { version: 1, category: 'complaint-repair', reason: '实际是没有水' } });
    expect((await like(town.wang, wrong)).map((item) => item.number)).toEqual([first.number]);
    expect((await like(town.wang, first)).map((item) => item.number)).toEqual([wrong.number]);
  });

  it('what is linked already is not offered again', async () => {
    const first = await register(town.wang, { category: 'complaint-pressure', address: '荆河路1号' });
    const again = await register(town.wang, { category: 'complaint-pressure', address: '荆河路1号' });
    expect((await like(town.wang, again)).map((item) => item.number)).toEqual([first.number]);
    await town.wang.client.call(ticket.attach, { path: { number: again.number }, body: { version: 1, mainNumber: first.number, reason: '' } });
    expect(await like(town.wang, again)).toEqual([]);
    expect(await like(town.wang, first)).toEqual([]);
  });
});
