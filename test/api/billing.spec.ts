/** Bills as residents see them: the working adds up, the journal balances, another's bill does not exist (PY-9, PR-1). */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import * as contract from '@shouwen/shared/contract/billing';
import * as customer from '@shouwen/shared/contract/customer';
import { BillingService } from '../../server/src/billing/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { LedgerService, type Posting } from '../../server/src/ledger/index.js';
import { generateAccounts } from '../../server/src/demonstration-command/accounts.js';
import { Chance } from '../../server/src/demonstration-command/random.js';
import { generateReadings } from '../../server/src/demonstration-command/readings.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, type Person, residents } from '../support/halls.js';
import { accountColumns, bringIn, readingColumns } from '../support/importing.js';
import { type ServerInProcess, startServer } from '../support/server.js';

const now = '2026-11-21T10:00:00+08:00';

describeOnBothDatabases('billing', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let halls: Halls;
  let resident: Person;
  let next = 40_000_000;
  const numbers = new Map<string, number>();

  /** An account with these readings (`day value [settled]`), bound to the resident; its id. */
  async function household(readings: string[], { tariff = 'annual-5-7-9', bind = resident as Person | null, persons = 3 } = {}): Promise<number> {
    const accountNumber = String(++next);
    await bringIn(halls.administrator.client, 'accounts', `${accountColumns}\n${accountNumber},王小明,海慧路12号3栋,城区,13800001234,${persons},20181654321,${tariff},城区营业厅\n`);
    const view = await bringIn(halls.administrator.client, 'readings', `${readingColumns}\n${readings.map((r) => `${accountNumber},${r.split(' ').join(',')}`).join('\n')}\n`);
    if (view.faultyRows > 0) throw new Error(JSON.stringify(view.faults));
    const [row] = await server.query<{ id: number }>('SELECT id FROM water_account WHERE account_number = ?', [accountNumber]);
    numbers.set(accountNumber, row!.id);
    if (bind) await bindTo(bind, accountNumber);
    return row!.id;
  }
  async function bindTo(person: Person, accountNumber: string): Promise<void> {
    const { ticket } = await person.client.call(customer.checkBinding, { body: { accountNumber, proof: { kind: 'meter-tail', value: '654321' } } });
    await person.client.call(customer.confirmBinding, { body: { ticket } });
  }
  const bills = (accountId: number, query: object = {}) => resident.client.call(contract.myBills, { query: { accountId, size: 100, ...query } });

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    halls = await openHalls(server);
  });
  beforeEach(async () => {
    server.clock.set(now);
    [resident] = (await residents(server, 1)) as [Person];
  });
  afterEach(() => server.clock.release());
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('bills the year’s tiers across the turn of the year, with its working', async () => {
    const id = await household(['2025-09-10 0', '2025-12-10 250', '2026-01-09 281']);
    const { items } = await bills(id);
    expect(items.map(({ from, to, volume }) => [from, to, volume])).toEqual([['2025-12-11', '2026-01-09', 31], ['2025-09-11', '2025-12-10', 250]]);
    const detail = await resident.client.call(contract.billDetail, { path: { id: items[0]!.id } });
    expect(detail).toMatchObject({ previousReading: 250, previousReadOn: '2025-12-10', reading: 281, readOn: '2026-01-09', usedBefore: 250, tierPeriod: 'year', tariffName: '居民年阶梯水价', nameMasked: '王**', addressMasked: '海慧路***', payment: null });
    expect(detail.lines.filter((line) => line.component === 'water')).toEqual([
      { segment: 0, component: 'water', componentName: '基本水价', tier: 2, tierFrom: 180, tierTo: 260, volume: 10, unitPrice: 40700, amount: 407000 },
      { segment: 0, component: 'water', componentName: '基本水价', tier: 3, tierFrom: 260, tierTo: null, volume: 12, unitPrice: 60700, amount: 728400 },
      { segment: 1, component: 'water', componentName: '基本水价', tier: 1, tierFrom: 0, tierTo: 180, volume: 9, unitPrice: 20700, amount: 186300 },
    ]);
    expect(detail.totalFen).toBe(7000 + 10800 + 4500);
  });

  it('widens monthly tiers for a large household', async () => {
    const id = await household(['2026-08-10 0', '2026-09-10 40'], { tariff: 'monthly-3', persons: 6 });
    const { items } = await bills(id);
    const detail = await resident.client.call(contract.billDetail, { path: { id: items[0]!.id } });
    expect([detail.totalFen, detail.tierPeriod, detail.usedBefore]).toEqual([15748, 'month', 0]);
    expect(detail.lines.map(({ tier, tierFrom, tierTo, volume }) => [tier, tierFrom, tierTo, volume])).toEqual([[1, 0, 32, 32], [2, 32, 44, 8], [null, null, null, 40]]);
    expect(detail.components).toEqual([{ component: 'water', componentName: '基本水价', fen: 11748 }, { component: 'sewage', componentName: '污水处理费', fen: 4000 }]);
  });

  it('a late fee grows by the day from the day after the due date, by the terms of the bill', async () => {
    const id = await household(['2026-09-20 0', '2026-10-20 20']);
    const total = 10_000;
    const fee = async (instant: string) => {
      server.clock.set(instant);
      const { items } = await bills(id);
      const { lateFee } = await resident.client.call(contract.billDetail, { path: { id: items[0]!.id } });
      return [items[0]!.dueOn, items[0]!.overdue, items[0]!.lateFeeFen, items[0]!.payableFen, lateFee.days, lateFee.ratePerHundredThousand];
    };
    expect(await fee('2026-11-09T23:59:59+08:00')).toEqual(['2026-11-09', false, 0, total, 0, 50]);
    expect(await fee('2026-11-10T00:00:00+08:00')).toEqual(['2026-11-09', true, 5, total + 5, 1, 50]);
    expect(await fee('2026-11-21T00:00:00+08:00')).toEqual(['2026-11-09', true, 60, total + 60, 12, 50]);
    expect((await resident.client.call(customer.myAccounts)).items).toMatchObject([{ id, owedFen: total + 60, unpaidBillCount: 1 }]);
    await server.query("UPDATE billing_policy SET late_fee_rate = 100 WHERE from_on = '2000-01-01'");
    expect(await fee('2026-11-21T00:00:00+08:00')).toEqual(['2026-11-09', true, 60, total + 60, 12, 50]);
    await server.query("UPDATE billing_policy SET late_fee_rate = 50 WHERE from_on = '2000-01-01'");
  });

  it('another resident’s bill, and one’s own after unbinding, do not exist', async () => {
    const id = await household(['2026-09-20 0', '2026-10-20 20']);
    const [bill] = (await bills(id)).items;
    const [other] = (await residents(server, 1)) as [Person];
    const answers = [
      await other.client.refused(contract.billDetail, { path: { id: bill!.id } }),
      await other.client.refused(contract.billDetail, { path: { id: 99_999_999 } }),
      await other.client.refused(contract.myBills, { query: { accountId: id } }),
      await other.client.refused(contract.myBills, { query: { accountId: 99_999_999 } }),
    ];
    expect(answers.map(({ status, code }) => [status, code])).toEqual(answers.map(() => [404, 'NOT_FOUND']));
    expect((await other.client.call(contract.myBills)).items).toEqual([]);
    await resident.client.call(customer.unbind, { path: { id } });
    expect((await resident.client.refused(contract.billDetail, { path: { id: bill!.id } })).code).toBe('NOT_FOUND');
    expect((await resident.client.call(contract.myBills)).items).toEqual([]);
    expect((await halls.clerk.client.refused(contract.myBills)).code).toBe('SIGN_IN_REQUIRED');
  });

  it('lists page by page, each bill once, over several accounts', async () => {
    const months = Array.from({ length: 9 }, (_, i) => `2026-0${i + 1}-10 ${i * 10}`);
    const settled = months.map((month, i) => (i === 0 ? month : `${month} 2026-11-01`));
    await household(months);
    await household(settled);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await resident.client.call(contract.myBills, { query: { size: 5, cursor } });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(16);
    expect(new Set(seen).size).toBe(16);
    const states = async (state: 'paid' | 'unpaid') => (await resident.client.call(contract.myBills, { query: { state, size: 100 } })).items.map((item) => item.state);
    expect([await states('paid'), await states('unpaid')]).toEqual([Array(8).fill('paid'), Array(8).fill('unpaid')]);
    expect((await resident.client.refused(contract.myBills, { query: { cursor: 'made-up' } })).code).toBe('INVALID_INPUT');
  });

  it('a bill of nothing asks for nothing', async () => {
    const id = await household(['2026-09-20 7', '2026-10-20 7']);
    expect((await bills(id)).items).toMatchObject([{ totalFen: 0, payableFen: 0, state: 'paid', overdue: false }]);
  });

  it('is settled once, and only to the sum that is open', async () => {
    const id = await household(['2026-09-20 0', '2026-10-20 20']);
    const billing = server.app.get(BillingService);
    const transactions = server.app.get(Transactions);
    const [bill] = (await bills(id)).items;
    const [payable] = await transactions.run((tx) => billing.payables(tx, [bill!.id, bill!.id, 99_999_999], '2026-11-21'));
    expect(payable).toEqual({ billId: bill!.id, accountId: id, accountNumber: expect.any(String), state: 'unpaid', from: '2026-09-21', to: '2026-10-20', principalFen: 10_000, lateFeeFen: 60 });
    const settle = (paymentId: number, openFen: number) => transactions.run((tx) => billing.receive(tx, bill!.id, { openFen, principalFen: openFen, lateFeeFen: 60, paymentId, paidOn: '2026-11-21' }, new Date(now)));
    expect(await settle(1, 9_999)).toBe(false);
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, i) => settle(i + 2, 10_000)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect((await bills(id)).items).toMatchObject([{ state: 'paid', payableFen: 0, lateFeeFen: 60 }]);
    expect(await transactions.run((tx) => billing.payables(tx, [bill!.id], '2026-11-21'))).toMatchObject([{ state: 'paid', principalFen: 0, lateFeeFen: 0 }]);
  });

  it('a whole street adds up: working, components, totals, and the journal', async () => {
    const chance = new Chance(7);
    const street = generateAccounts(40, '2026-11-21', chance).map((a) => ({ ...a, accountNumber: String(50_000_000 + Number(a.accountNumber) % 1_000_000), meterNumber: `${a.meterNumber.slice(0, -6)}654321`, hall: '城区营业厅' }));
    const admin = halls.administrator.client;
    await bringIn(admin, 'accounts', `${accountColumns}\n${street.map((a) => [a.accountNumber, a.name, a.address, a.zone, a.phone, a.householdSize, a.meterNumber, a.tariff, a.hall].join(',')).join('\n')}`);
    const readings = street.flatMap((a) => generateReadings(a, 24, '2026-11-21', chance));
    const view = await bringIn(admin, 'readings', `${readingColumns}\n${readings.map((r) => `${r.accountNumber},${r.readOn},${r.value},${r.settledOn ?? ''}`).join('\n')}`);
    expect(view).toMatchObject({ createdRows: 1000, faultyRows: 0, billsIssued: 960 });

    for (const { accountNumber } of street.slice(0, 5)) await bindTo(resident, accountNumber);
    const mine = (await resident.client.call(contract.myBills, { query: { size: 100 } })).items;
    for (const { id } of mine) {
      const detail = await resident.client.call(contract.billDetail, { path: { id } });
      expect(detail.components.reduce((sum, c) => sum + c.fen, 0)).toBe(detail.totalFen);
      expect(detail.reading - detail.previousReading).toBe(detail.volume);
      for (const { component, fen } of detail.components) {
        const lines = detail.lines.filter((line) => line.component === component);
        expect(lines.reduce((sum, line) => sum + line.volume, 0)).toBe(detail.volume);
        for (const line of lines) expect(line.amount).toBe(line.volume * line.unitPrice);
        expect(Math.floor((lines.reduce((sum, line) => sum + line.amount, 0) + 50) / 100)).toBe(fen);
      }
    }
    // I1: what each account owes by its bills is what it owes by the journal, and every entry balances.
    const owed = await server.query<{ id: number; open: string }>('SELECT account_id AS id, SUM(total_fen - paid_fen) AS open FROM bill WHERE account_id IN (SELECT id FROM water_account WHERE account_number LIKE ?) GROUP BY account_id', ['50%']);
    expect(owed).toHaveLength(40);
    const ledger = server.app.get(LedgerService);
    for (const { id, open } of owed) expect(await ledger.balance('receivable', id)).toBe(Number(open));
    expect(owed.some(({ open }) => Number(open) > 0)).toBe(true);
    expect(await server.query('SELECT entry_id FROM journal_line GROUP BY entry_id HAVING SUM(debit_fen) <> SUM(credit_fen)')).toEqual([]);
  });

  it('the journal refuses what does not balance, and a second entry of one cause', async () => {
    const ledger = server.app.get(LedgerService);
    const transactions = server.app.get(Transactions);
    const origin = { cause: 'bill' as const, causeId: 1, at: new Date(now) };
    const lines: Posting[] = [{ book: 'bank', debitFen: 5 }, { book: 'opening', creditFen: 5 }];
    await expect(transactions.run((tx) => ledger.post(tx, origin, [{ book: 'bank', debitFen: 5 }, { book: 'opening', creditFen: 4 }]))).rejects.toThrow('out of balance by 1 fen');
    await transactions.run((tx) => ledger.post(tx, origin, lines));
    await expect(transactions.run((tx) => ledger.post(tx, origin, lines))).rejects.toThrow();
    expect(await ledger.balance('bank')).toBe(5);
  });
});
