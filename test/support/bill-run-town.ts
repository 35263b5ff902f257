/** Households with readings, and a finance person who runs bills over them: the ground of the suites of bill runs. */
import { expect } from 'vitest';
import * as contract from '@shouwen/shared/contract/bill-run';
import * as customer from '@shouwen/shared/contract/customer';
import { isBillFault, planBill, PrepaidService, TariffBook, termsByAccount } from '../../server/src/billing/index.js';
import { WaterAccount } from '../../server/src/customer/index.js';
import { insertRows, type SqlValue, Transactions } from '../../server/src/database/index.js';
import { newImportJob } from '../../server/src/data-import/data-import.service.js';
import { ImportJob } from '../../server/src/data-import/index.js';
import { LedgerService, revenueOf } from '../../server/src/ledger/index.js';
import { Staff } from '../../server/src/staff/index.js';
import { SessionService } from '../../server/src/http/index.js';
import { Client } from './http.js';
import type { Halls, Person } from './halls.js';
import type { ServerInProcess } from './server.js';

export const now = '2026-11-05T10:00:00+08:00';
export const october = { from: '2026-10-01', to: '2026-10-31' };

export interface Household {
  id: number;
  accountNumber: string;
}
export type Figures = readonly (readonly [readOn: string, value: number, kind?: string, nextValue?: number])[];

export const seen = ({ version, billCount, totalFen }: contract.BillRunView) => ({ version, billCount, totalFen });

/** One household's figures, a month apart, the last read on 10 October 2026. */
export const monthly = (volumes: readonly number[], last = 12): Figures => {
  let value = 0;
  const days = Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}-10`).concat(Array.from({ length: 10 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}-10`));
  const mine = days.slice(-volumes.length - 2);
  return mine.map((day, i): Figures[number] => [day, (value += i === 0 ? 0 : (volumes[i - 1] ?? last))]);
};

export type BillRunTown = Awaited<ReturnType<typeof openBillRunTown>>;

export async function openBillRunTown(server: ServerInProcess, halls: Halls) {
  let next = 50_000_000;
  let part = 0;
  server.clock.set(now);
  const importId = await server.app.get(Transactions).run(async (tx) => (await tx.insert(ImportJob, { ...newImportJob('readings', 'a.csv', 'a', {}, { staffId: null, name: '历史' }, new Date(now)), state: 'done' })).identifiers[0]!.id as number);
  const sessions = server.app.get(SessionService);
  const finance: Person = await server.app.get(Transactions).run(async (tx) => {
    const id = (await tx.insert(Staff, { staffNumber: '5001', name: '钱会计', roles: ['finance'], hallId: null, departmentId: null, passwordHash: 'scrypt.none.none', active: true, onDuty: true })).identifiers[0]!.id as number;
    const { token } = await sessions.open(tx, 'staff', id, server.clock.now(), 24 * 60);
    return { id, token, client: new Client(server.url, token) };
  });

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

  /** Each draft and bill of October says what the pure rule says of the readings, terms and prices as they are now. */
  async function expectPlanned(...accountIds: number[]): Promise<void> {
    const { manager } = await dataSourceOf();
    const book = await TariffBook.open(manager);
    const terms = await termsByAccount(manager, accountIds);
    for (const id of accountIds) {
      const [account] = await server.query<{ household_size: number; tariff_code: string }>('SELECT * FROM water_account WHERE id = ?', [id]);
      const readings = await server.query<{ ordinal: number; read_on: string; value: number; kind: 'regular'; next_value: number | null }>('SELECT * FROM meter_reading WHERE account_id = ? ORDER BY ordinal', [id]);
      const bills = await server.query<Record<string, unknown>>("SELECT * FROM bill WHERE account_id = ? AND state <> 'void' ORDER BY reading_ordinal", [id]);
      let base = 1;
      let yearVolume = 0;
      for (const bill of bills) {
        const between = readings.filter(({ ordinal }) => ordinal >= base && ordinal <= Number(bill.reading_ordinal)).map((row) => ({ ordinal: row.ordinal, readOn: row.read_on, value: row.value, kind: row.kind, nextValue: row.next_value }));
        const planned = planBill(book, { account: { householdSize: account!.household_size, tariffCode: account!.tariff_code }, terms: terms.get(id) ?? [], readings: between, yearVolume, dueFrom: between.at(-1)!.readOn });
        if (isBillFault(planned)) throw new Error(JSON.stringify(planned));
        const { from_on, to_on, previous_reading, reading, volume, used_before, year_volume, household_size, tariff_code, tariff_version_id, segments, components, total_fen, due_on, late_fee_rate } = bill;
        const draft = bill['state'] === 'draft';
        if (String(to_on) >= october.from)
          expect({ id, from_on, to_on, previous_reading, reading, volume, used_before, year_volume, household_size, tariff_code, tariff_version_id, segments, components, total_fen: Number(total_fen), due_on: draft ? due_on : null, late_fee_rate }).toEqual({
            id, from_on: planned.fromOn, to_on: planned.toOn, previous_reading: planned.previousReading, reading: planned.reading, volume: planned.volume, used_before: planned.usedBefore, year_volume: planned.yearVolume,
            household_size: planned.householdSize, tariff_code: planned.tariffCode, tariff_version_id: planned.tariffVersionId, segments: planned.segments && JSON.stringify(planned.segments), components: JSON.stringify(planned.components),
            total_fen: planned.totalFen, due_on: draft ? planned.dueOn : null, late_fee_rate: planned.lateFeeRate,
          });
        [base, yearVolume] = [Number(bill.reading_ordinal), Number(year_volume)];
      }
    }
  }
  async function bind(person: Person, { accountNumber }: Household): Promise<void> {
    const { ticket } = await person.client.call(customer.checkBinding, { body: { accountNumber, proof: { kind: 'meter-tail', value: '654321' } } });
    await person.client.call(customer.confirmBinding, { body: { ticket } });
  }
  async function decideAll(id: number): Promise<void> {
    const open = await reviews(id);
    const confirm = open.filter(({ billId }) => billId !== null).map((item) => item.id);
    const hold = open.filter(({ billId }) => billId === null).map((item) => item.id);
    if (confirm.length > 0) await decide(id, { items: confirm, decision: 'confirm' });
    if (hold.length > 0) await decide(id, { items: hold, decision: 'hold', note: '再看' });
  }

  return { finance, household, start, until, reviews, decide, billsOf, owed, prepay, expectBooksToAgree, dataSourceOf, expectPlanned, bind, decideAll };
}
