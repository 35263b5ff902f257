import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/approval';
import { formatFen } from '@shouwen/shared/value';
import { approvalKindLabels, approvalStateLabels, type ApprovalKind, type ApprovalState } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, LessThan } from 'typeorm';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, LiveUpdates, Once, Refusal } from '../http/index.js';
import { NoticeService } from '../notice/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { type ApprovalHandler, type ApprovalWanted, isInvolved, requestOf } from './approval-kind.js';
import { Approval } from './approval.entity.js';
import { ApprovalView } from './approval.view.js';
import { refuseToDecide, refuseToWithdraw } from './rules/one-asks-another-decides.js';

/** The list of what a person may decide is sifted by the kinds' own rules: this many rows at a time, this many times. */
const SIFTED = 200;
const SIFTINGS = 5;
const MOST_COUNTED = 100;
const ATTEMPTS = 8;

/** Undoes the decision: its subject refuses it. */
class SubjectRefuses extends Refusal {
  constructor(readonly why: Refusal) {
    super(why.code, why.details);
  }
}

/** What needs a second person: asked for by one, decided once by another, carried out in the transaction of the decision. */
@Injectable()
export class ApprovalService {
  private readonly handlers = new Map<ApprovalKind, ApprovalHandler>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly notices: NoticeService,
    private readonly live: LiveUpdates,
    private readonly view: ApprovalView,
  ) {}

  /** Called once per kind, in `onModuleInit` of the capability that owns the subject. */
  handle(kind: ApprovalKind, handler: ApprovalHandler): void {
    if (this.handlers.has(kind)) throw new Error(`approval kind ${kind} is handled twice`);
    this.handlers.set(kind, handler);
  }

  /** Asks, and tells those who may decide. Returns the id. Refuses `APPROVAL_ALREADY_REQUESTED` while the same is being asked, `REASON_REQUIRED`. */
  async request(tx: EntityManager, wanted: ApprovalWanted, by: Pick<StaffViewer, 'id'>, now: Date): Promise<number> {
    const { kind, subjectId, amountFen, hallId, detail } = wanted;
    const handler = this.handlerOf(kind);
    const reason = wanted.reason.trim();
    if (reason === '') throw new Refusal('REASON_REQUIRED');
    if (!Number.isSafeInteger(amountFen)) throw new RangeError('amount in whole fen');
    const row = {
      kind, subjectId, openKey: `${kind}:${subjectId}`, amountFen, hallId, reason, detail: JSON.stringify(detail), state: 'open' as const, requestedById: by.id, requestedAt: now,
      decidedById: null, decidedAt: null, decisionReason: null, version: 1,
    };
    let id: number;
    try {
      ({ id } = (await tx.insert(Approval, row)).identifiers[0] as { id: number });
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refusal('APPROVAL_ALREADY_REQUESTED');
      throw error;
    }
    const text = `${approvalKindLabels[kind]}${yuan(amountFen)}，等您审批`;
    const involved = (await handler.involved?.(tx, requestOf({ ...row, id }))) ?? [];
    for (const staff of await tx.findBy(Staff, { active: true }))
      if (staff.id !== by.id && handler.mayDecide(staff, row) && !involved.includes(staff.id)) await this.notices.toStaff(tx, { staffId: staff.id, key: `approval:${id}`, kind: 'approval', ticketId: null, text }, now);
    return id;
  }

  /** The subject has gone another way (paid, void, closed): what was asked about it ends, and who asked is told. */
  async expire(tx: EntityManager, kind: ApprovalKind, subjectId: number, why: string, now: Date): Promise<void> {
    const row = await tx.findOneBy(Approval, { openKey: `${kind}:${subjectId}` });
    if (row) await this.end(tx, row, 'expired', null, why, now);
  }

  /** Open requests about these subjects: subject → request id. */
  async openFor(manager: EntityManager, kind: ApprovalKind, subjectIds: readonly number[]): Promise<Map<number, number>> {
    if (subjectIds.length === 0) return new Map();
    const rows = await manager.find(Approval, { where: { openKey: In(subjectIds.map((id) => `${kind}:${id}`)) }, select: { id: true, subjectId: true } });
    return new Map(rows.map((row) => [row.subjectId, row.id]));
  }

  async list(viewer: StaffViewer, { view, kind, cursor, size }: QueryOf<typeof contract.approvals>): Promise<Page<contract.ApprovalItem>> {
    const { manager } = this.dataSource;
    if (cursor !== undefined && !/^\d{1,10}$/.test(cursor)) throw new Refusal('INVALID_INPUT');
    const before = cursor === undefined ? null : Number(cursor);
    const { rows, next } = await this.sift(manager, viewer, view, kind, before, size);
    return { items: await this.view.items(manager, viewer, rows, this.handlers), next };
  }

  async counts(viewer: StaffViewer): Promise<{ toDecide: number }> {
    return { toDecide: (await this.sift(this.dataSource.manager, viewer, 'to-decide', undefined, null, MOST_COUNTED)).rows.length };
  }

  async one(viewer: StaffViewer, id: number, manager: EntityManager = this.dataSource.manager): Promise<contract.ApprovalItem> {
    const [item] = await this.view.items(manager, viewer, [await this.seen(manager, viewer, id)], this.handlers);
    if (!item) throw new Refusal('NOT_FOUND');
    return item;
  }

  /** One decision, guarded by the version it was made on, and its effect, or nothing. */
  async decide(viewer: StaffViewer, id: number, { version, outcome, reason }: BodyOf<typeof contract.decideApproval>): Promise<contract.ApprovalItem> {
    const now = this.clock.now();
    if (outcome === 'refused' && reason === '') throw new Refusal('REASON_REQUIRED', { message: '不同意的，请写明原因' });
    const once = () =>
      this.once.run(async (tx) => {
        const row = await this.seen(tx, viewer, id);
        const handler = this.handlerOf(row.kind);
        const no = refuseToDecide(row, viewer, handler.mayDecide(viewer, row));
        if (no) throw new Refusal(no);
        if (await isInvolved(tx, handler, row, viewer)) throw new Refusal('APPROVAL_OWN', { message: '这件事是您经手的，要由其他负责人审批' });
        if (row.version !== version) throw new Refusal('APPROVAL_CHANGED');
        await this.end(tx, row, outcome, viewer.id, reason, now);
        if (outcome === 'approved')
          await handler.apply(tx, requestOf({ ...row, state: outcome }), viewer, now).catch((error: unknown) => {
            throw error instanceof Refusal && error.status < 500 ? new SubjectRefuses(error) : error;
          });
        return this.one(viewer, id, tx);
      });
    try {
      return await overtakenAnew(once);
    } catch (error) {
      if (!(error instanceof SubjectRefuses)) throw error;
      await this.transactions.run(async (tx) => {
        const row = await tx.findOneBy(Approval, { id, version, state: 'open' });
        if (row) await this.end(tx, row, 'expired', null, error.why.message, now);
      });
      throw error.why;
    }
  }

  withdraw(viewer: StaffViewer, id: number, { version }: BodyOf<typeof contract.withdrawApproval>): Promise<contract.ApprovalItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const row = await this.seen(tx, viewer, id);
      const no = refuseToWithdraw(row, viewer);
      if (no) throw new Refusal(no);
      if (row.version !== version) throw new Refusal('APPROVAL_CHANGED');
      await this.end(tx, row, 'withdrawn', null, '', now);
      return this.one(viewer, id, tx);
    });
  }

  /** Guarded: of two that end it one does. Tells who asked, unless they did it themselves; a no of any kind reaches its owner. */
  private async end(tx: EntityManager, row: Approval, state: Exclude<ApprovalState, 'open'>, decidedById: number | null, decisionReason: string, now: Date): Promise<void> {
    const { id, version } = row;
    const { affected } = await tx.update(Approval, { id, version, state: 'open' }, { state, openKey: null, decidedById, decidedAt: now, decisionReason, version: version + 1 });
    if (affected !== 1) throw new Refusal('APPROVAL_CHANGED');
    if (state !== 'approved') await this.handlers.get(row.kind)?.refused?.(tx, requestOf({ ...row, state }), now);
    if (state === 'withdrawn') return;
    const text = `您申请的${approvalKindLabels[row.kind]}${yuan(row.amountFen)}：${approvalStateLabels[state]}${decisionReason === '' ? '' : `。${decisionReason}`}`;
    await this.notices.toStaff(tx, { staffId: row.requestedById, key: `approval-ended:${id}`, kind: 'approval', ticketId: null, text }, now);
    // What was asked about stands otherwise on the asker's screen now.
    await this.live.publish(tx, [`staff:${row.requestedById}`], 'approvals', String(id), now);
  }

  private async sift(manager: EntityManager, viewer: StaffViewer, view: contract.ApprovalView, kind: ApprovalKind | undefined, before: number | null, size: number): Promise<{ rows: Approval[]; next: string | null }> {
    const state = view === 'to-decide' ? { state: 'open' as const } : view === 'decided' ? { state: In(['approved', 'refused', 'expired', 'withdrawn']) } : { requestedById: viewer.id };
    const found: Approval[] = [];
    for (let turn = 0; turn < SIFTINGS; turn++) {
      const batch = await manager.find(Approval, { where: { ...state, ...(kind && { kind }), ...(before === null ? {} : { id: LessThan(before) }) }, order: { id: 'DESC' }, take: SIFTED });
      for (const row of batch) {
        if (view === 'to-decide' && this.mayDecide(viewer, row) && (await isInvolved(manager, this.handlers.get(row.kind), row, viewer))) {
          before = row.id;
          continue;
        }
        const theirs = view === 'own' || (row.requestedById !== viewer.id && (this.mayDecide(viewer, row) || row.decidedById === viewer.id));
        if (theirs && found.length === size) return { rows: found, next: String(found.at(-1)!.id) };
        if (theirs) found.push(row);
        before = row.id;
      }
      if (batch.length < SIFTED) return { rows: found, next: null };
    }
    return { rows: found, next: before === null ? null : String(before) };
  }

  private async seen(manager: EntityManager, viewer: StaffViewer, id: number): Promise<Approval> {
    const row = await manager.findOneBy(Approval, { id });
    if (!row || (row.requestedById !== viewer.id && row.decidedById !== viewer.id && !this.mayDecide(viewer, row))) throw new Refusal('NOT_FOUND');
    return row;
  }

  private mayDecide(viewer: StaffViewer, row: Approval): boolean {
    return this.handlers.get(row.kind)?.mayDecide(viewer, row) ?? false;
  }

  private handlerOf(kind: ApprovalKind): ApprovalHandler {
    const handler = this.handlers.get(kind);
    if (!handler) throw new Error(`nobody handles approval kind ${kind}`);
    return handler;
  }
}

/** Nothing for what is not about an amount. */
const yuan = (fen: number) => (fen === 0 ? '' : ` ${formatFen(fen)} 元`);

/** Whoever loses a race for the subject decides on what the winner left: that is no reason for a request to expire. */
async function overtakenAnew<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const overtaken = isDuplicateKey(error) || (error instanceof SubjectRefuses && error.why.code === 'BILL_CHANGED');
      if (!overtaken || attempt === ATTEMPTS) throw error;
    }
  }
}
