import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/billing-desk';
import { formatFen, maskAccountNumber, shanghaiDate } from '@shouwen/shared/value';
import { type EntityManager, MoreThan } from 'typeorm';
import { type ApprovalRequest, ApprovalService, type ApprovalWords, holds } from '../approval/index.js';
import { CustomerService, type WaterAccount } from '../customer/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { MeterReading } from './billing.entity.js';
import { type Figures, figuresInWords } from './corrections.js';
import { type EstimateCorrections, type ReadingPlan, ReadingService } from './reading.service.js';
import { decidedAnew, type RebillCause, type Rebilled, RebillService } from './rebill.service.js';
import { figureAfter } from './rules/plan-bill.js';

/** What a request keeps; amounts in fen as they were when it was asked for. */
interface CorrectionDetail {
  seen: Figures;
  after: Figures;
  count: number;
  beforeFen: number;
  afterFen: number;
}

/** PY-9: wrong figures are put right where they stand, with who and why; the bills they were in are reversed and issued anew. */
@Injectable()
export class CorrectionService implements OnModuleInit, EstimateCorrections {
  constructor(
    private readonly approvals: ApprovalService,
    private readonly rebills: RebillService,
    private readonly readings: ReadingService,
    private readonly customers: CustomerService,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.readings.useCorrections(this);
    this.approvals.handle('correct-reading', {
      mayDecide: (viewer, request) => holds(['section-leader', 'finance', 'hall-director'], viewer, request),
      apply: (tx, request, _, now) => this.apply(tx, request, now),
      describe: (manager, request) => this.words(manager, request),
    });
  }

  /**
   * Corrects one reading of an account, or puts a true figure in place of an estimate. Where bills were issued by it, it is only asked for: a second person
   * decides (PY-9). Refuses `READING_CHANGED` when it does not show what was seen, `READING_OUT_OF_ORDER` when it does not fit between its neighbours,
   * `NOTHING_CHANGED`, `NOT_FOUND`, `APPROVAL_ALREADY_REQUESTED`.
   */
  correct(viewer: StaffViewer, accountId: number, ordinal: number, body: BodyOf<typeof contract.correctReading>): Promise<Rebilled & { approvalId: number | null }> {
    const now = this.clock.now();
    return decidedAnew(() => this.once.run(async (tx) => {
      const account = await this.accountOf(tx, accountId);
      const reading = await tx.findOneBy(MeterReading, { accountId, ordinal });
      if (!reading) throw new Refusal('NOT_FOUND');
      if (reading.value !== body.seenValue) throw new Refusal('READING_CHANGED');
      const after: Figures = { value: body.value, kind: reading.kind === 'opening' || reading.kind === 'meter-change' ? reading.kind : body.kind, nextValue: reading.kind === 'meter-change' ? (body.nextValue ?? reading.nextValue) : null };
      if (after.value === reading.value && after.kind === reading.kind && after.nextValue === reading.nextValue) throw new Refusal('NOTHING_CHANGED');
      await refuseOutOfOrder(tx, reading, after);
      const { count, beforeFen, afterFen } = await this.rebills.wouldChange(tx, account, ordinal, { reading: { ordinal, readOn: reading.readOn, ...after } }, now);
      if (count === 0) return { ...(await this.putRight(tx, account, reading, after, { reason: body.reason, byStaffId: viewer.id }, now)), approvalId: null };
      const approvalId = await this.approvals.request(tx, { kind: 'correct-reading', subjectId: reading.id, amountFen: afterFen - beforeFen, hallId: account.hallId, reason: body.reason, detail: { seen: figuresOf(reading), after, count, beforeFen, afterFen } }, viewer, now);
      return { voidedBillIds: [], issuedBillIds: [], creditedFen: 0, approvalId };
    }));
  }

  private async putRight(tx: EntityManager, account: WaterAccount, reading: MeterReading, after: Figures, why: Pick<RebillCause, 'reason' | 'byStaffId'>, now: Date): Promise<Rebilled> {
    await refuseOutOfOrder(tx, reading, after);
    await this.move(tx, reading, after);
    return this.rebills.rebill(tx, account, reading.ordinal, { cause: 'reading', readingOrdinal: reading.ordinal, before: { ...figuresOf(reading) }, after: { ...after }, ...why }, now);
  }

  private async apply(tx: EntityManager, { subjectId, reason, requestedById, detail }: ApprovalRequest, now: Date): Promise<void> {
    const { seen, after } = detail as unknown as CorrectionDetail;
    const reading = await tx.findOneBy(MeterReading, { id: subjectId });
    if (!reading) throw new Refusal('NOT_FOUND');
    if (reading.value !== seen.value || reading.kind !== seen.kind || reading.nextValue !== seen.nextValue) throw new Refusal('READING_CHANGED');
    await this.putRight(tx, await this.accountOf(tx, reading.accountId), reading, after, { reason, byStaffId: requestedById }, now);
  }

  private async words(manager: EntityManager, { subjectId, state, detail }: ApprovalRequest): Promise<ApprovalWords> {
    const { seen, after, ...asked } = detail as unknown as CorrectionDetail;
    const reading = await manager.findOneByOrFail(MeterReading, { id: subjectId });
    const account = await this.accountOf(manager, reading.accountId);
    // While it is open, what it would do today: a bill may have gone out since it was asked for.
    const { count, beforeFen, afterFen } = state === 'open' ? await this.rebills.wouldChange(manager, account, reading.ordinal, { reading: { ordinal: reading.ordinal, readOn: reading.readOn, ...after } }, this.clock.now()).catch(() => asked) : asked;
    return {
      subject: `户号 ${maskAccountNumber(account.accountNumber)}，${reading.readOn} 的抄表`, address: `/account/${account.id}/reading`,
      effects: [`读数 ${figuresInWords(seen)} 改为 ${figuresInWords(after)}`, `冲销并重出 ${count} 笔账单，合计由 ${formatFen(beforeFen)} 元变为 ${formatFen(afterFen)} 元`, '已付的转为该户预存款，先抵新账单，并告知居民'],
    };
  }

  /** The meter on the wall was changed: what the old one showed last and the new one first. No bill of its own; the next one spans both. Refuses `READING_OUT_OF_ORDER`, `METER_NUMBER_IN_USE`, `NOT_FOUND`. */
  changeMeter(viewer: StaffViewer, accountId: number, body: BodyOf<typeof contract.changeMeter>): Promise<{ ordinal: number }> {
    const now = this.clock.now();
    if (body.on > shanghaiDate(now)) throw new Refusal('INVALID_INPUT', { message: '换表日期不能在今天之后', fields: [{ path: 'on', message: '换表日期不能在今天之后' }] });
    return decidedAnew(() => this.once.run(async (tx) => {
      await this.accountOf(tx, accountId);
      const last = await tx.findOne(MeterReading, { where: { accountId }, order: { ordinal: 'DESC' } });
      if (!last) throw new Refusal('READING_OUT_OF_ORDER', { message: '该户还没有起数，请先抄表' });
      if (body.on <= last.readOn || body.lastValue < figureAfter(last)) throw new Refusal('READING_OUT_OF_ORDER', { message: `换表要在最近一次抄表（${last.readOn}，读数 ${figureAfter(last)}）之后，旧表止数不能更小` });
      const ordinal = last.ordinal + 1;
      await tx.insert(MeterReading, { accountId, ordinal, readOn: body.on, value: body.lastValue, kind: 'meter-change', nextValue: body.firstValue, note: body.reason.slice(0, 200), createdAt: now });
      if (body.meterNumber !== '') await this.customers.changeMeterNumber(tx, accountId, body.meterNumber);
      return { ordinal };
    }));
  }

  /** A true figure showed estimates to be too high. Guarded: fails on a unique key or with `BILL_CHANGED` when somebody else was at the account. */
  async correctEstimates(tx: EntityManager, { accountId, readOn, value, estimates }: ReadingPlan['corrections'][number], now: Date): Promise<void> {
    const first = estimates[0];
    if (!first) return;
    const account = await this.accountOf(tx, accountId);
    const before: Record<string, number> = {};
    const after: Record<string, number> = {};
    for (const { ordinal, value: figure } of estimates) {
      const reading = await tx.findOneByOrFail(MeterReading, { accountId, ordinal });
      if (reading.kind !== 'estimated') throw new Refusal('READING_CHANGED');
      if (reading.value === figure) continue;
      await this.move(tx, reading, { value: figure, kind: 'estimated', nextValue: null });
      before[reading.readOn] = reading.value;
      after[reading.readOn] = figure;
    }
    const why: RebillCause = { cause: 'estimate', readingOrdinal: first.ordinal, before, after, reason: `${readOn} 抄见 ${value}，更正此前的估抄`, byStaffId: null };
    await this.rebills.rebill(tx, account, first.ordinal, why, now);
  }

  /** Guarded by the figure that was seen. */
  private async move(tx: EntityManager, reading: MeterReading, after: Figures): Promise<void> {
    const { affected } = await tx.update(MeterReading, { id: reading.id, value: reading.value, kind: reading.kind }, after);
    if (affected !== 1) throw new Refusal('READING_CHANGED');
  }

  private async accountOf(tx: EntityManager, accountId: number): Promise<WaterAccount> {
    const account = await this.customers.accountById(accountId, tx);
    if (!account) throw new Refusal('NOT_FOUND');
    return account;
  }
}

const figuresOf = ({ value, kind, nextValue }: MeterReading): Figures => ({ value, kind, nextValue });

/** A figure stands between its neighbours, the unbilled ones too. */
async function refuseOutOfOrder(tx: EntityManager, { accountId, ordinal }: MeterReading, after: Figures): Promise<void> {
  const rows = await tx.find(MeterReading, { where: { accountId, ordinal: MoreThan(ordinal - 2) }, order: { ordinal: 'ASC' }, take: 3 });
  const readings = rows.map((row) => (row.ordinal === ordinal ? { readOn: row.readOn, ...after } : row));
  readings.slice(1).forEach((reading, i) => {
    const before = readings[i]!;
    if (reading.value < figureAfter(before)) throw new Refusal('READING_OUT_OF_ORDER', { message: `${reading.readOn} 的读数 ${reading.value} 会小于 ${before.readOn} 的 ${figureAfter(before)}，请核对` });
  });
}
