import { addDays, type DateString } from '@shouwen/shared/value';
import type { ReadingKind, ReviewReason } from '@shouwen/shared/vocabulary';
import { type EntityManager, In } from 'typeorm';
import { type AccountState, accountStates, billColumns, billRow, isBillFault, planBill, type PlannedBill, type TariffBook } from '../billing/index.js';
import { WaterAccount } from '../customer/index.js';
import { insertRows } from '../database/index.js';
import { inBatches, placesOf } from './account-batches.js';
import type { BillRun } from './bill-run.entity.js';

type Account = Pick<WaterAccount, 'id' | 'zone' | 'householdSize' | 'tariffCode'>;

/** A reading the rule has decided on. `bill` is null when none can be made of it, which `problem` says. */
export interface RuledReading {
  account: Account;
  ordinal: number;
  kind: ReadingKind;
  fromOn: DateString;
  readOn: DateString;
  previousReading: number;
  reading: number;
  bill: PlannedBill | null;
  problem: { reason: ReviewReason; text: string } | null;
  /** An earlier run left it out. */
  late: boolean;
}

/**
 * What the set-based statements left: changes of price, terms, year or meter, mixed uses, estimates, readings an earlier run left out. Decided by
 * the rule for bills, account by account in the order of the readings; whoever cannot be billed is for a person to see.
 */
export async function draftByRule(tx: EntityManager, run: BillRun, accountIds: readonly number[], book: TariffBook, now: Date): Promise<RuledReading[]> {
  const ruled: RuledReading[] = [];
  for (const ids of inBatches(accountIds)) {
    const batch = await tx.find(WaterAccount, { select: { id: true, zone: true, householdSize: true, tariffCode: true }, where: { id: In(ids) }, order: { id: 'ASC' } });
    const [states, elsewhere] = [await accountStates(tx, ids), await inAnotherRun(tx, run, ids)];
    const decided = batch.flatMap((account) => {
      const state = states.get(account.id);
      return state ? rule(run, account, state, elsewhere.has(account.id), book) : [];
    });
    const origin = { runId: run.id, replacesBillId: null, draft: true, settledOn: null };
    await insertRows(tx, 'bill', billColumns, decided.flatMap(({ account, ordinal, bill }) => (bill ? [billRow(bill, { ...origin, accountId: account.id, revision: (states.get(account.id)?.revisions.get(ordinal) ?? 0) + 1 }, now)] : [])));
    ruled.push(...decided);
  }
  return ruled;
}

/** Accounts whose last bill another run may yet leave out. */
async function inAnotherRun(tx: EntityManager, run: BillRun, ids: readonly number[]): Promise<Set<number>> {
  const rows: { account_id: number }[] = await tx.query(`SELECT account_id FROM bill WHERE account_id IN (${placesOf(ids)}) AND state = 'draft' AND run_id <> ?`, [...ids, run.id]);
  return new Set(rows.map(({ account_id }) => account_id));
}

/** What the rule makes of an account's readings since its last bill, up to the end of the run's days. */
export const ruledBills = (run: BillRun, account: Account, state: AccountState, book: TariffBook): RuledReading[] => rule(run, account, state, false, book);

function rule(run: BillRun, account: Account, state: AccountState, elsewhere: boolean, book: TariffBook): RuledReading[] {
  const [first, ...since] = state.readings.filter(({ readOn }) => readOn <= run.toOn);
  if (!first) return [];
  const ruled: RuledReading[] = [];
  let waits = elsewhere ? '前一期账单还在另一次出账里，没有出账' : null;
  let yearVolume = state.yearVolume;
  let between = [first];
  for (const reading of since) {
    between = [...between, reading];
    if (reading.kind === 'meter-change') continue;
    const from = between[0] as typeof first;
    const decided = {
      account, ordinal: reading.ordinal, kind: reading.kind, fromOn: addDays(from.readOn, 1), readOn: reading.readOn, previousReading: from.nextValue ?? from.value, reading: reading.value, late: reading.readOn < run.fromOn,
    };
    const planned = waits !== null ? { reason: 'waits' as const, text: waits } : billOrProblem(book, account, state, between, yearVolume);
    if ('reason' in planned) {
      ruled.push({ ...decided, bill: null, problem: planned });
      waits ??= '前一次抄表还不能出账';
    } else {
      ruled.push({ ...decided, bill: planned, problem: null });
      [between, yearVolume] = [[reading], planned.yearVolume];
    }
  }
  return ruled;
}

function billOrProblem(book: TariffBook, { householdSize, tariffCode }: Account, { terms }: AccountState, readings: AccountState['readings'], yearVolume: number): PlannedBill | { reason: ReviewReason; text: string } {
  const last = readings.at(-1) as AccountState['readings'][number];
  try {
    const planned = planBill(book, { account: { householdSize, tariffCode }, terms, readings, yearVolume, dueFrom: last.readOn });
    if (!isBillFault(planned)) return planned;
    if (planned.fault === 'figure-fell') return { reason: 'negative', text: `本次 ${last.value}，小于 ${planned.on} 的 ${planned.before}` };
  } catch (error) {
    // A tariff whose last tier ends says nothing of what lies above it.
    if (!(error instanceof RangeError)) throw error;
  }
  return { reason: 'no-tariff', text: `水价 ${book.names.get(tariffCode) ?? tariffCode} 在这一期没有可用的版本` };
}
