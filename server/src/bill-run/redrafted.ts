import { formatFen } from '@shouwen/shared/value';
import { type EntityManager, In } from 'typeorm';
import { Bill, type RedraftedBill, TariffBook } from '../billing/index.js';
import { WaterAccount } from '../customer/index.js';
import { insertRows, rowsById, type SqlValue } from '../database/index.js';
import { BillRun, BillRunReview } from './bill-run.entity.js';
import { putDown } from './stale-drafts.js';
import { addToSums, type Sum, totalOf } from './sums.js';
import { reviewColumns } from './survey.js';

/**
 * Drafts that were worked out anew because a reading or terms were put right: the run's figures follow, so that whoever saw others cannot issue it, and a
 * person must see each of them (again), confirmed or not (PY-9). Of a run that is going out already nobody looks at the list any more: there they wait for the next.
 */
export async function reviewRedrafted(tx: EntityManager, redrafted: readonly RedraftedBill[], now: Date): Promise<void> {
  const runIds = [...new Set(redrafted.map(({ draft }) => draft.runId))];
  // Locks the runs: whether they are going out is decided before this, or after it.
  await tx.increment(BillRun, { id: In(runIds) }, 'version', 1);
  const runs = await rowsById(tx, BillRun, runIds);
  const accounts = await rowsById(tx, WaterAccount, redrafted.map(({ draft }) => draft.accountId));
  const known = await tx.findBy(BillRunReview, { billId: In(redrafted.map(({ draft }) => draft.id)) });
  for (const run of runs.values()) {
    const mine = redrafted.filter(({ draft }) => draft.runId === run.id);
    const zoneOf = (accountId: number) => accounts.get(accountId)!.zone;
    const sumOf = ({ accountId }: RedraftedBill['draft'], { tariffCode, volume, totalFen }: Pick<Sum, 'tariffCode' | 'volume' | 'totalFen'>): Sum => ({ zone: zoneOf(accountId), tariffCode, billCount: 1, volume, totalFen, previousCount: 0, previousVolume: 0, previousFen: 0 });
    const [before, after] = [mine.map(({ draft }) => sumOf(draft, draft)), mine.map(({ draft, planned }) => sumOf(draft, planned))];
    await addToSums(tx, run.id, before, -1);
    await addToSums(tx, run.id, after, 1);
    const [was, is] = [totalOf(before), totalOf(after)];
    let opened = 0;
    const rows: SqlValue[][] = [];
    for (const { draft, planned } of run.state === 'computing' || run.state === 'review' ? mine : []) {
      const finding = { reason: 'stale' as const, text: `更正前 ${draft.volume} m³、${formatFen(draft.totalFen)} 元` };
      const { fromOn, toOn: readOn, previousReading, reading, volume, totalFen, tariffCode } = planned;
      const review = known.find(({ billId }) => billId === draft.id);
      if (review?.state !== 'open') opened++;
      if (review) await tx.update(BillRunReview, { id: review.id }, { fromOn, readOn, previousReading, reading, volume, totalFen, tariffCode, reason: 'stale', findings: [finding, ...review.findings.filter(({ reason }) => reason !== 'stale')], state: 'open', note: null, decidedBy: null, decidedAt: null });
      else rows.push([run.id, draft.accountId, draft.readingOrdinal, draft.id, zoneOf(draft.accountId), tariffCode, fromOn, readOn, previousReading, reading, volume, totalFen, 'stale', JSON.stringify([finding]), JSON.stringify({ previous: null, yearAgo: null, usual: null }), Math.abs(volume - draft.volume), 'open', null, null, null]);
    }
    await insertRows(tx, 'bill_run_review', reviewColumns, rows);
    await tx.createQueryBuilder().update(BillRun).set({ volume: () => 'volume + :volume', totalFen: () => 'total_fen + :totalFen', openReviews: () => 'open_reviews + :opened' })
      .where({ id: run.id }).setParameters({ volume: is.volume - was.volume, totalFen: is.totalFen - was.totalFen, opened }).execute();
    if (run.state === 'issuing') await putDown(tx, run, await tx.findBy(Bill, { id: In(mine.map(({ draft }) => draft.id)) }), await TariffBook.open(tx), now);
  }
}
