import { Injectable } from '@nestjs/common';
import { addDays, type DateString, startOfShanghaiDay } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { insertRows, sqlInstant, type SqlValue } from '../database/index.js';
import { type Cause, LedgerService, type Posting, revenueOf } from '../ledger/index.js';
import { Bill } from './billing.entity.js';
import { billOfReading } from './rules/bill-of-reading.js';
import type { TariffBook } from './tariff-book.js';

export interface NewReading {
  account: { id: number; householdSize: number; tariffCode: string };
  readOn: DateString;
  /** Whole m³ on the meter. */
  value: number;
  /** The day the bill of this reading was settled elsewhere (history of an older system); null when it was not. */
  settledOn: DateString | null;
}

/** What becomes of one reading. `settled`: it was known, and its open bill is now settled by `settledOn`. */
export type ReadingOutcome =
  | { kind: 'created'; billed: boolean }
  | { kind: 'settled' }
  | { kind: 'unchanged' }
  | { kind: 'refused'; field: 'readOn' | 'value' | 'settledOn' | 'account'; reason: string };

/** What `write` will do; made by `plan` outside of any transaction. */
export interface ReadingPlan {
  /** In the order of the readings given. */
  outcomes: ReadingOutcome[];
  billCount: number;
  readonly readings: SqlValue[][];
  readonly bills: SqlValue[][];
  readonly settlements: { billId: number; accountId: number; totalFen: number; settledOn: DateString }[];
  readonly postings: Posting[];
}

interface LastReading {
  ordinal: number;
  readOn: DateString;
  value: number;
  yearVolume: number;
}

const readingColumns = ['account_id', 'ordinal', 'read_on', 'value', 'kind', 'next_value', 'note', 'created_at'];
const billColumns = [
  'account_id', 'reading_ordinal', 'revision', 'run_id', 'from_on', 'to_on', 'previous_reading', 'reading', 'volume', 'used_before', 'year_volume', 'household_size', 'tariff_code',
  'tariff_version_id', 'segments', 'components', 'total_fen', 'adjusted_fen', 'paid_fen', 'late_fee_paid_fen', 'late_fee_waived_fen', 'due_on', 'late_fee_from_on', 'late_fee_rate', 'state',
  'payment_id', 'settled_at', 'replaces_bill_id', 'void_reason', 'version', 'issued_at',
];

/**
 * Readings become bills, in one transaction with their postings (PY-9). Many at a time: facts are loaded for all
 * accounts together, decisions are made in memory, rows are written by few statements.
 */
@Injectable()
export class ReadingService {
  constructor(private readonly ledger: LedgerService) {}

  /**
   * Decides on readings, which must be in order of account and day. Reads only; what others write before `write`
   * makes it fail on a unique key, and then both are to be repeated.
   */
  async plan(manager: EntityManager, book: TariffBook, readings: readonly NewReading[], now: Date): Promise<ReadingPlan> {
    const accountIds = [...new Set(readings.map(({ account }) => account.id))];
    const last = await this.lastReadings(manager, accountIds);
    const known = await this.knownReadings(manager, readings.filter(({ account, readOn }) => readOn <= (last.get(account.id)?.readOn ?? '')));
    const openBills = await this.openBills(manager, readings.filter((r) => r.settledOn !== null && known.has(dayKey(r.account.id, r.readOn))));

    const plan: ReadingPlan = { outcomes: [], billCount: 0, readings: [], bills: [], settlements: [], postings: [] };
    const sums = new Sums();
    const at = sqlInstant(now);
    for (const reading of readings) plan.outcomes.push(this.decide(plan, sums, book, reading, last, known, openBills, at));
    plan.postings.push(...sums.postings());
    return plan;
  }

  /** Carries out a plan within `tx`; `origin` names the journal entry. Throws a duplicate-key error when another writer was first. */
  async write(tx: EntityManager, plan: ReadingPlan, origin: { cause: Cause; causeId: string; at: Date }): Promise<void> {
    await insertRows(tx, 'meter_reading', readingColumns, plan.readings);
    await insertRows(tx, 'bill', billColumns, plan.bills);
    const settled: Posting[] = [];
    for (const { billId, accountId, totalFen, settledOn } of plan.settlements) {
      // Guarded: someone may have begun to pay it here in the meantime, and then that stands.
      const { affected } = await tx.update(Bill, { id: billId, state: 'unpaid', paidFen: 0 }, { state: 'paid', paidFen: totalFen, settledAt: startOfShanghaiDay(settledOn), version: () => 'version + 1' });
      if (affected) settled.push({ book: 'opening', debitFen: totalFen }, { book: 'receivable', subjectId: accountId, creditFen: totalFen });
    }
    await this.ledger.post(tx, origin, [...plan.postings, ...settled]);
  }

  private decide(
    plan: ReadingPlan, sums: Sums, book: TariffBook, reading: NewReading, last: Map<number, LastReading>, known: Map<string, number>, openBills: Map<string, { id: number; totalFen: number }>, now: string,
  ): ReadingOutcome {
    const { account, readOn, value, settledOn } = reading;
    const previous = last.get(account.id);
    if (!previous) {
      if (settledOn !== null) return { kind: 'refused', field: 'settledOn', reason: '该户的第一次抄表只作起数，不产生账单，请清空结清日期' };
      last.set(account.id, { ordinal: 1, readOn, value, yearVolume: 0 });
      plan.readings.push([account.id, 1, readOn, value, 'opening', null, null, now]);
      return { kind: 'created', billed: false };
    }
    if (readOn <= previous.readOn) return this.decideKnown(plan, reading, previous, known, openBills);
    if (value < previous.value) return { kind: 'refused', field: 'value', reason: `读数 ${value} 小于上次（${previous.readOn}）的读数 ${previous.value}，请核对` };

    const volume = value - previous.value;
    const bill = billOfReading(book.versionsOf(account.tariffCode), { previousReadOn: previous.readOn, readOn, volume, yearVolume: previous.yearVolume, persons: account.householdSize });
    if (!bill) return { kind: 'refused', field: 'account', reason: `水价 ${account.tariffCode} 在 ${addDays(previous.readOn, 1)} 还没有公布的版本` };
    const ordinal = previous.ordinal + 1;
    last.set(account.id, { ordinal, readOn, value, yearVolume: bill.yearVolume });
    plan.readings.push([account.id, ordinal, readOn, value, 'regular', null, null, now]);

    const policy = book.policyOn(readOn);
    // A bill of nothing asks for nothing.
    const paid = settledOn !== null || bill.total === 0;
    const dueOn = addDays(readOn, policy.dueDays);
    const [segment] = bill.segments;
    const version = bill.segments.length === 1 && segment ? book.rowOf(segment.tariff) : null;
    plan.bills.push([
      account.id, ordinal, 1, null, addDays(previous.readOn, 1), readOn, previous.value, value, volume, segment?.usedBefore ?? 0, bill.yearVolume, account.householdSize, account.tariffCode,
      version, version === null ? JSON.stringify(bill.segments) : null, JSON.stringify(bill.components), bill.total, 0, paid ? bill.total : 0, 0, 0, dueOn, dueOn, policy.lateFeeRate,
      paid ? 'paid' : 'unpaid', null, settledOn !== null ? startOfShanghaiDay(settledOn) : paid ? now : null, null, null, 1, now,
    ]);
    plan.billCount++;
    sums.charge(account.id, bill.components);
    if (settledOn !== null) sums.settle(account.id, bill.total);
    return { kind: 'created', billed: true };
  }

  /** A day at or before the last reading: the same figure again, or a figure that cannot be put in between. */
  private decideKnown(plan: ReadingPlan, { account, readOn, value, settledOn }: NewReading, previous: LastReading, known: Map<string, number>, openBills: Map<string, { id: number; totalFen: number }>): ReadingOutcome {
    const key = dayKey(account.id, readOn);
    const before = known.get(key);
    if (before === undefined) return { kind: 'refused', field: 'readOn', reason: `早于该户最近一次抄表（${previous.readOn}），不能补在中间，请按日期先后导入` };
    if (before !== value) return { kind: 'refused', field: 'value', reason: `该户这一天已有抄表读数 ${before}，与文件中的 ${value} 不同` };
    const open = settledOn === null ? undefined : openBills.get(key);
    if (!open || settledOn === null) return { kind: 'unchanged' };
    plan.settlements.push({ billId: open.id, accountId: account.id, totalFen: open.totalFen, settledOn });
    return { kind: 'settled' };
  }

  private async lastReadings(manager: EntityManager, accountIds: readonly number[]): Promise<Map<number, LastReading>> {
    if (accountIds.length === 0) return new Map();
    const rows = await manager.query(
      `SELECT r.account_id, r.ordinal, r.read_on, r.value, b.year_volume FROM meter_reading r
       JOIN (SELECT account_id, MAX(ordinal) AS ordinal FROM meter_reading WHERE account_id IN (${places(accountIds)}) GROUP BY account_id) l
         ON l.account_id = r.account_id AND l.ordinal = r.ordinal
       LEFT JOIN bill b ON b.account_id = r.account_id AND b.reading_ordinal = r.ordinal AND b.state <> 'void'`,
      [...accountIds],
    );
    return new Map(rows.map((row: Record<string, never>) => [row.account_id, { ordinal: row.ordinal, readOn: row.read_on, value: row.value, yearVolume: row.year_volume ?? 0 }]));
  }

  /** Account and day → value, for the days given. */
  private async knownReadings(manager: EntityManager, readings: readonly NewReading[]): Promise<Map<string, number>> {
    if (readings.length === 0) return new Map();
    const ids = [...new Set(readings.map(({ account }) => account.id))];
    const days = readings.map(({ readOn }) => readOn).sort();
    const rows = await manager.query(`SELECT account_id, read_on, value FROM meter_reading WHERE account_id IN (${places(ids)}) AND read_on BETWEEN ? AND ?`, [...ids, days[0], days.at(-1)]);
    return new Map(rows.map((row: { account_id: number; read_on: string; value: number }) => [dayKey(row.account_id, row.read_on), row.value]));
  }

  private async openBills(manager: EntityManager, readings: readonly NewReading[]): Promise<Map<string, { id: number; totalFen: number }>> {
    if (readings.length === 0) return new Map();
    const ids = [...new Set(readings.map(({ account }) => account.id))];
    const rows = await manager.query(`SELECT id, account_id, to_on, total_fen FROM bill WHERE account_id IN (${places(ids)}) AND state = 'unpaid' AND paid_fen = 0`, ids);
    return new Map(rows.map((row: { id: number; account_id: number; to_on: string; total_fen: string | number }) => [dayKey(row.account_id, row.to_on), { id: row.id, totalFen: Number(row.total_fen) }]));
  }
}

/** Per account and side: an import posts a line where single bills would post many. */
class Sums {
  private readonly charged = new Map<number, number>();
  private readonly earned = new Map<string, number>();
  private readonly settled = new Map<number, number>();

  charge(accountId: number, components: Readonly<Record<string, number>>): void {
    for (const [component, fen] of Object.entries(components)) {
      add(this.charged, accountId, fen);
      add(this.earned, component, fen);
    }
  }
  settle(accountId: number, fen: number): void {
    add(this.settled, accountId, fen);
  }
  postings(): Posting[] {
    return [
      ...[...this.charged].map(([subjectId, debitFen]): Posting => ({ book: 'receivable', subjectId, debitFen })),
      ...[...this.earned].map(([component, creditFen]): Posting => ({ book: revenueOf(component), creditFen })),
      { book: 'opening', debitFen: [...this.settled.values()].reduce((sum, fen) => sum + fen, 0) },
      ...[...this.settled].map(([subjectId, creditFen]): Posting => ({ book: 'receivable', subjectId, creditFen })),
    ];
  }
}
function add<K>(sums: Map<K, number>, key: K, fen: number): void {
  sums.set(key, (sums.get(key) ?? 0) + fen);
}

const dayKey = (accountId: number, day: DateString) => `${accountId} ${day}`;
const places = (values: readonly unknown[]) => values.map(() => '?').join(', ');
