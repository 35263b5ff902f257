import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, Page } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/bill-run';
import { DataSource, type EntityManager, LessThan } from 'typeorm';
import { TariffBook } from '../billing/index.js';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, LiveUpdates, Refusal } from '../http/index.js';
import { Outbox } from '../jobs/index.js';
import { Hall, type StaffViewer } from '../staff/index.js';
import { BillRunRunner, isUnderWay } from './bill-run-runner.js';
import { BillRun, BillRunPolicy, BillRunReview, BillRunSum } from './bill-run.entity.js';
import { itemView, policyView, runView } from './bill-run.view.js';
import { Issued } from './issued.js';
import { openBillRun } from './open-bill-run.js';

const topic = 'bill-run.advance';
/** Other duties wait for a slice to end, so it is short. */
const sliceMs = 2000;

/** Bill runs as finance starts, issues and cancels them; the work goes on through the outbox, on whichever server, also after a crash. */
@Injectable()
export class BillRunService implements OnModuleInit {
  readonly runner: BillRunRunner;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    issued: Issued,
    live: LiveUpdates,
  ) {
    this.runner = new BillRunRunner(dataSource, transactions, clock, issued, live);
  }

  onModuleInit(): void {
    this.outbox.handle(topic, ({ runId }) => this.work(Number(runId)));
  }

  /** Throws `BILL_RUN_EXISTS` while one of the same scope and days is not finished, `NOT_FOUND` for an unknown hall. */
  async start(tx: EntityManager, wanted: BodyOf<typeof contract.startBillRun>, by: Pick<StaffViewer, 'id' | 'name'>): Promise<contract.BillRunView> {
    if (wanted.hallId !== undefined && !(await tx.existsBy(Hall, { id: wanted.hallId }))) throw new Refusal('NOT_FOUND');
    try {
      const id = await openBillRun(tx, wanted, by, this.clock.now());
      await this.continue(tx, id, 'computing', 0);
      return await this.view(id, tx);
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refusal('BILL_RUN_EXISTS');
      throw error;
    }
  }

  /** Newest first. */
  async list(query: { cursor?: string; size: number }): Promise<Page<contract.BillRunItem>> {
    const { manager } = this.dataSource;
    const before = query.cursor === undefined ? undefined : cursorId(query.cursor);
    const rows = await manager.find(BillRun, { where: before === undefined ? {} : { id: LessThan(before) }, order: { id: 'DESC' }, take: query.size + 1 });
    const halls = await this.hallNames(manager, rows);
    const runs = rows.slice(0, query.size);
    return { items: runs.map((run) => itemView(run, halls)), next: rows.length > query.size ? String(runs.at(-1)?.id) : null };
  }

  async view(id: number, manager: EntityManager = this.dataSource.manager): Promise<contract.BillRunView> {
    const run = await this.find(manager, id);
    const [halls, sums, policy, book] = [await this.hallNames(manager, [run]), await manager.findBy(BillRunSum, { runId: id }), await manager.findOneByOrFail(BillRunPolicy, { id: run.policyId }), await TariffBook.open(manager)];
    const counts: { reason: string; state: string; count: string | number }[] = await manager
      .createQueryBuilder(BillRunReview, 'r').select('r.reason', 'reason').addSelect('r.state', 'state').addSelect('COUNT(*)', 'count').where('r.runId = :id', { id }).groupBy('r.reason').addGroupBy('r.state').getRawMany();
    return runView(run, halls, sums, counts, policy, book.names);
  }

  /** Throws `BILL_RUN_CHANGED` when the person saw other figures, `BILL_RUN_REVIEW_OPEN`, `BILL_RUN_NOTHING`, `BILL_RUN_ACTION_NOT_ALLOWED`. */
  async issue(tx: EntityManager, id: number, seen: BodyOf<typeof contract.issueBillRun>, by: Pick<StaffViewer, 'name'>): Promise<contract.BillRunView> {
    const run = await this.find(tx, id);
    if (run.state === 'issuing' || run.state === 'issued') return this.view(id, tx); // what was asked for is done or under way
    if (run.state !== 'review') throw new Refusal('BILL_RUN_ACTION_NOT_ALLOWED');
    if (run.openReviews > 0) throw new Refusal('BILL_RUN_REVIEW_OPEN');
    if (run.version !== seen.version || run.billCount !== seen.billCount || run.totalFen !== seen.totalFen) throw new Refusal('BILL_RUN_CHANGED');
    if (run.billCount === 0) throw new Refusal('BILL_RUN_NOTHING');
    const { affected } = await tx.update(BillRun, { id, state: 'review', version: seen.version, openReviews: 0 }, { state: 'issuing', issuedBy: by.name, issuedAt: this.clock.now(), version: seen.version + 1 });
    if (!affected) {
      const { state } = await this.find(tx, id);
      if (state === 'issuing' || state === 'issued') return this.view(id, tx); // pressed twice at once
      throw new Refusal('BILL_RUN_CHANGED');
    }
    await this.beginWithBills(tx, id, 'issuing');
    return this.view(id, tx);
  }

  /** Before it is issued; deletes the drafts and nothing else. Throws `BILL_RUN_CHANGED`, `BILL_RUN_ACTION_NOT_ALLOWED`. */
  async cancel(tx: EntityManager, id: number, { version, reason }: BodyOf<typeof contract.cancelBillRun>, by: Pick<StaffViewer, 'name'>): Promise<contract.BillRunView> {
    const run = await this.find(tx, id);
    if (run.state === 'cancelling' || run.state === 'cancelled') return this.view(id, tx);
    if (run.state !== 'computing' && run.state !== 'review') throw new Refusal('BILL_RUN_ACTION_NOT_ALLOWED');
    const { affected } = await tx.update(BillRun, { id, state: run.state, version }, { state: 'cancelling', cancelledBy: by.name, cancelReason: reason, version: version + 1 });
    if (!affected) throw new Refusal('BILL_RUN_CHANGED');
    await this.beginWithBills(tx, id, 'cancelling');
    return this.view(id, tx);
  }

  async policy(): Promise<contract.BillRunPolicyView> {
    const [policy] = await this.dataSource.manager.find(BillRunPolicy, { order: { edition: 'DESC' }, take: 1 });
    if (!policy) throw new Refusal('NOT_FOUND');
    return policyView(policy);
  }

  /** For runs from now on. Throws `EDITION_STALE` when it was changed since. */
  async changePolicy(tx: EntityManager, { id, ...values }: BodyOf<typeof contract.changeBillRunPolicy>, by: Pick<StaffViewer, 'name'>): Promise<contract.BillRunPolicyView> {
    const [newest] = await tx.find(BillRunPolicy, { order: { edition: 'DESC' }, take: 1 });
    if (newest?.id !== id) throw new Refusal('EDITION_STALE');
    const next = { ...values, edition: newest.edition + 1, changedBy: by.name, changedAt: this.clock.now() };
    try {
      const { identifiers } = await tx.insert(BillRunPolicy, next);
      return policyView({ ...next, id: (identifiers[0] as { id: number }).id });
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refusal('EDITION_STALE');
      throw error;
    }
  }

  private async find(manager: EntityManager, id: number): Promise<BillRun> {
    const run = await manager.findOneBy(BillRun, { id });
    if (!run) throw new Refusal('NOT_FOUND');
    return run;
  }

  /** The run's row is ours by now: no chunk adds a bill any more. */
  private async beginWithBills(tx: EntityManager, id: number, state: 'issuing' | 'cancelling'): Promise<void> {
    const [{ first, last }] = await tx.query('SELECT MIN(id) AS first, MAX(id) AS last FROM bill WHERE run_id = ?', [id]);
    const position = Math.max(0, (first ?? 1) - 1);
    await tx.update(BillRun, { id }, { position, firstPosition: position, lastPosition: last ?? position });
    await this.continue(tx, id, state, position);
  }

  private async work(runId: number): Promise<void> {
    const finished = await this.runner.advance(runId, sliceMs);
    const run = await this.dataSource.manager.findOneBy(BillRun, { id: runId });
    if (finished || !run || !isUnderWay(run.state)) return;
    try {
      await this.transactions.run((tx) => this.continue(tx, runId, run.state, run.position));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // the duty to go on from here is there already
    }
  }

  private continue(tx: EntityManager, runId: number, state: string, position: number): Promise<void> {
    return this.outbox.add(tx, topic, `${runId}:${state}:${position}`, { runId }, this.clock.now());
  }

  private async hallNames(manager: EntityManager, runs: readonly BillRun[]): Promise<Map<number, string>> {
    if (runs.every(({ hallId }) => hallId === null)) return new Map();
    return new Map((await manager.find(Hall)).map(({ id, name }) => [id, name]));
  }
}

function cursorId(cursor: string): number {
  if (!/^\d{1,10}$/.test(cursor)) throw new Refusal('INVALID_INPUT');
  return Number(cursor);
}
