/** What becomes of a run's drafts: seen by a person, left out or issued, once, as the data of that moment say; the journal agrees with the bills (PY-9). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as billing from '@shouwen/shared/contract/billing';
import * as desk from '@shouwen/shared/contract/billing-desk';
import * as contract from '@shouwen/shared/contract/bill-run';
import fc from 'fast-check';
import { BillRunRunner, BillRunService } from '../../server/src/bill-run/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { Refusal } from '../../server/src/http/index.js';
import { type BillRunTown, type Household, monthly, now, october, openBillRunTown, seen } from '../support/bill-run-town.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, type Person, residents } from '../support/halls.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('the issue of bill runs', (engine) => {
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

  it('what a person must see, with what it is compared with; confirmed, left out, sent to be read again; then issued once', async () => {
    server.clock.set(now);
    const [resident] = (await residents(server, 1)) as [Person];
    const zone = 'urban';
    const usual = await town.household(monthly([12, 12, 12, 12]), { zone });
    const above = await town.household(monthly([12, 12, 12, 12, 50].slice(0, 4), 90), { zone });
    const zero = await town.household(monthly([12, 12, 12, 12], 0), { zone });
    const nothing = await town.household(monthly([0, 0, 0], 0), { zone });
    const negative = await town.household([['2026-08-10', 100], ['2026-09-10', 120], ['2026-10-10', 90], ['2026-10-30', 100]], { zone });
    const estimated = await town.household([['2026-08-10', 100], ['2026-09-10', 112], ['2026-10-10', 124, 'estimated']], { zone });
    const saver = await town.household(monthly([12, 12, 12]), { zone });
    await town.prepay(saver.id, 3000);
    await town.bind(resident, usual);
    let run = await town.start({ zone });
    const list = await town.reviews(run.id);
    const of = (household: Household, ordinal?: number) => list.find((item) => item.accountId === household.id && (ordinal === undefined || item.readOn === '2026-10-30'))!;
    expect(of(above)).toMatchObject({ current: { volume: 90, days: 30 }, previous: { volume: 12, days: 31 }, usualVolume: 12, findings: [{ reason: 'far-above', text: '约为平时 12 m³ 的 7.5 倍' }], nameMasked: '王**' });
    expect(of(zero)).toMatchObject({ findings: [{ reason: 'zero', text: '上期 12 m³' }], totalFen: 0 });
    expect(of(negative)).toMatchObject({ current: null, billId: null, findings: [{ reason: 'negative' }] });
    expect(of(negative, 4)).toMatchObject({ billId: null, findings: [{ reason: 'waits' }] });
    expect(of(estimated)).toMatchObject({ findings: [{ reason: 'estimated' }] });
    expect(list.map(({ accountId }) => accountId)).not.toContain(nothing.id);
    expect(list[0]?.accountId).toBe(above.id);
    expect((await finance.client.refused(contract.decideReviews, { path: { id: run.id }, body: { items: [of(negative).id], decision: 'confirm', note: '' } })).code).toBe('REVIEW_WITHOUT_BILL');
    expect((await finance.client.refused(contract.decideReviews, { path: { id: run.id }, body: { items: [of(above).id], decision: 'hold', note: '' } })).code).toBe('INVALID_INPUT');
    expect(await town.decide(run.id, { reason: 'estimated', decision: 'confirm' })).toEqual({ decided: 1, left: 4 });
    expect(await town.decide(run.id, { items: [of(zero).id], decision: 'confirm' })).toEqual({ decided: 1, left: 3 });
    expect(await town.decide(run.id, { items: [of(zero).id], decision: 'confirm' })).toEqual({ decided: 0, left: 3 });
    const beforeHold = await finance.client.call(contract.billRun, { path: { id: run.id } });
    expect(await town.decide(run.id, { items: [of(above).id], decision: 'hold', note: '疑似户内漏水，先上门' })).toEqual({ decided: 1, left: 2 });
    expect(await town.decide(run.id, { items: [of(negative).id, of(negative, 4).id], decision: 'to-read', note: '读数不可能' })).toEqual({ decided: 2, left: 0 });
    run = await finance.client.call(contract.billRun, { path: { id: run.id } });
    expect([run.billCount, run.totalFen, run.volume]).toEqual([beforeHold.billCount - 1, beforeHold.totalFen - of(above).totalFen!, beforeHold.volume - 90]);
    expect(run.sums.reduce((sum, { totalFen }) => sum + totalFen, 0)).toBe(run.totalFen);
    expect(await town.billsOf(above.id)).toEqual([]);
    const csv = await fetch(`${server.url}/api/staff/bill-runs/${run.id}/read-again`, { headers: { authorization: `Bearer ${finance.token}` } });
    expect(await csv.text()).toContain(negative.accountNumber);
    expect(await server.query('SELECT staff_id, row_count FROM bill_run_export WHERE run_id = ?', [run.id])).toEqual([{ staff_id: finance.id, row_count: 2 }]);

    expect((await finance.client.refused(contract.issueBillRun, { path: { id: run.id }, body: { ...seen(run), totalFen: run.totalFen + 1 } })).code).toBe('BILL_RUN_CHANGED');
    const body = seen(run);
    const answers = await Promise.all([1, 2, 3].map(() => finance.client.send(contract.issueBillRun, { path: { id: run.id }, body })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const issued = await town.until(run.id, 'issued');
    expect(issued).toMatchObject({ issuedCount: run.billCount, zeroCount: 2, prepaidCount: 1, prepaidFen: 3000, issuedBy: '钱会计' });
    expect((await town.billsOf(usual.id)).map(({ state, due_on }) => [state, due_on])).toEqual([['unpaid', '2026-11-15']]);
    expect((await town.billsOf(nothing.id)).map(({ state }) => state)).toEqual(['paid']);
    const [saved] = await server.query<{ paid_fen: string; state: string }>('SELECT * FROM bill WHERE account_id = ? AND run_id = ?', [saver.id, run.id]);
    expect([Number(saved!.paid_fen), saved!.state]).toEqual([3000, 'unpaid']);
    expect(await town.owed(usual.id)).toBe(6000);
    await town.expectBooksToAgree();
    expect((await resident.client.call(billing.myBills, { query: { accountId: usual.id, state: 'unpaid', size: 5 } })).items).toMatchObject([{ volume: 12, totalFen: 6000, dueOn: '2026-11-15' }]);
    for (let tries = 0; tries < 200 && (await server.query('SELECT 1 FROM notice WHERE resident_id = ?', [resident.id])).length === 0; tries++) await new Promise((done) => setTimeout(done, 25));
    expect(await server.query('SELECT notice_key FROM notice WHERE resident_id = ?', [resident.id])).toHaveLength(1);
    expect((await finance.client.refused(contract.cancelBillRun, { path: { id: run.id }, body: { version: issued.version, reason: '后悔' } })).code).toBe('BILL_RUN_ACTION_NOT_ALLOWED');
    expect((await finance.client.refused(contract.decideReviews, { path: { id: run.id }, body: { reason: 'zero', decision: 'confirm', note: '' } })).code).toBe('BILL_RUN_ACTION_NOT_ALLOWED');

    // What was left out is unbilled: the next run takes it, and says so.
    const next = await town.start({ zone });
    expect(next.billCount).toBe(1);
    expect((await town.reviews(next.id)).map(({ accountId }) => accountId).toSorted()).toEqual([above.id, negative.id, negative.id].toSorted());
    await finance.client.call(contract.cancelBillRun, { path: { id: next.id }, body: { version: next.version, reason: '等复抄' } });
    await town.until(next.id, 'cancelled');
  });

  it('cut off at any chunk, on two servers at once: every reading has one bill, and the journal agrees', async () => {
    const zone = 'suburban';
    const made: Household[] = [];
    for (let i = 0; i < 12; i++) made.push(await town.household(monthly([10 + i, 10 + i]), { zone }));
    const dataSource = await town.dataSourceOf();
    const transactions = server.app.get(Transactions);
    const clock = { now: () => new Date(now) };
    let failAfter = 0;
    let failure: Error = new Error('cut off');
    const failing = { issued: async () => { if (failAfter-- === 0) throw failure; return { prepaidCount: 0, prepaidFen: 0 }; } };
    const runner = () => new BillRunRunner(dataSource, transactions, clock, failing, null, 3);
    // Behind the outbox's back: its duty is taken away, and each step is ours.
    const { id } = await finance.client.call(contract.startBillRun, { body: { zone, ...october, to: '2026-10-30' } });
    await town.until(id, 'review');
    const run = await town.until(id, 'review');
    await town.decideAll(id);
    const { billCount } = await finance.client.call(contract.billRun, { path: { id } });
    expect(billCount).toBeGreaterThanOrEqual(made.length);
    await server.query('UPDATE bill_run SET state = ?, issued_at = ?, issued_by = ?, position = (SELECT MIN(b.id) FROM bill b WHERE b.run_id = bill_run.id) - 1, last_position = (SELECT MAX(b.id) FROM bill b WHERE b.run_id = bill_run.id) WHERE id = ?', ['issuing', '2026-11-05 02:00:00.000', '钱会计', run.id]);
    for (let k = 0; k < 3; k++) {
      failAfter = k;
      await expect(runner().advance(id, 60_000)).rejects.toThrow('cut off');
      await town.expectBooksToAgree();
    }
    // Three servers at once: each chunk is one's alone, and one that somebody's payment overtakes is simply done again.
    [failAfter, failure] = [1, new Refusal('BILL_CHANGED')];
    await Promise.all([runner().advance(id, 60_000), runner().advance(id, 60_000), runner().advance(id, 60_000)]);
    for (let tries = 0; tries < 50 && !(await runner().advance(id, 60_000)); tries++);
    const issued = await finance.client.call(contract.billRun, { path: { id } });
    expect(issued).toMatchObject({ state: 'issued', issuedCount: billCount, billCount });
    await town.expectBooksToAgree();
    expect(await server.query('SELECT account_id FROM bill WHERE run_id = ? GROUP BY account_id, reading_ordinal HAVING COUNT(*) > 1', [id])).toEqual([]);
    expect(await server.query("SELECT id FROM bill WHERE run_id = ? AND state = 'draft'", [id])).toEqual([]);
    await runner().advance(id, 1000);
    await town.expectBooksToAgree();
  });

  it('a draft whose reading is put right is worked out anew, and seen by a person (again) before it can go out', async () => {
    const zone = 'urban';
    const days = { from: '2026-10-01', to: '2026-10-31' };
    const [plain, strange] = [await town.household(monthly([12, 12, 12, 12]), { zone }), await town.household(monthly([12, 12, 12, 12], 90), { zone })];
    let run = await town.start({ zone }, days);
    const item = (await town.reviews(run.id)).find(({ accountId }) => accountId === strange.id)!;
    const working = await finance.client.call(contract.reviewWorking, { path: { id: run.id, item: item.id } });
    expect(working).toMatchObject({ volume: 90, totalFen: item.totalFen, nameMasked: '王**' });
    expect(working.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(item.totalFen! * 100);
    await town.decideAll(run.id);
    run = await finance.client.call(contract.billRun, { path: { id: run.id } });
    expect(run.allowed).toContain('issue');
    const before = seen(run);
    for (const [account, from, to] of [[plain, 60, 58], [strange, 138, 60]] as const) {
      const [last] = await server.query<{ ordinal: number; value: number }>('SELECT ordinal, value FROM meter_reading WHERE account_id = ? ORDER BY ordinal DESC LIMIT 1', [account.id]);
      expect(last!.value).toBe(from);
      expect(await halls.clerk.client.call(desk.correctReading, { path: { id: account.id, ordinal: last!.ordinal }, body: { seenValue: from, value: to, reason: '抄错了' } })).toMatchObject({ voidedBillIds: [], approvalId: null });
    }
    expect((await finance.client.refused(contract.issueBillRun, { path: { id: run.id }, body: before })).code).toBe('BILL_RUN_REVIEW_OPEN');
    run = await finance.client.call(contract.billRun, { path: { id: run.id } });
    expect(run).toMatchObject({ openReviews: 2, volume: before.billCount === 0 ? 0 : expect.any(Number) });
    expect(run.sums.reduce((sum, { totalFen }) => sum + totalFen, 0)).toBe(run.totalFen);
    expect((await town.reviews(run.id)).map(({ accountId, current, findings }) => [accountId, current?.volume, findings[0]?.reason]).sort()).toEqual([[plain.id, 10, 'stale'], [strange.id, 12, 'stale']].sort());
    await town.expectPlanned(plain.id, strange.id);
    await town.decideAll(run.id);
    run = await finance.client.call(contract.billRun, { path: { id: run.id } });
    expect((await finance.client.refused(contract.issueBillRun, { path: { id: run.id }, body: before })).code).toBe('BILL_RUN_CHANGED');
    await finance.client.call(contract.issueBillRun, { path: { id: run.id }, body: seen(run) });
    await town.until(run.id, 'issued');
    await town.expectPlanned(plain.id, strange.id);
    await town.expectBooksToAgree();
  });

  it('a draft that is put right while its run goes out is not sent unseen: it waits for the next run', async () => {
    const zone = 'suburban';
    const days = { from: '2026-10-01', to: '2026-10-31' };
    const [plain, corrected] = [await town.household(monthly([12, 12, 12]), { zone }), await town.household(monthly([12, 12, 12]), { zone })];
    const { id } = await town.start({ zone }, days);
    await town.decideAll(id);
    const before = await finance.client.call(contract.billRun, { path: { id } });
    // Issued, and no chunk of it is done yet.
    await server.query("UPDATE bill_run SET state = 'issuing', issued_at = '2026-11-05 02:00:00.000', issued_by = '钱会计', position = (SELECT MIN(b.id) FROM bill b WHERE b.run_id = bill_run.id) - 1, last_position = (SELECT MAX(b.id) FROM bill b WHERE b.run_id = bill_run.id) WHERE id = ?", [id]);
    const [last] = await server.query<{ ordinal: number; value: number }>('SELECT ordinal, value FROM meter_reading WHERE account_id = ? ORDER BY ordinal DESC LIMIT 1', [corrected.id]);
    await halls.clerk.client.call(desk.correctReading, { path: { id: corrected.id, ordinal: last!.ordinal }, body: { seenValue: last!.value, value: last!.value - 5, reason: '抄错了' } });
    await server.app.get(BillRunService).runner.advance(id, 60_000);
    const issued = await finance.client.call(contract.billRun, { path: { id } });
    expect(issued).toMatchObject({ state: 'issued', issuedCount: issued.billCount });
    expect([(await town.billsOf(plain.id)).length - (await town.billsOf(corrected.id)).length, before.billCount - issued.billCount]).toEqual([1, 1]);
    expect(issued.sums.reduce((sum, { totalFen }) => sum + totalFen, 0)).toBe(issued.totalFen);
    expect((await town.reviews(id, { state: 'held', reason: 'stale' })).map(({ accountId }) => accountId)).toEqual([corrected.id]);
    await town.expectBooksToAgree();
    const next = await town.start({ zone }, days);
    expect((await server.query('SELECT account_id FROM bill WHERE run_id = ?', [next.id])).map((row) => row['account_id'])).toEqual([corrected.id]);
    await town.decideAll(next.id);
    await finance.client.call(contract.issueBillRun, { path: { id: next.id }, body: seen(await finance.client.call(contract.billRun, { path: { id: next.id } })) });
    await town.until(next.id, 'issued');
    await town.expectPlanned(plain.id, corrected.id);
    await town.expectBooksToAgree();
  });

  it('whatever changes under a draft: what goes out says what the data say when it goes out, the rest waits and is billed by the next run', async () => {
    const zone = 'urban';
    const days = { from: '2026-10-01', to: '2026-10-31' };
    type Change = 'nothing' | 'reading' | 'before' | 'household' | 'tariff' | 'terms' | 'kind';
    const changes: Record<Change, (id: number) => Promise<unknown>> = {
      nothing: async () => undefined,
      reading: (id) => server.query('UPDATE meter_reading SET value = value + 3 WHERE account_id = ? AND read_on >= ?', [id, '2026-10-10']),
      before: (id) => server.query('UPDATE meter_reading SET value = value - 1 WHERE account_id = ? AND read_on = ?', [id, '2026-09-10']),
      household: (id) => server.query('UPDATE water_account SET household_size = household_size + 1 WHERE id = ?', [id]),
      tariff: (id) => server.query("UPDATE water_account SET tariff_code = 'business' WHERE id = ?", [id]),
      terms: (id) => server.query("INSERT INTO billing_terms (account_id, from_on, household_size, uses, by_staff_id, reason, created_at) VALUES (?, '2026-09-20', 6, ?, ?, '迁入', '2026-10-01 00:00:00.000')", [id, JSON.stringify([{ tariffCode: 'annual-5-7-9', share: 1000 }]), finance.id]),
      // Of the kind of reading nothing follows: a bill is not found to be another for that.
      kind: (id) => server.query("UPDATE meter_reading SET kind = 'estimated' WHERE account_id = ? AND read_on >= ?", [id, '2026-10-10']),
    };
    const names = Object.keys(changes) as Change[];
    const histories = fc.sample(fc.record({ volumes: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 8 }), persons: fc.integer({ min: 1, max: 7 }), change: fc.constantFrom(...names), yearly: fc.boolean() }), 28);
    const made: { id: number; change: Change }[] = [];
    for (const { volumes, persons, change, yearly } of [...histories, ...names.map((name) => ({ volumes: [12, 12, 12], persons: 3, change: name, yearly: true }))])
      made.push({ id: (await town.household(monthly(volumes, 12), { zone, persons, tariff: yearly ? 'annual-5-7-9' : 'monthly-3' })).id, change });
    // Two prices and two meters in one period: the rule's, sound and not.
    for (const change of ['nothing', 'reading'] as const) made.push({ id: (await town.household([['2026-08-10', 100], ['2026-09-10', 124], ['2026-09-25', 130, 'meter-change', 5], ['2026-10-10', 11]], { zone })).id, change });
    let run = await town.start({ zone }, days);
    await town.decideAll(run.id);
    run = await finance.client.call(contract.billRun, { path: { id: run.id } });
    for (const { id, change } of made) await changes[change](id);
    await finance.client.call(contract.issueBillRun, { path: { id: run.id }, body: seen(run) });
    const issued = await town.until(run.id, 'issued');
    const outOf = (change: Change) => change === 'nothing' || change === 'kind';
    for (const { id, change } of made) expect([id, change, (await town.billsOf(id)).map(({ state }) => state)]).toEqual([id, change, outOf(change) ? ['unpaid'] : []]);
    await town.expectPlanned(...made.map(({ id }) => id));
    const held = made.filter(({ change }) => !outOf(change)).map(({ id }) => id);
    expect((await town.reviews(run.id, { state: 'held', reason: 'stale' })).map(({ accountId, note, billId }) => [accountId, note, billId]).sort()).toEqual(held.map((id) => [id, '出账时资料已变，没有出账；下次出账按新资料计算', null]).sort());
    expect(issued).toMatchObject({ issuedCount: issued.billCount, billCount: run.billCount - held.length });
    expect(issued.sums.reduce((sum, { totalFen }) => sum + totalFen, 0)).toBe(issued.totalFen);
    await town.expectBooksToAgree();

    const next = await town.start({ zone }, days);
    expect((await server.query('SELECT account_id FROM bill WHERE run_id = ?', [next.id])).map((row) => row['account_id']).sort()).toEqual(held.toSorted());
    await town.decideAll(next.id);
    await finance.client.call(contract.issueBillRun, { path: { id: next.id }, body: seen(await finance.client.call(contract.billRun, { path: { id: next.id } })) });
    await town.until(next.id, 'issued');
    await town.expectPlanned(...made.map(({ id }) => id));
    await town.expectBooksToAgree();
  }, 60_000);

  it('corrections beside the issue: each bill says what the readings say in the end, or waits for a second person', async () => {
    const zone = 'urban';
    const days = { from: '2026-10-01', to: '2026-10-31' };
    const made: Household[] = [];
    for (let i = 0; i < 10; i++) made.push(await town.household(monthly([12, 12, 12 + i]), { zone }));
    const run = await town.start({ zone }, days);
    await town.decideAll(run.id);
    const view = await finance.client.call(contract.billRun, { path: { id: run.id } });
    const corrections = made.map(async ({ id }) => {
      const [last] = await server.query<{ ordinal: number; value: number }>('SELECT ordinal, value FROM meter_reading WHERE account_id = ? ORDER BY ordinal DESC LIMIT 1', [id]);
      return halls.clerk.client.send(desk.correctReading, { path: { id, ordinal: last!.ordinal }, body: { seenValue: last!.value, value: last!.value - 2, reason: '抄错了' } });
    });
    const [issue, ...answers] = await Promise.all([finance.client.send(contract.issueBillRun, { path: { id: view.id }, body: seen(view) }), ...corrections]);
    expect(answers.map(({ status }) => status)).toEqual(made.map(() => 200));
    // Whoever came first: the issue of what was seen, or a correction after which it must be seen again.
    if (issue.status !== 200) {
      await town.decideAll(run.id);
      await finance.client.call(contract.issueBillRun, { path: { id: run.id }, body: seen(await finance.client.call(contract.billRun, { path: { id: run.id } })) });
    }
    await town.until(run.id, 'issued');
    await town.expectPlanned(...made.map(({ id }) => id));
    await town.expectBooksToAgree();
  }, 60_000);
});
