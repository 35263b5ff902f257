/**
 * Bill runs: what SQL and the rule compute is the same to the fen; drafts are nobody's until they are reviewed and issued; a run that is cut off
 * anywhere goes on (PY-9). The issue: bill-run-issue.spec.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as billing from '@shouwen/shared/contract/billing';
import * as desk from '@shouwen/shared/contract/billing-desk';
import * as contract from '@shouwen/shared/contract/bill-run';
import { addDays } from '@shouwen/shared/value';
import fc from 'fast-check';
import { BillRun, BillRunRunner, BillRunService, componentsJson, dialectOf, sqlOfTariff } from '../../server/src/bill-run/index.js';
import { isBillFault, planBill, type PriceBook, type Tariff } from '../../server/src/billing/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { approve } from '../support/approving.js';
import { type BillRunTown, monthly, now, october, openBillRunTown, seen } from '../support/bill-run-town.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, type Person, residents } from '../support/halls.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('bill runs', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let halls: Halls;
  let finance: Person;
  let town: BillRunTown;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    halls = await openHalls(server);
    server.clock.set(now);
    town = await openBillRunTown(server, halls);
    finance = town.finance;
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('SQL and the rule give the same components for thousands of generated accounts and tariffs', async () => {
    const dataSource = await town.dataSourceOf();
    const sql = dialectOf(dataSource.options.type);
    const price = fc.oneof(fc.integer({ min: 0, max: 90_000 }), fc.constantFrom(1, 49, 50, 51, 20_700, 26_700));
    const tariffs = fc.record({
      tierPeriod: fc.constantFrom('year' as const, 'month' as const), baseHousehold: fc.integer({ min: 1, max: 6 }), perExtraPerson: fc.option(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 }), { nil: null }),
      bounds: fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 0, maxLength: 3 }), prices: fc.array(price, { minLength: 4, maxLength: 4 }),
      flat: fc.dictionary(fc.constantFrom('resource', 'sewage', 'garbage', 'x-1'), price), minimumFen: fc.constantFrom(undefined, 500, 1234),
    }).map(({ bounds, prices, minimumFen, ...rest }): Tariff => {
      const sorted = bounds.toSorted((a, b) => a - b);
      return { ...rest, id: 'generated@2020-01-01', from: '2020-01-01', tiers: [...sorted, null].map((upTo, i) => ({ upTo, water: prices[i] as number })), ...(minimumFen === undefined ? {} : { minimumFen }) };
    });
    // The period begins within the year, so that what was used before counts.
    const facts = fc.record({ volume: fc.oneof(fc.nat(60), fc.nat(2000)), usedBefore: fc.nat(600), persons: fc.integer({ min: 1, max: 12 }), days: fc.integer({ min: 1, max: 200 }) });
    const cases = fc.sample(fc.tuple(tariffs, fc.array(facts, { minLength: 60, maxLength: 60 })), 60);
    for (const [tariff, rows] of cases) {
      const expressions = sqlOfTariff(tariff, { volume: 'f.v', usedBefore: 'f.u', persons: 'f.p', days: 'f.d' }, sql);
      if (!expressions) throw new Error('a tariff without an end has SQL');
      const table = rows.map(({ volume, usedBefore, persons, days }) => `SELECT ${volume} AS v, ${usedBefore} AS u, ${persons} AS p, ${days} AS d`).join(' UNION ALL ');
      const total = [...expressions.components.map(({ fen }) => fen), ...(expressions.minimum === null ? [] : [expressions.minimum])].join(' + ');
      const computed: { components: string; total: string | number }[] = await dataSource.query(`SELECT ${componentsJson(expressions, sql)} AS components, ${total} AS total FROM (${table}) f`);
      const book: PriceBook = { versionsOf: () => [tariff], rowOf: () => 1, policyOn: () => ({ dueDays: 20, lateFeeRate: 50 }) };
      rows.forEach(({ volume, usedBefore, persons, days }, i) => {
        const readings = [{ ordinal: 1, readOn: '2026-02-01', value: 0, kind: 'opening' as const, nextValue: null }, { ordinal: 2, readOn: addDays('2026-02-01', days), value: volume, kind: 'regular' as const, nextValue: null }];
        const bill = planBill(book, { account: { householdSize: persons, tariffCode: 'generated' }, terms: [], readings, yearVolume: usedBefore, dueFrom: '2026-03-01' });
        if (isBillFault(bill)) throw new Error('a bill');
        expect({ tariff, facts: rows[i], text: computed[i]?.components, total: Number(computed[i]?.total) }).toEqual({ tariff, facts: rows[i], text: JSON.stringify(bill.components), total: bill.totalFen });
      });
    }
  });

  it('a run drafts what the rule would, for plain accounts and all others; nobody sees a draft', async () => {
    const [resident] = (await residents(server, 1)) as [Person];
    const plain = await town.household(monthly([12, 12, 12]));
    const extra = await town.household(monthly([30, 30, 30, 30, 30, 30, 30, 30, 30, 30]), { persons: 7, tariff: 'monthly-3' });
    const changed = await town.household([['2026-07-10', 100], ['2026-08-10', 112], ['2026-09-10', 124], ['2026-09-25', 130, 'meter-change', 5], ['2026-10-10', 11]]);
    const first = await town.household([['2026-09-10', 100], ['2026-10-10', 109]]);
    const two = await town.household([['2026-08-10', 0], ['2026-09-10', 10], ['2026-10-02', 20], ['2026-10-28', 33]]);
    await town.bind(resident, plain);
    const before = await server.query('SELECT COUNT(*) AS lines_ FROM journal_line');
    const run = await town.start();
    expect(run).toMatchObject({ scope: '郊区', state: 'review', billCount: 6, percent: 100, allowed: ['review', 'cancel'] });
    expect(await server.query('SELECT COUNT(*) AS lines_ FROM journal_line')).toEqual(before);
    expect((await resident.client.call(billing.myBills, { query: { accountId: plain.id, size: 50 } })).items.every(({ state }) => state === 'paid')).toBe(true);
    const [draft] = await town.billsOf(plain.id);
    expect(draft).toMatchObject({ state: 'draft', run_id: run.id });
    expect((await resident.client.refused(billing.billDetail, { path: { id: draft!.id } })).code).toBe('NOT_FOUND');
    await town.expectPlanned(plain.id, extra.id, changed.id, first.id, two.id);
    const found = await town.reviews(run.id);
    expect(Object.fromEntries(found.map(({ accountId, findings }) => [accountId, findings.map(({ reason }) => reason)]))).toMatchObject({ [changed.id]: ['meter-changed'], [first.id]: ['first'] });
    expect(found.some(({ accountId }) => accountId === plain.id || accountId === extra.id)).toBe(false);
    expect(run.sums.reduce((sum, { totalFen }) => sum + totalFen, 0)).toBe(run.totalFen);
    expect((await finance.client.refused(contract.startBillRun, { body: { zone: 'suburban', ...october } })).code).toBe('BILL_RUN_EXISTS');
    expect((await finance.client.refused(contract.issueBillRun, { path: { id: run.id }, body: seen(run) })).code).toBe('BILL_RUN_REVIEW_OPEN');
    // Cancelled, it leaves nothing behind; the next one finds the same.
    await finance.client.call(contract.cancelBillRun, { path: { id: run.id }, body: { version: run.version, reason: '抄表日期选错' } });
    await town.until(run.id, 'cancelled');
    expect(await town.billsOf(plain.id)).toEqual([]);
    const again = await town.start();
    expect([again.billCount, again.totalFen]).toEqual([run.billCount, run.totalFen]);
    await finance.client.call(contract.cancelBillRun, { path: { id: again.id }, body: { version: again.version, reason: '演练' } });
    await town.until(again.id, 'cancelled');
  });

  it('a figure that was changed by hand since it was brought in is for a person, by SQL and by the rule: the one billed, the one before, a change of meter between them', async () => {
    const last = await town.household(monthly([12, 12, 12]));
    const before = await town.household(monthly([12, 12, 12]));
    const opening = await town.household([['2026-09-10', 100], ['2026-10-10', 109]]);
    const byRule = await town.household([['2026-08-10', 0], ['2026-09-10', 10], ['2026-10-02', 20], ['2026-10-10', 31, 'estimated']]);
    const meter = await town.household([['2026-08-10', 100], ['2026-09-10', 124], ['2026-09-25', 130, 'meter-change', 5], ['2026-10-10', 11]]);
    const registered = await town.household(monthly([12, 12, 12]).slice(0, -1));
    const longAgo = await town.household(monthly([12, 12, 12]));
    const clerk = halls.clerk.client;
    const correct = (id: number, ordinal: number, seenValue: number, value: number, more: object = {}) => clerk.call(desk.correctReading, { path: { id, ordinal }, body: { seenValue, value, reason: '看错了', ...more } });
    // The clerk alone, and nothing else about the bills is to be seen.
    for (const [id, ordinal, was, is] of [[last.id, 5, 48, 40], [before.id, 4, 36, 35], [opening.id, 1, 100, 99], [byRule.id, 3, 20, 19]] as const) {
      const { approvalId } = await correct(id, ordinal, was, is);
      expect([id === before.id, approvalId === null]).toEqual([id === before.id, id !== before.id]);
      if (approvalId !== null) expect(await approve(finance, approvalId)).toMatchObject({ status: 200 });
    }
    expect((await correct(byRule.id, 4, 31, 31)).approvalId).toBeNull(); // no longer an estimate
    expect((await correct(meter.id, 3, 130, 128, { nextValue: 4 })).approvalId).toBeNull();
    const old = await correct(longAgo.id, 2, 12, 11);
    expect(await approve(finance, old.approvalId!)).toMatchObject({ status: 200 });
    await clerk.call(desk.changeMeter, { path: { id: registered.id }, body: { on: '2026-09-20', lastValue: 40, firstValue: 0, reason: '到期换表' } });
    await server.query("INSERT INTO meter_reading (account_id, ordinal, read_on, value, kind, created_at) VALUES (?, 6, '2026-10-10', 8, 'regular', '2026-10-10 00:00:00.000')", [registered.id]);

    const run = await town.start();
    const found = await town.reviews(run.id);
    const of = (id: number) => found.filter(({ accountId }) => accountId === id).map(({ readOn, findings }) => [readOn, ...findings.map(({ reason, text }) => (reason === 'corrected' ? text : reason))]);
    expect(of(last.id)).toEqual([['2026-10-10', '2026-10-10 的读数 48 改为 40（王芳：看错了）']]);
    expect(of(before.id)).toEqual([['2026-10-10', '2026-09-10 的读数 36 改为 35（王芳：看错了）']]);
    expect(of(opening.id)).toEqual([['2026-10-10', '2026-09-10 的读数 100 改为 99（王芳：看错了）', 'first']]);
    expect(of(byRule.id).sort()).toEqual([['2026-10-02', '2026-10-02 的读数 20 改为 19（王芳：看错了）'], ['2026-10-10', '2026-10-02 的读数 20 改为 19（王芳：看错了）；2026-10-10 的读数 31（估抄） 改为 31（王芳：看错了）']]);
    expect(of(meter.id)).toEqual([['2026-10-10', '2026-09-25 的读数 130（新表起数 5） 改为 128（新表起数 4）（王芳：看错了）', 'meter-changed']]);
    expect(of(registered.id)).toEqual([['2026-10-10', 'meter-changed']]);
    expect(of(longAgo.id)).toEqual([]);
    await town.expectPlanned(last.id, before.id, opening.id, byRule.id, meter.id, registered.id, longAgo.id);
    // Confirmed like any other reason, and only then issued.
    expect((await finance.client.refused(contract.issueBillRun, { path: { id: run.id }, body: seen(run) })).code).toBe('BILL_RUN_REVIEW_OPEN');
    expect(await town.decide(run.id, { reason: 'corrected', decision: 'confirm' })).toMatchObject({ decided: 6 });
    await finance.client.call(contract.cancelBillRun, { path: { id: run.id }, body: { version: (await finance.client.call(contract.billRun, { path: { id: run.id } })).version, reason: '核对完毕' } });
    await town.until(run.id, 'cancelled');
    await server.query('DELETE FROM meter_reading WHERE account_id BETWEEN ? AND ? AND read_on >= ?', [last.id, longAgo.id, october.from]);
  });

  it('generated histories: drafts by SQL and by the rule say the same', async () => {
    const volume = fc.oneof(fc.nat(20), fc.nat(120), fc.constant(0));
    const histories = fc.sample(fc.record({ volumes: fc.array(volume, { minLength: 1, maxLength: 20 }), persons: fc.integer({ min: 1, max: 8 }), tariff: fc.constantFrom('annual-5-7-9', 'monthly-3') }), 60);
    const made: number[] = [];
    for (const { volumes, persons, tariff } of histories) made.push((await town.household(monthly(volumes, volumes[0]), { zone: 'urban', persons, tariff })).id);
    // In January the tiers begin anew; a period that crosses the turn of the year is the rule's.
    made.push((await town.household([['2025-10-31', 0], ['2025-12-31', 150], ['2026-10-10', 290]], { zone: 'urban' })).id, (await town.household([['2025-09-10', 0], ['2025-12-10', 250], ['2026-10-10', 300]], { zone: 'urban' })).id);
    const run = await town.start({ zone: 'urban' });
    expect(run.billCount).toBe(made.length);
    await town.expectPlanned(...made);
    await finance.client.call(contract.cancelBillRun, { path: { id: run.id }, body: { version: run.version, reason: '核对完毕' } });
    await town.until(run.id, 'cancelled');
    await server.query("DELETE FROM meter_reading WHERE account_id IN (SELECT id FROM water_account WHERE zone = 'urban')");
  });

  it('computing is cut off and goes on; two runs over the same readings bill each once', async () => {
    const zone = 'suburban';
    const days = { from: '2026-09-01', to: '2026-09-30' };
    for (let i = 0; i < 8; i++) await town.household([['2026-07-11', 0], ['2026-08-11', 10 + i], ['2026-09-11', 20 + i]], { zone, unbilledFrom: '2026-09-01' });
    const dataSource = await town.dataSourceOf();
    const service = server.app.get(BillRunService);
    const quiet = { issued: async () => ({ prepaidCount: 0, prepaidFen: 0 }) };
    const broken = new Transactions(dataSource);
    let left = 2;
    // The third transaction's last word is lost.
    broken.run = (work) => new Transactions(dataSource).run(async (tx) => { const result = await work(tx); if (left-- === 0) throw new Error('cut off'); return result; });
    const runs = await server.app.get(Transactions).run(async (tx) => {
      const made = [];
      for (const scope of [{ zone: 'suburban' as const }, {}]) {
        const view = await service.start(tx, { ...scope, ...days }, { id: finance.id, name: '钱会计' });
        await tx.query("DELETE FROM outbox WHERE topic = 'bill-run.advance' AND done_at IS NULL");
        made.push(view.id);
      }
      return made;
    });
    const clock = { now: () => new Date(now) };
    await expect(new BillRunRunner(dataSource, broken, clock, quiet, null, 4).advance(runs[0]!, 60_000)).rejects.toThrow('cut off');
    const sound = () => new BillRunRunner(dataSource, server.app.get(Transactions), clock, quiet, null, 4);
    await Promise.all(runs.map((id) => sound().advance(id, 60_000)));
    for (const id of runs) await sound().advance(id, 60_000);
    const views = await Promise.all(runs.map((id) => finance.client.call(contract.billRun, { path: { id } })));
    expect(views.map(({ state }) => state)).toEqual(['review', 'review']);
    const unbilled = await server.query("SELECT COUNT(*) AS n FROM bill WHERE run_id IN (?, ?)", runs);
    expect(views[0]!.billCount + views[1]!.billCount).toBe(Number((unbilled[0] as { n: string }).n));
    expect(await server.query('SELECT account_id FROM bill GROUP BY account_id, reading_ordinal, revision HAVING COUNT(*) > 1')).toEqual([]);
    for (const view of views) {
      expect(view.sums.reduce((sum, { billCount }) => sum + billCount, 0)).toBe(view.billCount);
      await finance.client.call(contract.cancelBillRun, { path: { id: view.id }, body: { version: view.version, reason: '测试' } });
      await town.until(view.id, 'cancelled');
    }
  });

  it('belongs to finance; bad input changes nothing', async () => {
    for (const person of [halls.clerk, halls.administrator, halls.supervisor]) {
      expect((await person.client.refused(contract.billRuns)).code).toBe('FORBIDDEN');
      expect((await person.client.refused(contract.startBillRun, { body: { ...october } })).code).toBe('FORBIDDEN');
    }
    const [{ n: before }] = (await server.query('SELECT COUNT(*) AS n FROM bill_run')) as [{ n: string }];
    const bad: object[] = [{ zone: 'moon', ...october }, { from: '2026-10-31', to: '2026-10-01' }, { zone: 'urban', hallId: 1, ...october }, { from: '2026-02-30', to: '2026-10-01' }, { hallId: -1, ...october }];
    for (const body of bad) expect((await finance.client.refused(contract.startBillRun, { body: body as never })).code).toBe('INVALID_INPUT');
    expect((await finance.client.refused(contract.startBillRun, { body: { hallId: 99_999, ...october } })).code).toBe('NOT_FOUND');
    expect((await finance.client.refused(contract.billRun, { path: { id: 99_999 } })).code).toBe('NOT_FOUND');
    expect((await finance.client.refused(contract.reviewItems, { path: { id: 99_999 } })).code).toBe('NOT_FOUND');
    expect((await finance.client.refused(contract.issueBillRun, { path: { id: 99_999 }, body: { version: 1, billCount: 1, totalFen: 1 } })).code).toBe('NOT_FOUND');
    expect((await finance.client.refused(contract.decideReviews, { path: { id: 99_999 }, body: { items: [1], decision: 'confirm', note: '' } })).code).toBe('NOT_FOUND');
    expect(await server.query('SELECT COUNT(*) AS n FROM bill_run')).toEqual([{ n: before }]);
    const policy = await finance.client.call(contract.billRunPolicy);
    const changed = await finance.client.call(contract.changeBillRunPolicy, { body: { id: policy.id, farPercent: 300, farLeast: 5, daysToPay: 15 } });
    expect(changed).toMatchObject({ farPercent: 300, by: '钱会计' });
    expect((await finance.client.refused(contract.changeBillRunPolicy, { body: { id: policy.id, farPercent: 300, farLeast: 5, daysToPay: 15 } })).code).toBe('EDITION_STALE');
    const empty = await town.start({}, { from: '2019-01-01', to: '2019-01-31' });
    expect(empty).toMatchObject({ billCount: 0, allowed: ['review', 'cancel'] });
    expect((await finance.client.refused(contract.issueBillRun, { path: { id: empty.id }, body: seen(empty) })).code).toBe('BILL_RUN_NOTHING');
    expect(await (await town.dataSourceOf()).manager.findOneByOrFail(BillRun, { id: empty.id })).toMatchObject({ policyId: changed.id });
  });
});
