import { type EntityManager, In } from 'typeorm';
import { accountStates, Bill, saysTheSame, type TariffBook } from '../billing/index.js';
import { WaterAccount } from '../customer/index.js';
import { insertRows, type SqlValue } from '../database/index.js';
import { inBatches } from './account-batches.js';
import { type BillRun, BillRunReview } from './bill-run.entity.js';
import { ruledBills } from './drafts-by-rule.js';
import type { BillRange } from './issue-bills.js';
import { leaveOut } from './leave-out.js';
import { dialectOf, quoted, type SqlDialect } from './sql-dialect.js';
import { reviewColumns } from './survey.js';

const text = '计算之后，读数、水价、人口或用途变了';
const note = '出账时资料已变，没有出账；下次出账按新资料计算';

/**
 * PY-9: what goes out is what the readings, terms and prices of this moment say. Drafts of the range that rest on others are left out of the run and put
 * down as such; their readings are unbilled again. Returns how many.
 */
export async function leaveOutStale(tx: EntityManager, run: BillRun, range: BillRange, book: TariffBook, now: Date): Promise<number> {
  const stale: Bill[] = [];
  const doubtful: { id: number }[] = await tx.query(doubtfulSelect(book, dialectOf(tx.connection.options.type)), [run.id, range.after, range.upTo]);
  for (const part of inBatches(doubtful)) {
    const drafts = await tx.find(Bill, { where: { id: In(part.map(({ id }) => id)), runId: run.id, state: 'draft' }, order: { id: 'ASC' } });
    const accountIds = [...new Set(drafts.map(({ accountId }) => accountId))];
    const accounts = await tx.find(WaterAccount, { select: { id: true, zone: true, householdSize: true, tariffCode: true }, where: { id: In(accountIds) } });
    const states = await accountStates(tx, accountIds, run.id);
    const planned = new Map(accounts.flatMap((account) => {
      const state = states.get(account.id);
      return state ? ruledBills(run, account, state, book).map(({ ordinal, bill }) => [`${account.id} ${ordinal}`, bill] as const) : [];
    }));
    stale.push(...drafts.filter((draft) => {
      const bill = planned.get(`${draft.accountId} ${draft.readingOrdinal}`);
      return !bill || !saysTheSame(bill, draft);
    }));
  }
  for (const part of inBatches(stale)) await putDown(tx, run, part, book, now);
  return stale.length;
}

/** The drafts go; each has its entry in the review list, whoever confirmed it before. */
export async function putDown(tx: EntityManager, run: BillRun, drafts: readonly Bill[], book: TariffBook, now: Date): Promise<void> {
  const decision = { note, decidedBy: '系统', decidedAt: now };
  const known = await tx.findBy(BillRunReview, { runId: run.id, billId: In(drafts.map(({ id }) => id)) });
  await leaveOut(tx, run, drafts, book, { ...decision, chosen: known });
  for (const review of known) await tx.update(BillRunReview, { id: review.id }, { state: 'held', billId: null, reason: 'stale', findings: [{ reason: 'stale', text }, ...review.findings], ...decision });
  const listed = new Set(known.map(({ billId }) => billId));
  const unlisted = drafts.filter(({ id }) => !listed.has(id));
  const accounts = new Map((unlisted.length === 0 ? [] : await tx.find(WaterAccount, { select: { id: true, zone: true }, where: { id: In(unlisted.map(({ accountId }) => accountId)) } })).map(({ id, zone }) => [id, zone]));
  const nothing = JSON.stringify({ previous: null, yearAgo: null, usual: null });
  await insertRows(tx, 'bill_run_review', reviewColumns, unlisted.map((draft): SqlValue[] => [
    run.id, draft.accountId, draft.readingOrdinal, null, accounts.get(draft.accountId) ?? null, draft.tariffCode, draft.fromOn, draft.toOn, draft.previousReading, draft.reading, draft.volume, draft.totalFen, 'stale',
    JSON.stringify([{ reason: 'stale', text }]), nothing, 0, 'held', decision.note, decision.decidedBy, now,
  ]));
}

/** Drafts that are not seen at once to be what they should be: such as one price, one household and one meter made, with nothing changed since, are not among them. */
function doubtfulSelect(book: TariffBook, sql: SqlDialect): string {
  const versions = [...book.names.keys()].flatMap((code) => book.versionsOf(code).map((tariff, i, all) => ({ tariff, code, row: book.rowOf(tariff.id) ?? 0, until: all[i + 1]?.from ?? null })));
  const holds = versions.map(({ tariff, code, row, until }) => `WHEN ${row} THEN b.tariff_code = ${quoted(code)} AND b.from_on >= ${quoted(tariff.from)}${until === null ? '' : ` AND b.to_on < ${quoted(until)}`}`);
  const yearly = versions.filter(({ tariff }) => tariff.tierPeriod === 'year').map(({ row }) => row);
  const isYearly = yearly.length === 0 ? '1 = 0' : `b.tariff_version_id IN (${yearly.join(', ')})`;
  const carried = `CASE WHEN SUBSTR(p.read_on, 1, 4) = SUBSTR(b.to_on, 1, 4) THEN COALESCE(l.year_volume, 0) ELSE 0 END`;
  const sound = [
    'b.segments IS NULL', 'b.meter_changes IS NULL', 'b.volume = b.reading - b.previous_reading', `CASE b.tariff_version_id ${holds.join(' ')} ELSE 1 = 0 END`,
    'r.read_on = b.to_on', 'r.value = b.reading', "r.kind IN ('regular', 'estimated')", `${sql.dayAfter('p.read_on', '1')} = b.from_on`, 'p.value = b.previous_reading', "p.kind <> 'meter-change'",
    "(p.kind = 'opening' OR l.id IS NOT NULL)", 'a.household_size = b.household_size', 'a.tariff_code = b.tariff_code', 'NOT EXISTS (SELECT 1 FROM billing_terms t WHERE t.account_id = b.account_id)',
    `b.used_before = CASE WHEN ${isYearly} THEN ${carried} ELSE 0 END`, `b.year_volume = ${carried} + CASE WHEN ${isYearly} THEN b.volume ELSE 0 END`,
  ];
  return `SELECT b.id FROM bill b
    LEFT JOIN water_account a ON a.id = b.account_id
    LEFT JOIN meter_reading r ON r.account_id = b.account_id AND r.ordinal = b.reading_ordinal
    LEFT JOIN meter_reading p ON p.account_id = b.account_id AND p.ordinal = b.reading_ordinal - 1
    LEFT JOIN bill l ON l.account_id = b.account_id AND l.reading_ordinal = b.reading_ordinal - 1 AND l.state <> 'void'
    WHERE b.run_id = ? AND b.id > ? AND b.id <= ? AND b.state = 'draft' AND NOT COALESCE(${sound.join(' AND ')}, 1 = 0)
    ORDER BY b.id`;
}
