import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/bill-run';
import { unbillable } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { Bill, BillFollowers, BillingService, TariffBook } from '../billing/index.js';
import { WaterAccount } from '../customer/index.js';
import { rowsById, Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { inBatches } from './account-batches.js';
import { BillRun, BillRunExport, BillRunReview } from './bill-run.entity.js';
import { reviewView } from './bill-run.view.js';
import { leaveOut } from './leave-out.js';
import { readAgainCsv } from './read-again-csv.js';
import { reviewRedrafted } from './redrafted.js';

/** What a person must see of a run before it is issued (PY-9). */
@Injectable()
export class ReviewService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly followers: BillFollowers,
    private readonly billing: BillingService,
  ) {}

  onModuleInit(): void {
    this.followers.followRedrafted((tx, redrafted) => reviewRedrafted(tx, redrafted, this.clock.now()));
  }

  /** What differs most comes first. */
  async list(runId: number, query: QueryOf<typeof contract.reviewItems>): Promise<Page<contract.ReviewItem>> {
    const { manager } = this.dataSource;
    if (!(await manager.existsBy(BillRun, { id: runId }))) throw new Refusal('NOT_FOUND');
    const select = manager.createQueryBuilder(BillRunReview, 'r').where('r.runId = :runId AND r.state = :state', { runId, state: query.state }).orderBy('r.severity', 'DESC').addOrderBy('r.id', 'DESC').limit(query.size + 1);
    if (query.reason) select.andWhere('r.reason = :reason', { reason: query.reason });
    if (query.cursor !== undefined) {
      const [severity, id] = parseCursor(query.cursor);
      select.andWhere('(r.severity < :severity OR (r.severity = :severity AND r.id < :id))', { severity, id });
    }
    const rows = await select.getMany();
    const items = rows.slice(0, query.size);
    const accounts = await rowsById(manager, WaterAccount, items.map(({ accountId }) => accountId));
    const last = items.at(-1);
    return { items: items.map((item) => reviewView(item, accounts.get(item.accountId))), next: rows.length > query.size && last ? `${last.severity}.${last.id}` : null };
  }

  /** How an item's draft comes to its amount, line by line. Throws `NOT_FOUND` where none could be made, or it was left out. */
  async working(runId: number, itemId: number): Promise<ResponseOf<typeof contract.reviewWorking>> {
    const { manager } = this.dataSource;
    const review = await manager.findOneBy(BillRunReview, { id: itemId, runId });
    const bill = review?.billId ? await manager.findOneBy(Bill, { id: review.billId }) : null;
    const account = bill && (await manager.findOneBy(WaterAccount, { id: bill.accountId }));
    if (!bill || !account) throw new Refusal('NOT_FOUND', { message: '这一条没有账单，看不到计算过程' });
    return this.billing.detailOf(manager, bill, account, null, false);
  }

  /**
   * Confirms items, or leaves their bills out of the run. Items that somebody else decided meanwhile stay as they are. Throws `REVIEW_WITHOUT_BILL`
   * for a confirmation of what has no bill, `BILL_RUN_ACTION_NOT_ALLOWED` unless the run is in review.
   */
  async decide(tx: EntityManager, runId: number, body: BodyOf<typeof contract.decideReviews>, by: Pick<StaffViewer, 'name'>): Promise<{ decided: number; left: number }> {
    if (!(await tx.existsBy(BillRun, { id: runId }))) throw new Refusal('NOT_FOUND');
    // Takes the run's row: an issue that was pressed meanwhile waits, and then sees another version.
    const { affected } = await tx.createQueryBuilder().update(BillRun).set({ version: () => 'version + 1' }).where({ id: runId, state: 'review' }).execute();
    if (!affected) throw new Refusal('BILL_RUN_ACTION_NOT_ALLOWED');
    const decided = body.decision === 'confirm' ? await this.confirm(tx, runId, body, by) : await this.leave(tx, runId, body, body.decision === 'hold' ? 'held' : 'to-read', by);
    const left = await tx.countBy(BillRunReview, { runId, state: 'open' });
    await tx.update(BillRun, { id: runId }, { openReviews: left });
    return { decided, left };
  }

  /** The list that the readers take with them. */
  async readAgain(runId: number, viewer: Pick<StaffViewer, 'id'>): Promise<string> {
    const { manager } = this.dataSource;
    if (!(await manager.existsBy(BillRun, { id: runId }))) throw new Refusal('NOT_FOUND');
    const reviews = await manager.find(BillRunReview, { where: { runId, state: 'to-read' }, order: { id: 'ASC' } });
    const accounts = new Map<number, WaterAccount>();
    for (const part of inBatches(reviews)) for (const [id, account] of await rowsById(manager, WaterAccount, part.map(({ accountId }) => accountId))) accounts.set(id, account);
    await this.transactions.run((tx) => tx.insert(BillRunExport, { runId, staffId: viewer.id, rowCount: reviews.length, at: this.clock.now() }).then(() => undefined));
    return readAgainCsv(reviews, accounts);
  }

  private async confirm(tx: EntityManager, runId: number, { items, reason, note }: BodyOf<typeof contract.decideReviews>, by: Pick<StaffViewer, 'name'>): Promise<number> {
    const chosen = { runId, state: 'open' as const, ...(items ? { id: In(items) } : { reason }) };
    if ((reason && unbillable.includes(reason)) || (await tx.existsBy(BillRunReview, { ...chosen, billId: IsNull() }))) throw new Refusal('REVIEW_WITHOUT_BILL');
    const { affected } = await tx.update(BillRunReview, chosen, { state: 'confirmed', note: note === '' ? null : note, decidedBy: by.name, decidedAt: this.clock.now() });
    return affected ?? 0;
  }

  /** An account's later drafts rest on the one that is left out: they go with it. */
  private async leave(tx: EntityManager, runId: number, { items, reason, note }: BodyOf<typeof contract.decideReviews>, state: 'held' | 'to-read', by: Pick<StaffViewer, 'name'>): Promise<number> {
    const run = await tx.findOneByOrFail(BillRun, { id: runId });
    const chosen = await tx.find(BillRunReview, { where: { runId, ...(items ? { id: In(items), state: In(['open', 'confirmed']) } : { reason, state: 'open' }) }, order: { accountId: 'ASC', readingOrdinal: 'ASC' } });
    const decision = { note, decidedBy: by.name, decidedAt: this.clock.now() };
    for (const part of inBatches(chosen)) {
      await leaveOut(tx, run, part, await TariffBook.open(tx), { ...decision, chosen: part });
      await tx.update(BillRunReview, { id: In(part.map(({ id }) => id)) }, { state, billId: null, ...decision });
    }
    return chosen.length;
  }
}

function parseCursor(cursor: string): [severity: number, id: number] {
  const match = /^(\d{1,10})\.(\d{1,10})$/.exec(cursor);
  if (!match) throw new Refusal('INVALID_INPUT');
  return [Number(match[1]), Number(match[2])];
}
