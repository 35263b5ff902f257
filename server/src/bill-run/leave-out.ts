import { type EntityManager, In } from 'typeorm';
import type { TariffBook } from '../billing/index.js';
import { placesOf } from './account-batches.js';
import { type BillRun, BillRunReview } from './bill-run.entity.js';
import { draftsAfter, historyOf } from './stored-bills.js';
import { addToSums, sumOfDraft, totalOf } from './sums.js';

/**
 * Takes the drafts of these readings, and of the same accounts' later ones, out of a run: the bills go, counts and sums go down. The readings
 * are unbilled again; a later run bills them. `chosen`: items that their decider puts down.
 */
export async function leaveOut(
  tx: EntityManager, run: BillRun, readings: readonly Pick<BillRunReview, 'accountId' | 'readingOrdinal'>[], book: TariffBook, { chosen, ...decision }: { note: string; decidedBy: string; decidedAt: Date; chosen: readonly Pick<BillRunReview, 'id'>[] },
): Promise<void> {
  const from = new Map<number, number>();
  for (const { accountId, readingOrdinal } of readings) from.set(accountId, Math.min(from.get(accountId) ?? readingOrdinal, readingOrdinal));
  const accountIds = [...from.keys()];
  const leaving = (await draftsAfter(tx, run, 0, accountIds, book)).filter(({ accountId, ordinal }) => ordinal >= (from.get(accountId) as number));
  if (leaving.length === 0) return;
  const ids = leaving.map(({ id }) => id);
  const before = await historyOf(tx, run, accountIds, book);
  const sums = leaving.map((draft) => sumOfDraft(draft, before(draft).at(-1)));
  await tx.query(`DELETE FROM bill WHERE id IN (${placesOf(ids)}) AND run_id = ? AND state = 'draft'`, [...ids, run.id]);
  await addToSums(tx, run.id, sums, -1);
  const { billCount, volume, totalFen } = totalOf(sums);
  await tx.query('UPDATE bill_run SET bill_count = bill_count - ?, volume = volume - ?, total_fen = total_fen - ? WHERE id = ?', [billCount, volume, totalFen, run.id]);
  const decided = new Set(chosen.map(({ id }) => id));
  const later = (await tx.findBy(BillRunReview, { runId: run.id, billId: In(ids) })).filter(({ id }) => !decided.has(id));
  if (later.length > 0) await tx.update(BillRunReview, { id: In(later.map(({ id }) => id)) }, { state: 'held', billId: null, ...decision, note: '前一期没有出账，一并暂缓' });
}
