/**
 * Bill runs: what SQL and the rule compute is the same to the fen; drafts are nobody's until they are reviewed and issued; a run that is cut off
 * anywhere goes on, issues nothing twice, and the journal agrees with the bills (PY-9).
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as billing from '@shouwen/shared/contract/billing';
import * as contract from '@shouwen/shared/contract/bill-run';
import * as customer from '@shouwen/shared/contract/customer';
import { addDays } from '@shouwen/shared/value';
import fc from 'fast-check';
import { BillRun, BillRunRunner, BillRunService, componentsJson, dialectOf, sqlOfTariff } from '../../server/src/bill-run/index.js';
import { isBillFault, planBill, PrepaidService, type PriceBook, type Tariff, TariffBook } from '../../server/src/billing/index.js';
import { WaterAccount } from '../../server/src/customer/index.js';
import { insertRows, type SqlValue, Transactions } from '../../server/src/database/index.js';
import { newImportJob } from '../../server/src/data-import/data-import.service.js';
import { ImportJob } from '../../server/src/data-import/index.js';
import { LedgerService, revenueOf } from '../../server/src/ledger/index.js';
import { Staff } from '../../server/src/staff/index.js';
import { SessionService } from '../../server/src/http/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { type Halls, openHalls, type Person, residents } from '../support/halls.js';
import { type ServerInProcess, startServer } from '../support/server.js';

const now = '2026-11-05T10:00:00+08:00';
const october = { from: '2026-10-01', to: '2026-10-31' };

describeOnBothDatabases('bill runs', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let halls: Halls;
  let finance: Person;
  let next = 50_000_000;
  let importId = 0;
  let part = 0;

  interface Household {
    id: number;
    accountNumber: string;
  }
  type Figures = readonly (readonly [readOn: string, value: number, kind?: string, nextValue?: number])[];

  /** An account with these readings, the first of them the opening one; those before `unbilledFrom` have bills. */
  async function household(figures: Figures, { zone = 'suburban', tariff = 'annual-5-7-9', persons = 3, unbilledFrom = '2026-10-01' } = {}): Promise<Household> {
    const accountNumber = String(++next);
    return server.app.get(Transactions).run(async (tx) => {
      const account = { accountNumber, name: '王小明', address: '海慧路12号3栋', zone: zone as 'urban', phone: null, phoneDigest: null, householdSize: persons, meterNumber: '20181654321', tariffCode: tariff, hallId: halls.center };
      const id = (await tx.insert(WaterAccount, account)).identifiers[0]!.id as number;
      await insertRows(tx, 'meter_reading', ['account_id', 'ordinal', 'read_on', 'value', 'kind', 'next_value', 'note', 'created_at'], figures.map(([readOn, value, kind, nextValue], i) => [id, i + 1, readOn, value, i === 0 ? 'opening' : (kind ?? 'regular'), nextValue ?? null, null, new Date(now)]));
      const book = await TariffBook.open(tx);
      let yearVolume = 0;
      let between = figures.slice(0, 1).map((figure, i) => readingOf(figure, i));
      for (const [i, figure] of figures.entries()) {
        if (i === 0 || figure[0] >= unbilledFrom) continue;
        between.push(readingOf(figure, i));
        if (figure[2] === 'meter-change') continue;
        const bill = planBill(book, { account: { householdSize: persons, tariffCode: tariff }, terms: [], readings: between, yearVolume, dueFrom: figure[0] });
        if (isBillFault(bill)) throw new Error(JSON.stringify(bill));
        await insertBill(tx, id, bill);
        yearVolume = bill.yearVolume;
        between = [readingOf(figure, i)];
      }
      return { id, accountNumber };
    });
  }
  const readingOf = ([readOn, value, kind, nextValue]: Figures[number], i: number) => ({ ordinal: i + 1, readOn, value, kind: (i === 0 ? 'opening' : (kind ?? 'regular')) as 'regular', nextValue: nextValue ?? null });
  /** As history that was imported: settled in an older system. */
  async function insertBill(tx: Parameters<Parameters<Transactions['run']>[0]>[0], accountId: number, bill: Exclude<ReturnType<typeof planBill>, { fault: string }>): Promise<void> {
    const row: Record<string, SqlValue> = {
      account_id: accountId, reading_ordinal: bill.readingOrdinal, revision: 1, from_on: bill.fromOn, to_on: bill.toOn, previous_reading: bill.previousReading, reading: bill.reading, volume: bill.volume,
      used_before: bill.usedBefore, year_volume: bill.yearVolume, household_size: bill.householdSize, tariff_code: bill.tariffCode, tariff_version_id: bill.tariffVersionId, segments: bill.segments && JSON.stringify(bill.segments),
      components: JSON.stringify(bill.components), total_fen: bill.totalFen, adjusted_fen: 0, paid_fen: bill.totalFen, late_fee_paid_fen: 0, late_fee_waived_fen: 0, due_on: bill.dueOn, late_fee_from_on: bill.dueOn,
      late_fee_rate: bill.lateFeeRate, state: 'paid', version: 1, issued_at: new Date(now), settled_at: new Date(now),
    };
    await insertRows(tx, 'bill', Object.keys(row), [Object.values(row)]);
    const fen = bill.totalFen;
    const earned = Object.entries(bill.components).map(([component, creditFen]) => ({ book: revenueOf(component), creditFen }));
    await server.app.get(LedgerService).post(tx, { cause: 'import', causeId: `${importId}:${++part}`, at: new Date(now) }, [{ book: 'receivable', subjectId: accountId, debitFen: fen }, ...earned, { book: 'opening', debitFen: fen }, { book: 'receivable', subjectId: accountId, creditFen: fen }]);
  }
  const monthly = (volumes: readonly number[], last = 12): Figures => {
    let value = 0;
    const days = Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}-10`).concat(Array.from({ length: 10 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}-10`));
    const mine = days.slice(-volumes.length - 2);
    return mine.map((day, i): Figures[number] => [day, (value += i === 0 ? 0 : (volumes[i - 1] ?? last))]);
  };

  async function start(scope: object = { zone: 'suburban' }, days = october): Promise<contract.BillRunView> {
    const run = await finance.client.call(contract.startBillRun, { body: { ...scope, ...days } });
    return until(run.id, 'review');
  }
  async function until(id: number, state: string): Promise<contract.BillRunView> {
    for (let tries = 0; tries < 400; tries++) {
      const view = await finance.client.call(contract.billRun, { path: { id } });
      if (view.state === state) return view;
      if (view.trouble !== null) throw new Error(JSON.stringify(await server.query('SELECT trouble FROM bill_run WHERE id = ?', [id])));
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error(`the run did not come to ${state}`);
  }
  const reviews = async (id: number, query: object = {}) => (await finance.client.call(contract.reviewItems, { path: { id }, query: { size: 100, ...query } })).items;
  const decide = (id: number, body: object) => finance.client.call(contract.decideReviews, { path: { id }, body: { note: '', ...body } as never });
  const seen = ({ version, billCount, totalFen }: contract.BillRunView) => ({ version, billCount, totalFen });
  const billsOf = (accountId: number) => server.query<{ id: number; state: string; total_fen: string; reading_ordinal: number; run_id: number | null; due_on: string }>("SELECT * FROM bill WHERE account_id = ? AND to_on >= '2026-10-01' ORDER BY reading_ordinal, revision", [accountId]);
  const owed = async (accountId: number) => {
    const [row] = await server.query<{ fen: string | null }>("SELECT SUM(debit_fen - credit_fen) AS fen FROM journal_line WHERE book = 'receivable' AND subject_id = ?", [accountId]);
    return Number(row?.fen ?? 0);
  };
  /** As paid in advance at the counter. */
  const prepay = (accountId: number, fen: number) =>
    server.app.get(Transactions).run(async (tx) => {
      await server.app.get(PrepaidService).add(tx, accountId, fen);
      await server.app.get(LedgerService).post(tx, { cause: 'import', causeId: `${importId}:${++part}`, at: new Date(now) }, [{ book: 'opening', debitFen: fen }, { book: 'prepaid', subjectId: accountId, creditFen: fen }]);
    });
  async function expectBooksToAgree(): Promise<void> {
    expect(await server.ledgerFaults()).toEqual([]);
  }

  const dataSourceOf = () => server.app.get(Transactions).run(async (tx) => tx.connection);

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    halls = await openHalls(server);
    server.clock.set(now);
    importId = await server.app.get(Transactions).run(async (tx) => (await tx.insert(ImportJob, { ...newImportJob('readings', 'a.csv', 'a', {}, { staffId: null, name: '历史' }, new Date(now)), state: 'done' })).identifiers[0]!.id as number);
    const sessions = server.app.get(SessionService);
    finance = await server.app.get(Transactions).run(async (tx) => {
      const id = (await tx.insert(Staff, { staffNumber: '5001', name: '钱会计', roles: ['finance'], hallId: null, departmentId: null, passwordHash: 'scrypt.none.none', active: true, onDuty: true })).identifiers[0]!.id as number;
      const { token } = await sessions.open(tx, 'staff', id, server.clock.now(), 24 * 60);
      return { id, token, client: new Client(server.url, token) };
    });
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('SQL and the rule give the same components for thousands of generated accounts and tariffs', async () => {
    const dataSource = await dataSourceOf();
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
    const plain = await household(monthly([12, 12, 12]));
    const extra = await household(monthly([30, 30, 30, 30, 30, 30, 30, 30, 30, 30]), { persons: 7, tariff: 'monthly-3' });
    const changed = await household([['2026-07-10', 100], ['2026-08-10', 112], ['2026-09-10', 124], ['2026-09-25', 130, 'meter-change', 5], ['2026-10-10', 11]]);
    const first = await household([['2026-09-10', 100], ['2026-10-10', 109]]);
    const two = await household([['2026-08-10', 0], ['2026-09-10', 10], ['2026-10-02', 20], ['2026-10-28', 33]]);
    await bind(resident, plain);
    const before = await server.query('SELECT COUNT(*) AS lines_ FROM journal_line');
    const run = await start();
    expect(run).toMatchObject({ scope: '郊区', state: 'review', billCount: 6, percent: 100, allowed: ['review', 'cancel'] });
    expect(await server.query('SELECT COUNT(*) AS lines_ FROM journal_line')).toEqual(before);
    expect((await resident.client.call(billing.myBills, { query: { accountId: plain.id, size: 50 } })).items.every(({ state }) => state === 'paid')).toBe(true);
    const [draft] = await billsOf(plain.id);
    expect(draft).toMatchObject({ state: 'draft', run_id: run.id });
    expect((await resident.client.refused(billing.billDetail, { path: { id: draft!.id } })).code).toBe('NOT_FOUND');
    await expectPlanned(plain.id, extra.id, changed.id, first.id, two.id);
    const found = await reviews(run.id);
    expect(Object.fromEntries(found.map(({ accountId, findings }) => [accountId, findings.map(({ reason }) => reason)]))).toMatchObject({ [changed.id]: ['meter-changed'], [first.id]: ['first'] });
    expect(found.some(({ accountId }) => accountId === plain.id || accountId === extra.id)).toBe(false);
    expect(run.sums.reduce((sum, { totalFen }) => sum + totalFen, 0)).toBe(run.totalFen);
    expect((await finance.client.refused(contract.startBillRun, { body: { zone: 'suburban', ...october } })).code).toBe('BILL_RUN_EXISTS');
    expect((await finance.client.refused(contract.issueBillRun, { path: { id: run.id }, body: seen(run) })).code).toBe('BILL_RUN_REVIEW_OPEN');
    // Cancelled, it leaves nothing behind; the next one finds the same.
    await finance.client.call(contract.cancelBillRun, { path: { id: run.id }, body: { version: run.version, reason: '抄表日期选错' } });
    await until(run.id, 'cancelled');
    expect(await billsOf(plain.id)).toEqual([]);
    const again = await start();
    expect([again.billCount, again.totalFen]).toEqual([run.billCount, run.totalFen]);
    await finance.client.call(contract.cancelBillRun, { path: { id: again.id }, body: { version: again.version, reason: '演练' } });
    await until(again.id, 'cancelled');
  });

  /** Each draft says what the pure rule says. */
  async function expectPlanned(...accountIds: number[]): Promise<void> {
    const book = await TariffBook.open((await dataSourceOf()).manager);
    for (const id of accountIds) {
      const [account] = await server.query<{ household_size: number; tariff_code: string }>('SELECT * FROM water_account WHERE id = ?', [id]);
      const readings = await server.query<{ ordinal: number; read_on: string; value: number; kind: 'regular'; next_value: number | null }>('SELECT * FROM meter_reading WHERE account_id = ? ORDER BY ordinal', [id]);
      const bills = await server.query<Record<string, unknown>>('SELECT * FROM bill WHERE account_id = ? ORDER BY reading_ordinal', [id]);
      let base = 1;
      let yearVolume = 0;
      for (const bill of bills) {
        const between = readings.filter(({ ordinal }) => ordinal >= base && ordinal <= Number(bill.reading_ordinal)).map((row) => ({ ordinal: row.ordinal, readOn: row.read_on, value: row.value, kind: row.kind, nextValue: row.next_value }));
        const planned = planBill(book, { account: { householdSize: account!.household_size, tariffCode: account!.tariff_code }, terms: [], readings: between, yearVolume, dueFrom: between.at(-1)!.readOn });
        if (isBillFault(planned)) throw new Error(JSON.stringify(planned));
        const { from_on, to_on, previous_reading, reading, volume, used_before, year_volume, household_size, tariff_code, tariff_version_id, segments, components, total_fen, due_on, late_fee_rate } = bill;
        expect({ from_on, to_on, previous_reading, reading, volume, used_before, year_volume, household_size, tariff_code, tariff_version_id, segments, components, total_fen: Number(total_fen), due_on, late_fee_rate }).toEqual({
          from_on: planned.fromOn, to_on: planned.toOn, previous_reading: planned.previousReading, reading: planned.reading, volume: planned.volume, used_before: planned.usedBefore, year_volume: planned.yearVolume,
          household_size: planned.householdSize, tariff_code: planned.tariffCode, tariff_version_id: planned.tariffVersionId, segments: planned.segments && JSON.stringify(planned.segments), components: JSON.stringify(planned.components),
          total_fen: planned.totalFen, due_on: planned.dueOn, late_fee_rate: planned.lateFeeRate,
        });
        [base, yearVolume] = [Number(bill.reading_ordinal), planned.yearVolume];
      }
    }
  }
  async function bind(person: Person, { accountNumber }: Household): Promise<void> {
    const { ticket } = await person.client.call(customer.checkBinding, { body: { accountNumber, proof: { kind: 'meter-tail', value: '654321' } } });
    await person.client.call(customer.confirmBinding, { body: { ticket } });
  }

  it('generated histories: drafts by SQL and by the rule say the same', async () => {
    const volume = fc.oneof(fc.nat(20), fc.nat(120), fc.constant(0));
    const histories = fc.sample(fc.record({ volumes: fc.array(volume, { minLength: 1, maxLength: 20 }), persons: fc.integer({ min: 1, max: 8 }), tariff: fc.constantFrom('annual-5-7-9', 'monthly-3') }), 60);
    const made: number[] = [];
    for (const { volumes, persons, tariff } of histories) made.push((await household(monthly(volumes, volumes[0]), { zone: 'urban', persons, tariff })).id);
    // In January the tiers begin anew; a period that crosses the turn of the year is the rule's.
    made.push((await household([['2025-10-31', 0], ['2025-12-31', 150], ['2026-10-10', 290]], { zone: 'urban' })).id, (await household([['2025-09-10', 0], ['2025-12-10', 250], ['2026-10-10', 300]], { zone: 'urban' })).id);
    const run = await start({ zone: 'urban' });
    expect(run.billCount).toBe(made.length);
    await expectPlanned(...made);
    await finance.client.call(contract.cancelBillRun, { path: { id: run.id }, body: { version: run.version, reason: '核对完毕' } });
    await until(run.id, 'cancelled');
    await server.query("DELETE FROM meter_reading WHERE account_id IN (SELECT id FROM water_account WHERE zone = 'urban')");
  });

  it('what a person must see, with what it is compared with; confirmed, left out, sent to be read again; then issued once', async () => {
    server.clock.set(now);
    const [resident] = (await residents(server, 1)) as [Person];
    const zone = 'urban';
    const usual = await household(monthly([12, 12, 12, 12]), { zone });
    const above = await household(monthly([12, 12, 12, 12, 50].slice(0, 4), 90), { zone });
    const zero = await household(monthly([12, 12, 12, 12], 0), { zone });
    const nothing = await household(monthly([0, 0, 0], 0), { zone });
    const negative = await household([['2026-08-10', 100], ['2026-09-10', 120], ['2026-10-10', 90], ['2026-10-30', 100]], { zone });
    const estimated = await household([['2026-08-10', 100], ['2026-09-10', 112], ['2026-10-10', 124, 'estimated']], { zone });
    const saver = await household(monthly([12, 12, 12]), { zone });
    await prepay(saver.id, 3000);
    await bind(resident, usual);
    let run = await start({ zone });
    const list = await reviews(run.id);
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
    expect(await decide(run.id, { reason: 'estimated', decision: 'confirm' })).toEqual({ decided: 1, left: 4 });
    expect(await decide(run.id, { items: [of(zero).id], decision: 'confirm' })).toEqual({ decided: 1, left: 3 });
    expect(await decide(run.id, { items: [of(zero).id], decision: 'confirm' })).toEqual({ decided: 0, left: 3 });
    const beforeHold = await finance.client.call(contract.billRun, { path: { id: run.id } });
    expect(await decide(run.id, { items: [of(above).id], decision: 'hold', note: '疑似户内漏水，先上门' })).toEqual({ decided: 1, left: 2 });
    expect(await decide(run.id, { items: [of(negative).id, of(negative, 4).id], decision: 'to-read', note: '读数不可能' })).toEqual({ decided: 2, left: 0 });
    run = await finance.client.call(contract.billRun, { path: { id: run.id } });
    expect([run.billCount, run.totalFen, run.volume]).toEqual([beforeHold.billCount - 1, beforeHold.totalFen - of(above).totalFen!, beforeHold.volume - 90]);
    expect(run.sums.reduce((sum, { totalFen }) => sum + totalFen, 0)).toBe(run.totalFen);
    expect(await billsOf(above.id)).toEqual([]);
    const csv = await fetch(`${server.url}/api/staff/bill-runs/${run.id}/read-again`, { headers: { authorization: `Bearer ${finance.token}` } });
    expect(await csv.text()).toContain(negative.accountNumber);
    expect(await server.query('SELECT staff_id, row_count FROM bill_run_export WHERE run_id = ?', [run.id])).toEqual([{ staff_id: finance.id, row_count: 2 }]);

    expect((await finance.client.refused(contract.issueBillRun, { path: { id: run.id }, body: { ...seen(run), totalFen: run.totalFen + 1 } })).code).toBe('BILL_RUN_CHANGED');
    const body = seen(run);
    const answers = await Promise.all([1, 2, 3].map(() => finance.client.send(contract.issueBillRun, { path: { id: run.id }, body })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const issued = await until(run.id, 'issued');
    expect(issued).toMatchObject({ issuedCount: run.billCount, zeroCount: 2, prepaidCount: 1, prepaidFen: 3000, issuedBy: '钱会计' });
    expect((await billsOf(usual.id)).map(({ state, due_on }) => [state, due_on])).toEqual([['unpaid', '2026-11-15']]);
    expect((await billsOf(nothing.id)).map(({ state }) => state)).toEqual(['paid']);
    const [saved] = await server.query<{ paid_fen: string; state: string }>('SELECT * FROM bill WHERE account_id = ? AND run_id = ?', [saver.id, run.id]);
    expect([Number(saved!.paid_fen), saved!.state]).toEqual([3000, 'unpaid']);
    expect(await owed(usual.id)).toBe(6000);
    await expectBooksToAgree();
    expect((await resident.client.call(billing.myBills, { query: { accountId: usual.id, state: 'unpaid', size: 5 } })).items).toMatchObject([{ volume: 12, totalFen: 6000, dueOn: '2026-11-15' }]);
    for (let tries = 0; tries < 200 && (await server.query('SELECT 1 FROM notice WHERE resident_id = ?', [resident.id])).length === 0; tries++) await new Promise((done) => setTimeout(done, 25));
    expect(await server.query('SELECT notice_key FROM notice WHERE resident_id = ?', [resident.id])).toHaveLength(1);
    expect((await finance.client.refused(contract.cancelBillRun, { path: { id: run.id }, body: { version: issued.version, reason: '后悔' } })).code).toBe('BILL_RUN_ACTION_NOT_ALLOWED');
    expect((await finance.client.refused(contract.decideReviews, { path: { id: run.id }, body: { reason: 'zero', decision: 'confirm', note: '' } })).code).toBe('BILL_RUN_ACTION_NOT_ALLOWED');

    // What was left out is unbilled: the next run takes it, and says so.
    const next = await start({ zone });
    expect(next.billCount).toBe(1);
    expect((await reviews(next.id)).map(({ accountId }) => accountId).toSorted()).toEqual([above.id, negative.id, negative.id].toSorted());
    await finance.client.call(contract.cancelBillRun, { path: { id: next.id }, body: { version: next.version, reason: '等复抄' } });
    await until(next.id, 'cancelled');
  });

  it('cut off at any chunk, on two servers at once: every reading has one bill, and the journal agrees', async () => {
    const zone = 'suburban';
    const made: Household[] = [];
    for (let i = 0; i < 12; i++) made.push(await household(monthly([10 + i, 10 + i]), { zone }));
    const dataSource = await dataSourceOf();
    const transactions = server.app.get(Transactions);
    const clock = { now: () => new Date(now) };
    let failAfter = 0;
    const failing = { issued: async () => { if (failAfter-- === 0) throw new Error('cut off'); return { prepaidCount: 0, prepaidFen: 0 }; } };
    const runner = () => new BillRunRunner(dataSource, transactions, clock, failing, null, 3);
    // Behind the outbox's back: its duty is taken away, and each step is ours.
    const { id } = await finance.client.call(contract.startBillRun, { body: { zone, ...october, to: '2026-10-30' } });
    await until(id, 'review');
    const run = await until(id, 'review');
    await decideAll(id);
    const { billCount } = await finance.client.call(contract.billRun, { path: { id } });
    expect(billCount).toBeGreaterThanOrEqual(made.length);
    await server.query('UPDATE bill_run SET state = ?, issued_at = ?, issued_by = ?, position = (SELECT MIN(b.id) FROM bill b WHERE b.run_id = bill_run.id) - 1, last_position = (SELECT MAX(b.id) FROM bill b WHERE b.run_id = bill_run.id) WHERE id = ?', ['issuing', '2026-11-05 02:00:00.000', '钱会计', run.id]);
    for (let k = 0; k < 3; k++) {
      failAfter = k;
      await expect(runner().advance(id, 60_000)).rejects.toThrow('cut off');
      await expectBooksToAgree();
    }
    failAfter = -1;
    // Two servers at once: each chunk is one's alone.
    await Promise.all([runner().advance(id, 60_000), runner().advance(id, 60_000), runner().advance(id, 60_000)]);
    for (let tries = 0; tries < 50 && !(await runner().advance(id, 60_000)); tries++);
    const issued = await finance.client.call(contract.billRun, { path: { id } });
    expect(issued).toMatchObject({ state: 'issued', issuedCount: billCount, billCount });
    await expectBooksToAgree();
    expect(await server.query('SELECT account_id FROM bill WHERE run_id = ? GROUP BY account_id, reading_ordinal HAVING COUNT(*) > 1', [id])).toEqual([]);
    expect(await server.query("SELECT id FROM bill WHERE run_id = ? AND state = 'draft'", [id])).toEqual([]);
    await runner().advance(id, 1000);
    await expectBooksToAgree();
  });

  it('computing is cut off and goes on; two runs over the same readings bill each once', async () => {
    const zone = 'suburban';
    const days = { from: '2026-09-01', to: '2026-09-30' };
    for (let i = 0; i < 8; i++) await household([['2026-07-11', 0], ['2026-08-11', 10 + i], ['2026-09-11', 20 + i]], { zone, unbilledFrom: '2026-09-01' });
    const dataSource = await dataSourceOf();
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
      await until(view.id, 'cancelled');
    }
  });

  async function decideAll(id: number): Promise<void> {
    const open = await reviews(id);
    const confirm = open.filter(({ billId }) => billId !== null).map((item) => item.id);
    const hold = open.filter(({ billId }) => billId === null).map((item) => item.id);
    if (confirm.length > 0) await decide(id, { items: confirm, decision: 'confirm' });
    if (hold.length > 0) await decide(id, { items: hold, decision: 'hold', note: '再看' });
  }

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
    const empty = await start({}, { from: '2019-01-01', to: '2019-01-31' });
    expect(empty).toMatchObject({ billCount: 0, allowed: ['review', 'cancel'] });
    expect((await finance.client.refused(contract.issueBillRun, { path: { id: empty.id }, body: seen(empty) })).code).toBe('BILL_RUN_NOTHING');
    expect(await (await dataSourceOf()).manager.findOneByOrFail(BillRun, { id: empty.id })).toMatchObject({ policyId: changed.id });
  });
});
