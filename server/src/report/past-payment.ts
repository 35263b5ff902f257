import { createHash } from 'node:crypto';
import { type PaymentMethod, reconciliationSourceLabels } from '@shouwen/shared/vocabulary';
import { type EntityManager, In } from 'typeorm';
import { CashDayRow } from '../cashier/index.js';
import { insertRows, type SqlValue } from '../database/index.js';
import type { LedgerService } from '../ledger/index.js';
import { ReconciliationDayRow } from '../reconciliation/index.js';

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
  outcomes: ({ kind: 'created' | 'unchanged' } | { kind: 'refused'; reason: string })[];
  readonly inserts: SqlValue[][];
  readonly totalFen: number;
}
const columns = ['import_key', 'account_id', 'hall_id', 'paid_on', 'method', 'amount_fen', 'window_name', 'cashier_name'];

type RowOfAccount = PastPaymentRow & { account: { id: number; hallId: number } };

/** Decides on rows whose accounts are known. Reads only. */
export async function planPastPayments(manager: EntityManager, rows: readonly RowOfAccount[]): Promise<PastPaymentPlan> {
  const keys = rows.map(keyOf);
  const known = new Set<string>();
  if (keys.length > 0) {
    const found: { k: string }[] = await manager.query(`SELECT import_key AS k FROM past_payment WHERE import_key IN (${keys.map(() => '?').join(', ')})`, keys);
    for (const { k } of found) known.add(k);
  }
  const plan: { outcomes: PastPaymentPlan['outcomes']; inserts: SqlValue[][]; totalFen: number } = { outcomes: [], inserts: [], totalFen: 0 };
  const whySigned = await signedDays(manager, rows.filter((_, i) => !known.has(keys[i]!)));
  rows.forEach((row, i) => {
    const { account, paidOn, method, amountFen, windowName, cashierName } = row;
    const isKnown = known.has(keys[i]!);
    const reason = isKnown ? null : whySigned(row);
    plan.outcomes.push(reason !== null ? { kind: 'refused', reason } : { kind: isKnown ? 'unchanged' : 'created' });
    if (isKnown || reason !== null) return;
    plan.inserts.push([keys[i]!, account.id, account.hallId, paidOn, method, amountFen, windowName, cashierName]);
    plan.totalFen += amountFen;
  });
  return plan;
}

/** PY-6, PY-7: figures that somebody signed stay as they are. Says why a payment is too late for its day, null when it is not. */
async function signedDays(manager: EntityManager, rows: readonly RowOfAccount[]): Promise<(row: RowOfAccount) => string | null> {
  if (rows.length === 0) return () => null;
  const days = In([...new Set(rows.map(({ paidOn }) => paidOn))]);
  const cash = await manager.find(CashDayRow, { select: { hallId: true, date: true }, where: { hallId: In([...new Set(rows.map(({ account }) => account.hallId))]), date: days, state: 'signed' } });
  const matched = await manager.find(ReconciliationDayRow, { select: { source: true, onDate: true }, where: { source: In(['card', 'wechat']), onDate: days, state: 'closed' } });
  const signed = new Set([...cash.map(({ hallId, date }) => `${hallId} ${date}`), ...matched.map(({ source, onDate }) => `${source} ${onDate}`)]);
  return ({ account, paidOn, method }) => {
    if (signed.has(`${account.hallId} ${paidOn}`)) return `${paidOn} 该户营业厅的当日账已签字，不能再补缴费；确需补入，请班长先在“当日账”里重新打开这一天`;
    if (method !== 'cash' && signed.has(`${method} ${paidOn}`)) return `${paidOn} 的${reconciliationSourceLabels[method]}对账已签字，不能再补缴费；确需补入，请财务先写明原因重新打开这一天`;
    return null;
  };
}

/** The old takings went to the bank before this system: one entry for all of them, against what was before. Throws a duplicate-key error when another writer was first. */
export async function writePastPayments(tx: EntityManager, ledger: LedgerService, plan: PastPaymentPlan, origin: Parameters<LedgerService['post']>[1]): Promise<void> {
  await insertRows(tx, 'past_payment', columns, plan.inserts);
  await ledger.post(tx, origin, [{ book: 'bank', debitFen: plan.totalFen }, { book: 'opening', creditFen: plan.totalFen }]);
}

function keyOf({ accountNumber, paidOn, method, amountFen, windowName, cashierName, reference, occurrence }: PastPaymentRow): string {
  return createHash('sha256').update(JSON.stringify([accountNumber, paidOn, method, amountFen, windowName, cashierName, reference, occurrence])).digest('hex');
}
