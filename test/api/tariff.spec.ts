/** Published prices: tried out, added by dated versions, never changed; bills follow them from their day on (PY-9). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as approval from '@shouwen/shared/contract/approval';
import * as contract from '@shouwen/shared/contract/tariff';
import { approve, openDecider } from '../support/approving.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, type Person } from '../support/halls.js';
import { accountColumns, bringIn, readingColumns } from '../support/importing.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('tariff versions', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let halls: Halls;
  let decider: Person;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    halls = await openHalls(server);
    decider = await openDecider(server);
    server.clock.set('2026-11-21T10:00:00+08:00');
  });
  afterAll(async () => {
    server?.clock.release();
    await server?.close();
    await database?.drop();
  });
  const annual = {
    code: 'annual-5-7-9', name: '居民年阶梯水价', fromOn: '2026-11-01', tierPeriod: 'year' as const, baseHousehold: 5, perExtraPerson: [],
    tiers: [{ upTo: 180, water: 23000 }, { upTo: 260, water: 43000 }, { upTo: null, water: 63000 }], flat: [{ component: 'resource', price: 15700 }, { component: 'sewage', price: 13600 }], minimumFen: 0,
  };
  const asked = { ...annual, reason: '发改价格〔2026〕12号' };
  const admin = () => halls.administrator.client;

  it('tries a version out on sample months and keeps nothing', async () => {
    const preview = await admin().call(contract.previewTariff, { body: annual });
    expect(preview.faults).toEqual([]);
    expect(preview.samples.find(({ volume }) => volume === 200)).toEqual({ volume: 200, totalFen: 180 * 230 + 20 * 430 + 200 * 293, beforeFen: 180 * 207 + 20 * 407 + 200 * 293 });
    expect((await admin().call(contract.tariffs)).items.find(({ code }) => code === annual.code)!.versions).toHaveLength(1);
  });

  it('refuses what contradicts itself or what was billed, and whoever may not publish', async () => {
    const number = '81000001';
    await bringIn(admin(), 'accounts', `${accountColumns}\n${number},王小明,海慧路12号,城区,,3,20181654321,annual-5-7-9,城区营业厅\n`);
    await bringIn(admin(), 'readings', `${readingColumns}\n${number},2026-09-10,0,\n${number},2026-10-10,20,\n`);
    const refused = async (change: object) => (await admin().refused(contract.addTariffVersion, { body: { ...asked, ...change } })).fields?.map(({ path }) => path);
    expect(await refused({ fromOn: '2026-10-10' })).toEqual(['fromOn']);
    expect(await refused({ fromOn: '2014-05-01' })).toEqual(['fromOn']);
    expect(await refused({ tiers: [{ upTo: 260, water: 1 }, { upTo: 180, water: 2 }, { upTo: null, water: 3 }] })).toEqual(['tiers.1.upTo']);
    expect(await refused({ tiers: [{ upTo: 180, water: 1 }] })).toEqual(['tiers.0.upTo']);
    expect(await refused({ flat: [{ component: 'water', price: 1 }] })).toEqual(['flat']);
    expect((await admin().refused(contract.addTariffVersion, { body: { ...asked, tiers: [{ upTo: null, water: -1 }] } })).code).toBe('INVALID_INPUT');
    expect((await halls.clerk.client.refused(contract.addTariffVersion, { body: asked })).code).toBe('FORBIDDEN');
    expect((await halls.clerk.client.call(contract.tariffs)).mayAdd).toBe(false);
  });

  it('is asked for by one and published once by another, ends the one before, and splits the bills that span its day', async () => {
    const once = await admin().call(contract.addTariffVersion, { body: asked, idempotencyKey: 'tariff-version-0001' });
    expect(await admin().call(contract.addTariffVersion, { body: asked, idempotencyKey: 'tariff-version-0001' })).toEqual(once);
    expect((await decider.client.refused(contract.addTariffVersion, { body: { ...asked, fromOn: '2026-12-01' } })).code).toBe('APPROVAL_ALREADY_REQUESTED');
    const before = await admin().call(contract.tariffs);
    expect(before.waiting).toEqual([{ code: annual.code, approvalId: once.approvalId }]);
    expect(before.items.find(({ code }) => code === annual.code)!.versions).toHaveLength(1);
    // Nobody publishes what they asked for themselves, nor whoever has nothing to do with prices.
    expect((await admin().refused(approval.decideApproval, { path: { id: once.approvalId }, body: { version: 1, outcome: 'approved', reason: '' } })).code).toBe('APPROVAL_OWN');
    expect((await halls.clerk.client.refused(approval.decideApproval, { path: { id: once.approvalId }, body: { version: 1, outcome: 'approved', reason: '' } })).code).toBe('NOT_FOUND');
    const item = await decider.client.call(approval.approval, { path: { id: once.approvalId } });
    expect([item.subject, item.effects[0]]).toEqual(['居民年阶梯水价（annual-5-7-9）2026-11-01 起', '按年阶梯：0–180 m³ 2.30 元，180–260 m³ 4.30 元，260–不限 m³ 6.30 元']);
    expect((await Promise.all([approve(decider, once.approvalId), approve(decider, once.approvalId)])).filter(({ status }) => status === 200)).toHaveLength(1);
    const { versions } = (await admin().call(contract.tariffs)).items.find(({ code }) => code === annual.code)!;
    expect(versions.map(({ fromOn, toOn }) => [fromOn, toOn])).toEqual([['2026-11-01', null], ['2014-05-01', '2026-10-31']]);
    expect((await admin().refused(contract.addTariffVersion, { body: asked })).code).toBe('POLICY_CONTRADICTS');
    await bringIn(admin(), 'readings', `${readingColumns}\n81000001,2026-11-20,60,\n`);
    const [bill] = await server.query<{ segments: string; total_fen: number }>("SELECT b.segments, b.total_fen FROM bill b JOIN water_account a ON a.id = b.account_id WHERE a.account_number = '81000001' AND b.reading_ordinal = 3");
    const segments = (typeof bill!.segments === 'string' ? JSON.parse(bill!.segments) : bill!.segments) as { tariff: string; volume: number }[];
    expect(segments.map(({ tariff, volume }) => [tariff, volume])).toEqual([['annual-5-7-9@2014-05-01', 20], ['annual-5-7-9@2026-11-01', 20]]);
    expect(Number(bill!.total_fen)).toBe(20 * 500 + 20 * 523);
  });

  it('what was billed while a request waited is not given another price: the request ends, and says why', async () => {
    const { approvalId } = await admin().call(contract.addTariffVersion, { body: { ...asked, fromOn: '2026-11-21' } });
    await bringIn(admin(), 'readings', `${readingColumns}\n81000001,2026-11-21,61,\n`);
    expect(await approve(decider, approvalId)).toMatchObject({ body: { code: 'POLICY_CONTRADICTS' } });
    expect((await decider.client.call(approval.approval, { path: { id: approvalId } })).state).toBe('expired');
    expect((await admin().call(contract.tariffs)).items.find(({ code }) => code === annual.code)!.versions).toHaveLength(2);
  });
});
