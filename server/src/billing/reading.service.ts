import { Injectable } from '@nestjs/common';
import { type DateString, startOfShanghaiDay } from '@shouwen/shared/value';
import type { ReadingKind } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { insertRows, placesOf, sqlInstant, type SqlValue } from '../database/index.js';
import { type Cause, LedgerService, type Posting, revenueOf } from '../ledger/index.js';
import { type AccountState, accountStates } from './bill-facts.js';
import { billColumns, billRow } from './bill-rows.js';
import { Bill, MeterReading } from './billing.entity.js';
import { estimatesGiveWay, type KnownReading } from './rules/estimates-give-way.js';
import { type BilledReading, figureAfter, isBillFault, planBill } from './rules/plan-bill.js';
import type { TariffBook } from './tariff-book.js';

export interface NewReading {
  account: { id: number; householdSize: number; tariffCode: string };
  readOn: DateString;
  /** Whole m³ on the meter; of a change of meter what the old one showed last. */
  value: number;
  /** Absent: read by a person. */
  kind?: Exclude<ReadingKind, 'opening'>;
  /** Of a change of meter what the new one showed first. */
  nextValue?: number | null;
  note?: string | null;
  /** The day the bill of this reading was settled elsewhere (history of an older system); null when it was not. */
  settledOn: DateString | null;
}

/** Whether readings become bills at once (history, until this system bills the account or takes money of it), or wait for a bill run. */
export type ReadingUse = 'bill' | 'store';

/** What becomes of one reading. `settled`: it was known, and its open bill is now settled by `settledOn`. */
export type ReadingOutcome =
  | { kind: 'created'; billed: boolean }
  | { kind: 'settled' }
  | { kind: 'unchanged' }
  | { kind: 'refused'; field: 'readOn' | 'value' | 'settledOn' | 'account' | 'kind' | 'nextValue'; reason: string };

/** What `write` will do; made by `plan` outside of any transaction. */
export interface ReadingPlan {
  /** In the order of the readings given. */
  outcomes: ReadingOutcome[];
  billCount: number;
  readonly readings: SqlValue[][];
  readonly bills: SqlValue[][];
  readonly settlements: { billId: number; accountId: number; openFen: number; adjustedFen: number; settledOn: DateString }[];
  readonly postings: Posting[];
  /** Estimates that a true figure showed to be too high. */
  readonly corrections: { accountId: number; readOn: DateString; value: number; estimates: { ordinal: number; value: number }[] }[];
}

/** Estimates giving way to true figures, which asks for bills to be made anew: whoever can do that hands itself in. */
export interface EstimateCorrections {
  correctEstimates(tx: EntityManager, correction: ReadingPlan['corrections'][number], now: Date): Promise<void>;
}

const readingColumns = ['account_id', 'ordinal', 'read_on', 'value', 'kind', 'next_value', 'note', 'created_at'];

/**
 * Readings become bills, in one transaction with their postings (PY-9), or wait for a bill run. Many at a time: facts are loaded for all
 * accounts together, decisions are made in memory, rows are written by few statements.
 */
@Injectable()
export class ReadingService {
  private estimates: EstimateCorrections | undefined;

  constructor(private readonly ledger: LedgerService) {}

  useCorrections(estimates: EstimateCorrections): void {
    this.estimates = estimates;
  }

  /**
   * Decides on readings, which must be in order of account and day. Reads only; what others write before `write`
   * makes it fail on a unique key, and then both are to be repeated.
   */
  async plan(manager: EntityManager, book: TariffBook, readings: readonly NewReading[], now: Date, use: ReadingUse = 'bill'): Promise<ReadingPlan> {
    const accountIds = [...new Set(readings.map(({ account }) => account.id))];
    const states = await accountStates(manager, accountIds);
    const known = await this.knownReadings(manager, readings.filter(({ account, readOn }) => readOn <= (states.get(account.id)?.readings.at(-1)?.readOn ?? '')));
    const openBills = await this.openBills(manager, readings.filter((r) => r.settledOn !== null && known.has(dayKey(r.account.id, r.readOn))));
    const living = use === 'store' ? new Set<number>() : await this.livingAccounts(manager, readings.filter(({ account, readOn, settledOn }) => {
      const last = states.get(account.id)?.readings.at(-1);
      return last !== undefined && (readOn > last.readOn || (settledOn !== null && openBills.has(dayKey(account.id, readOn))));
    }));

    const plan: ReadingPlan = { outcomes: [], billCount: 0, readings: [], bills: [], settlements: [], postings: [], corrections: [] };
    const sums = new Sums();
    const work: Work = { plan, sums, book, states, known, openBills, living, now, use };
    for (const reading of readings) plan.outcomes.push(await this.decide(manager, work, reading));
    plan.postings.push(...sums.postings());
    return plan;
  }

  /** Carries out a plan within `tx`; `origin` names the journal entry. Throws a duplicate-key error when another writer was first. */
  async write(tx: EntityManager, plan: ReadingPlan, origin: { cause: Cause; causeId: string; at: Date }): Promise<void> {
    for (const correction of plan.corrections) {
      if (!this.estimates) throw new Error('nobody corrects estimates here');
      await this.estimates.correctEstimates(tx, correction, origin.at);
    }
    await insertRows(tx, 'meter_reading', readingColumns, plan.readings);
    await insertRows(tx, 'bill', billColumns, plan.bills);
    const settled: Posting[] = [];
    for (const { billId, accountId, openFen, adjustedFen, settledOn } of plan.settlements) {
      // Guarded: someone may have begun to pay it here in the meantime, or adjusted it, and then that stands.
      const { affected } = await tx.update(Bill, { id: billId, state: 'unpaid', paidFen: 0, adjustedFen }, { state: 'paid', paidFen: openFen, settledAt: startOfShanghaiDay(settledOn), version: () => 'version + 1' });
      if (affected) settled.push({ book: 'opening', debitFen: openFen }, { book: 'receivable', subjectId: accountId, creditFen: openFen });
    }
    await this.ledger.post(tx, origin, [...plan.postings, ...settled]);
  }

  private async decide(manager: EntityManager, work: Work, reading: NewReading): Promise<ReadingOutcome> {
    const { plan, states, now, use } = work;
    const { account, readOn, value, settledOn, kind = 'regular', nextValue = null } = reading;
    const state = states.get(account.id) as AccountState;
    const previous = state.readings.at(-1);
    const store = (ordinal: number, as: ReadingKind) => {
      state.readings.push({ ordinal, readOn, value, kind: as, nextValue });
      plan.readings.push([account.id, ordinal, readOn, value, as, nextValue, reading.note ?? null, sqlInstant(now)]);
    };
    if ((kind === 'meter-change') !== (nextValue !== null)) return { kind: 'refused', field: 'nextValue', reason: kind === 'meter-change' ? '换表要填写新表的起数' : '不是换表的抄表，不填新表起数' };
    if (!previous) {
      if (settledOn !== null) return { kind: 'refused', field: 'settledOn', reason: '该户的第一次抄表只作起数，不产生账单，请清空结清日期' };
      if (kind !== 'regular') return { kind: 'refused', field: 'kind', reason: '该户还没有起数，第一次抄表应是抄见的读数' };
      store(1, 'opening');
      return { kind: 'created', billed: false };
    }
    if (readOn <= previous.readOn) return this.decideKnown(work, reading, previous);
    // PY-9: what this system bills is billed by a run, which is looked at and issued by people.
    if (work.living.has(account.id)) return { kind: 'refused', field: 'readOn', reason: '这户已由本系统出账或收费，新的读数不能作为历史导入；请改选“待出账的抄表”导入，由“出账”算出账单' };
    if (value < figureAfter(previous)) {
      const tooLow = { kind: 'refused', field: 'value', reason: `读数 ${value} 小于上次（${previous.readOn}）的读数 ${figureAfter(previous)}，请核对` } as const;
      if (previous.kind !== 'estimated' || kind === 'estimated') return tooLow;
      if (!this.estimates) return { ...tooLow, reason: `${tooLow.reason}；上次是估抄，请在工作台导入，系统会更正估抄` };
      if (use === 'bill') return { ...tooLow, reason: `${tooLow.reason}；上次是估抄，请用“待出账的抄表”导入，系统会更正估抄` };
      const estimates = estimatesGiveWay(await trueAndEstimated(manager, account.id, state), { readOn, value });
      if (estimates === null) return tooLow;
      const waiting = new Map(plan.readings.filter((row) => row[0] === account.id).map((row) => [row[1] as number, row]));
      for (const estimate of estimates) {
        const row = waiting.get(estimate.ordinal);
        if (row) row[3] = estimate.value;
      }
      plan.corrections.push({ accountId: account.id, readOn, value, estimates: estimates.filter(({ ordinal }) => !waiting.has(ordinal)) });
      for (const [i, known] of state.readings.entries()) {
        const corrected = estimates.find(({ ordinal }) => ordinal === known.ordinal);
        if (corrected) state.readings[i] = { ...known, value: corrected.value };
      }
    }
    const ordinal = previous.ordinal + 1;
    if (use === 'store' || kind === 'meter-change') {
      store(ordinal, kind);
      return { kind: 'created', billed: false };
    }
    return this.bill(work, reading, state, ordinal, store);
  }

  private bill({ plan, sums, book, now }: Work, { account, readOn, value, settledOn, kind = 'regular', nextValue = null }: NewReading, state: AccountState, ordinal: number, store: (ordinal: number, as: ReadingKind) => void): ReadingOutcome {
    if (state.readings.slice(1).some((waiting) => waiting.kind !== 'meter-change')) return { kind: 'refused', field: 'account', reason: '这户还有未出账的抄表，请先出账' };
    const planned = planBill(book, { account, terms: state.terms, readings: [...state.readings, { ordinal, readOn, value, kind, nextValue }], yearVolume: state.yearVolume, dueFrom: readOn });
    if (isBillFault(planned))
      return planned.fault === 'no-price'
        ? { kind: 'refused', field: 'account', reason: `水价 ${account.tariffCode} 在 ${planned.on} 还没有公布的版本` }
        : { kind: 'refused', field: 'value', reason: `读数小于 ${planned.on} 的读数 ${planned.before}，请核对` };
    store(ordinal, kind);
    state.readings.splice(0, state.readings.length - 1);
    state.yearVolume = planned.yearVolume;
    plan.bills.push(billRow(planned, { accountId: account.id, revision: (state.revisions.get(ordinal) ?? 0) + 1, runId: null, replacesBillId: null, draft: false, settledOn }, now));
    plan.billCount++;
    sums.charge(account.id, planned.components);
    if (settledOn !== null) sums.settle(account.id, planned.totalFen);
    return { kind: 'created', billed: true };
  }

  /** A day at or before the last reading: the same figure again, or a figure that cannot be put in between. */
  private decideKnown({ plan, known, openBills, living }: Work, { account, readOn, value, settledOn }: NewReading, previous: { readOn: DateString }): ReadingOutcome {
    const key = dayKey(account.id, readOn);
    const before = known.get(key);
    if (before === undefined) return { kind: 'refused', field: 'readOn', reason: `早于该户最近一次抄表（${previous.readOn}），不能补在中间，请按日期先后导入` };
    if (before !== value) return { kind: 'refused', field: 'value', reason: `该户这一天已有抄表读数 ${before}，与文件中的 ${value} 不同` };
    const open = settledOn === null ? undefined : openBills.get(key);
    if (!open || settledOn === null) return { kind: 'unchanged' };
    // PY-9: money settles what this system asks for, or two people do; a file does neither.
    if (living.has(account.id) || open.madeHere) return { kind: 'refused', field: 'settledOn', reason: '这户已由本系统出账或收费，未缴的账单不能用导入结清；收到钱请在窗口收费，以前确已缴清的请申请“调整账单”，由他人审批' };
    plan.settlements.push({ billId: open.id, accountId: account.id, openFen: open.openFen, adjustedFen: open.adjustedFen, settledOn });
    return { kind: 'settled' };
  }

  /** Account and day → value, for the days given. */
  private async knownReadings(manager: EntityManager, readings: readonly NewReading[]): Promise<Map<string, number>> {
    if (readings.length === 0) return new Map();
    const ids = [...new Set(readings.map(({ account }) => account.id))];
    const days = readings.map(({ readOn }) => readOn).sort();
    const rows = await manager.query(`SELECT account_id, read_on, value FROM meter_reading WHERE account_id IN (${placesOf(ids)}) AND read_on BETWEEN ? AND ?`, [...ids, days[0], days.at(-1)]);
    return new Map(rows.map((row: { account_id: number; read_on: string; value: number }) => [dayKey(row.account_id, row.read_on), row.value]));
  }

  private async openBills(manager: EntityManager, readings: readonly NewReading[]): Promise<Work['openBills']> {
    if (readings.length === 0) return new Map();
    const ids = [...new Set(readings.map(({ account }) => account.id))];
    const rows = await manager.query(`SELECT id, account_id, to_on, total_fen + adjusted_fen AS open_fen, adjusted_fen, CASE WHEN run_id IS NULL AND replaces_bill_id IS NULL THEN 0 ELSE 1 END AS made_here FROM bill WHERE account_id IN (${placesOf(ids)}) AND state = 'unpaid' AND paid_fen = 0`, ids);
    return new Map(rows.map((row: { id: number; account_id: number; to_on: string; open_fen: string | number; adjusted_fen: string | number; made_here: string | number }) => [dayKey(row.account_id, row.to_on), { id: row.id, openFen: Number(row.open_fen), adjustedFen: Number(row.adjusted_fen), madeHere: Number(row.made_here) === 1 }]));
  }

  /** Accounts that a run has drafted or issued a bill of, or that a bill was paid of here: no history any more. */
  private async livingAccounts(manager: EntityManager, readings: readonly NewReading[]): Promise<Set<number>> {
    if (readings.length === 0) return new Set();
    const ids = [...new Set(readings.map(({ account }) => account.id))];
    const rows: { account_id: number }[] = await manager.query(`SELECT DISTINCT account_id FROM bill WHERE account_id IN (${placesOf(ids)}) AND (run_id IS NOT NULL OR payment_id IS NOT NULL OR (state = 'unpaid' AND paid_fen > 0))`, ids);
    return new Set(rows.map((row) => row.account_id));
  }
}

interface Work {
  plan: ReadingPlan;
  sums: Sums;
  book: TariffBook;
  states: Map<number, AccountState>;
  /** Account and day → figure. */
  known: Map<string, number>;
  /** `madeHere`: by a run, or in place of a reversed one; it did not come by an import. */
  openBills: Map<string, { id: number; openFen: number; adjustedFen: number; madeHere: boolean }>;
  living: ReadonlySet<number>;
  now: Date;
  use: ReadingUse;
}

/** An account's readings since its last true one; what is in this plan already lies in `state`. */
async function trueAndEstimated(manager: EntityManager, accountId: number, state: AccountState): Promise<KnownReading[]> {
  const rows = await manager.find(MeterReading, { where: { accountId }, order: { ordinal: 'DESC' }, take: 60 });
  const stored = rows.map((row): BilledReading => ({ ordinal: row.ordinal, readOn: row.readOn, value: row.value, kind: row.kind, nextValue: row.nextValue }));
  const readings = new Map([...stored, ...state.readings].map((reading) => [reading.ordinal, reading]));
  return [...readings.values()].sort((a, b) => a.ordinal - b.ordinal).map((reading) => ({ ordinal: reading.ordinal, readOn: reading.readOn, value: figureAfter(reading), estimated: reading.kind === 'estimated' }));
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
