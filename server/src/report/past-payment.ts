import { createHash } from 'node:crypto';
import type { PaymentMethod } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { insertRows, type SqlValue } from '../database/index.js';
import type { LedgerService } from '../ledger/index.js';

/** PY-11: a line of the old books. */
export interface PastPaymentRow {
  accountNumber: string;
  paidOn: string;
  method: Exclude<PaymentMethod, 'prepaid'>;
  amountFen: number;
  windowName: string;
  cashierName: string;
  /** Number of the old receipt or booking; empty where there is none. */
  reference: string;
  /** How many lines exactly alike came before it in the file. */
  occurrence: number;
}
export interface PastPaymentPlan {
  /** In the order of the rows given. */
  outcomes: ('created' | 'unchanged')[];
  readonly inserts: SqlValue[][];
  readonly totalFen: number;
}
const columns = ['import_key', 'account_id', 'hall_id', 'paid_on', 'method', 'amount_fen', 'window_name', 'cashier_name'];

/** Decides on rows whose accounts are known. Reads only. */
export async function planPastPayments(manager: EntityManager, rows: readonly (PastPaymentRow & { account: { id: number; hallId: number } })[]): Promise<PastPaymentPlan> {
  const keys = rows.map(keyOf);
  const known = new Set<string>();
  if (keys.length > 0) {
    const found: { k: string }[] = await manager.query(`SELECT import_key AS k FROM past_payment WHERE import_key IN (${keys.map(() => '?').join(', ')})`, keys);
    for (const { k } of found) known.add(k);
  }
  const plan: { outcomes: PastPaymentPlan['outcomes']; inserts: SqlValue[][]; totalFen: number } = { outcomes: [], inserts: [], totalFen: 0 };
  rows.forEach(({ account, paidOn, method, amountFen, windowName, cashierName }, i) => {
    const isKnown = known.has(keys[i]!);
    plan.outcomes.push(isKnown ? 'unchanged' : 'created');
    if (isKnown) return;
    plan.inserts.push([keys[i]!, account.id, account.hallId, paidOn, method, amountFen, windowName, cashierName]);
    plan.totalFen += amountFen;
  });
  return plan;
}

/** The old takings went to the bank before this system: one entry for all of them, against what was before. Throws a duplicate-key error when another writer was first. */
export async function writePastPayments(tx: EntityManager, ledger: LedgerService, plan: PastPaymentPlan, origin: Parameters<LedgerService['post']>[1]): Promise<void> {
  await insertRows(tx, 'past_payment', columns, plan.inserts);
  await ledger.post(tx, origin, [{ book: 'bank', debitFen: plan.totalFen }, { book: 'opening', creditFen: plan.totalFen }]);
}

function keyOf({ accountNumber, paidOn, method, amountFen, windowName, cashierName, reference, occurrence }: PastPaymentRow): string {
  return createHash('sha256').update(JSON.stringify([accountNumber, paidOn, method, amountFen, windowName, cashierName, reference, occurrence])).digest('hex');
}
