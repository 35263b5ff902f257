import { addDays, type DateString } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { MINIMUM, type TariffBook } from '../billing/index.js';
import { sqlInstant } from '../database/index.js';
import { revenueOf } from '../ledger/index.js';
import type { BillRun } from './bill-run.entity.js';
import { dialectOf, quoted } from './sql-dialect.js';

/** Bills of the run by id, the first exclusive, the last inclusive. */
export interface BillRange {
  readonly after: number;
  readonly upTo: number;
}

/**
 * Drafts become bills: of nothing are paid at once, the others are owed. Nobody has less than `daysToPay` days from the issue. Returns the
 * number of bills.
 */
export async function issueBills(tx: EntityManager, run: BillRun, { after, upTo }: BillRange, { today, daysToPay, now }: { today: DateString; daysToPay: number; now: Date }): Promise<{ issued: number; zero: number; totalFen: number }> {
  const at = sqlInstant(now);
  const earliest = addDays(today, daysToPay);
  const due = `CASE WHEN due_on < ${quoted(earliest)} THEN ${quoted(earliest)} ELSE due_on END`;
  await tx.query(
    `UPDATE bill SET state = CASE WHEN total_fen = 0 THEN 'paid' ELSE 'unpaid' END, settled_at = CASE WHEN total_fen = 0 THEN ? ELSE NULL END, late_fee_from_on = ${due}, due_on = ${due}, issued_at = ?, version = version + 1
     WHERE run_id = ? AND id > ? AND id <= ? AND state = 'draft'`,
    [at, at, run.id, after, upTo],
  );
  const [row] = await tx.query(`SELECT COUNT(*) AS bills, SUM(CASE WHEN total_fen = 0 THEN 1 ELSE 0 END) AS zero, SUM(total_fen) AS fen FROM bill WHERE run_id = ? AND id > ? AND id <= ?`, [run.id, after, upTo]);
  return { issued: Number(row.bills), zero: Number(row.zero ?? 0), totalFen: Number(row.fen ?? 0) };
}

/** One balanced entry for the bills of a range: what each account owes, what was earned by component. Throws when components and totals disagree. */
export async function postBills(tx: EntityManager, run: BillRun, { after, upTo }: BillRange, totalFen: number, book: TariffBook, now: Date): Promise<void> {
  if (totalFen === 0) return;
  const sql = dialectOf(tx.connection.options.type);
  const names = componentsOf(book);
  const sums = names.map((name, i) => `SUM(${sql.jsonNumber('components', name)}) AS c${i}`);
  const [earned] = await tx.query(`SELECT ${sums.join(', ')} FROM bill WHERE run_id = ? AND id > ? AND id <= ?`, [run.id, after, upTo]);
  const revenue = names.map((name, i) => ({ name, fen: Number(earned[`c${i}`] ?? 0) })).filter(({ fen }) => fen > 0);
  const difference = totalFen - revenue.reduce((sum, { fen }) => sum + fen, 0);
  if (difference !== 0) throw new Error(`the components of run ${run.id} after bill ${after} differ from the totals by ${difference} fen`);
  await tx.query('INSERT INTO journal_entry (cause, cause_id, at) VALUES (?, ?, ?)', ['bill-run', `${run.id}:${after}`, sqlInstant(now)]);
  const [entry] = await tx.query('SELECT id FROM journal_entry WHERE cause = ? AND cause_id = ?', ['bill-run', `${run.id}:${after}`]);
  await tx.query(
    `INSERT INTO journal_line (entry_id, book, subject_id, debit_fen, credit_fen)
     SELECT ${Number(entry.id)}, 'receivable', account_id, total_fen, 0 FROM bill WHERE run_id = ? AND id > ? AND id <= ? AND total_fen > 0`,
    [run.id, after, upTo],
  );
  await tx.query(
    `INSERT INTO journal_line (entry_id, book, subject_id, debit_fen, credit_fen) VALUES ${revenue.map(() => '(?, ?, NULL, 0, ?)').join(', ')}`,
    revenue.flatMap(({ name, fen }) => [entry.id, revenueOf(name), fen]),
  );
}

/** All that any published version may charge. */
function componentsOf(book: TariffBook): string[] {
  const named = [...book.names.keys()].flatMap((code) => book.versionsOf(code).flatMap(({ flat }) => Object.keys(flat)));
  return [...new Set(['water', ...named, MINIMUM])];
}
