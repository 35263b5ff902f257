import { shanghaiDate } from '@shouwen/shared/value';
import type { BillRunState } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager } from 'typeorm';
import { TariffBook } from '../billing/index.js';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { type LiveUpdates, Refusal } from '../http/index.js';
import { BillRun, BillRunPolicy } from './bill-run.entity.js';
import { draftByRule } from './drafts-by-rule.js';
import { issueBills, postBills } from './issue-bills.js';
import { insertPlainDrafts } from './plain-drafts.js';
import { leaveOutStale } from './stale-drafts.js';
import { addToSums, totalOf } from './sums.js';
import { reviewRuled, reviewSuspects } from './survey.js';

/** What is done beside a chunk's bills, in its transaction: prepaid balances are used, residents told. */
export interface WhatFollows {
  issued(tx: EntityManager, run: BillRun, range: { after: number; upTo: number }, now: Date): Promise<{ prepaidCount: number; prepaidFen: number }>;
}

/** Another process moved the run on, or a person ended it: this one steps back. */
class Overtaken extends Error {}

/** A chunk that somebody overtook is decided anew. */
const attempts = 6;
const underWay: readonly BillRunState[] = ['computing', 'issuing', 'cancelling'];
export const isUnderWay = (state: BillRunState) => underWay.includes(state);

/**
 * Carries runs on, chunk by chunk. Each chunk is one transaction: bills, postings, counts and the position; what was committed is never done
 * again, what was not is done anew after a crash, on whichever server.
 */
export class BillRunRunner {
  /** Accounts or bills of a chunk. On SQLite nothing else is answered while a statement runs. */
  private readonly size: number;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: { now(): Date },
    private readonly follows: WhatFollows,
    private readonly live: Pick<LiveUpdates, 'publish'> | null,
    size?: number,
  ) {
    this.size = size ?? (dataSource.options.type === 'better-sqlite3' ? 1000 : 10_000);
  }

  /** Goes on with a run for about `budgetMs`, a whole chunk at least. True when there is nothing more to do here. */
  async advance(runId: number, budgetMs: number): Promise<boolean> {
    const started = performance.now();
    for (;;) {
      const run = await this.dataSource.manager.findOneBy(BillRun, { id: runId });
      if (!run || !isUnderWay(run.state)) return true;
      try {
        await this.chunk(run);
      } catch (error) {
        if (error instanceof Overtaken) return true;
        await this.transactions.run((tx) => tx.update(BillRun, { id: runId }, { trouble: (error instanceof Error ? error.message : String(error)).slice(0, 300) })).catch(() => undefined);
        throw error;
      }
      if (performance.now() - started > budgetMs) return false;
      // Requests are answered between chunks.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async chunk(run: BillRun): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.transactions.run((tx) => (run.state === 'computing' ? this.compute(tx, run) : run.state === 'issuing' ? this.issue(tx, run) : this.cancel(tx, run)));
      } catch (error) {
        // Somebody billed or paid one of these accounts at the same moment.
        const wasOvertaken = isDuplicateKey(error) || (error instanceof Refusal && error.code === 'BILL_CHANGED');
        if (!wasOvertaken || attempt === attempts) throw error;
      }
    }
  }

  private async compute(tx: EntityManager, run: BillRun): Promise<void> {
    const now = this.clock.now();
    const upTo = await this.nextPosition(tx, run, 'SELECT id FROM water_account WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?', [run.position]);
    const done = upTo >= run.lastPosition;
    await this.move(tx, run, { position: upTo, ...(done ? { state: 'review', computedAt: now } : {}) }, now);
    const [book, policy] = [await TariffBook.open(tx), await tx.findOneByOrFail(BillRunPolicy, { id: run.policyId })];
    const range = { after: run.position, upTo };
    const before = await this.lastBill(tx, run);
    const plain = await insertPlainDrafts(tx, run, range, book, policy, now);
    const suspected = await reviewSuspects(tx, run, policy, book, plain.suspects, before);
    const afterPlain = await this.lastBill(tx, run);
    const ruled = await draftByRule(tx, run, plain.left, book, now);
    const { reviews, sums } = await reviewRuled(tx, run, policy, book, ruled, afterPlain);
    await addToSums(tx, run.id, [...plain.sums, ...sums], 1);
    await tx.createQueryBuilder().update(BillRun).set({
      billCount: () => 'bill_count + :billCount', volume: () => 'volume + :volume', totalFen: () => 'total_fen + :totalFen', openReviews: () => 'open_reviews + :openReviews',
    }).where({ id: run.id }).setParameters({ ...totalOf([...plain.sums, ...sums]), openReviews: suspected + reviews }).execute();
  }

  private async issue(tx: EntityManager, run: BillRun): Promise<void> {
    const now = this.clock.now();
    const upTo = await this.nextPosition(tx, run, 'SELECT id FROM bill WHERE run_id = ? AND id > ? ORDER BY id LIMIT 1 OFFSET ?', [run.id, run.position]);
    const done = upTo >= run.lastPosition;
    await this.move(tx, run, { position: upTo, ...(done ? { state: 'issued', liveKey: null } : {}) }, now);
    const [book, policy] = [await TariffBook.open(tx), await tx.findOneByOrFail(BillRunPolicy, { id: run.policyId })];
    const range = { after: run.position, upTo };
    await leaveOutStale(tx, run, range, book, now);
    const issuedAt = run.issuedAt ?? now;
    const { issued, zero, totalFen } = await issueBills(tx, run, range, { today: shanghaiDate(issuedAt), daysToPay: policy.daysToPay, now: issuedAt });
    await postBills(tx, run, range, totalFen, book, now);
    const { prepaidCount, prepaidFen } = await this.follows.issued(tx, run, range, now);
    await tx.createQueryBuilder().update(BillRun).set({
      issuedCount: () => 'issued_count + :issued', zeroCount: () => 'zero_count + :zero', prepaidCount: () => 'prepaid_count + :prepaidCount', prepaidFen: () => 'prepaid_fen + :prepaidFen',
    }).where({ id: run.id }).setParameters({ issued, zero, prepaidCount, prepaidFen }).execute();
  }

  private async cancel(tx: EntityManager, run: BillRun): Promise<void> {
    const now = this.clock.now();
    const upTo = await this.nextPosition(tx, run, 'SELECT id FROM bill WHERE run_id = ? AND id > ? ORDER BY id LIMIT 1 OFFSET ?', [run.id, run.position]);
    const done = upTo >= run.lastPosition;
    await this.move(tx, run, { position: upTo, ...(done ? { state: 'cancelled', liveKey: null } : {}) }, now);
    await tx.query(`DELETE FROM bill WHERE run_id = ? AND id > ? AND id <= ? AND state = 'draft'`, [run.id, run.position, upTo]);
  }

  /** Where this chunk ends: `size` rows on, or the end of the run. */
  private async nextPosition(tx: EntityManager, run: BillRun, sql: string, values: readonly number[]): Promise<number> {
    const [row] = await tx.query(sql, [...values, this.size - 1]);
    return Math.min(row?.id ?? run.lastPosition, run.lastPosition);
  }

  private async lastBill(tx: EntityManager, run: BillRun): Promise<number> {
    const [row] = await tx.query('SELECT MAX(id) AS id FROM bill WHERE run_id = ?', [run.id]);
    return row.id ?? 0;
  }

  /** Guarded by state and position, before anything else: of two processes that work on one run, one gets through. */
  private async move(tx: EntityManager, run: BillRun, change: Partial<BillRun>, now: Date): Promise<void> {
    const { affected } = await tx.update(BillRun, { id: run.id, state: run.state, position: run.position }, { ...change, trouble: null });
    if (!affected) throw new Overtaken();
    await this.live?.publish(tx, [`staff:${run.startedByStaffId}`], 'bill-run', String(run.id), now);
  }
}
