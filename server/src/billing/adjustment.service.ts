import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addDays, type DateString, formatFen, maskAccountNumber, shanghaiDate } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { type ApprovalRequest, ApprovalService, type ApprovalWords, holds } from '../approval/index.js';
import { CustomerService, type WaterAccount } from '../customer/index.js';
import { affectedBy } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { LedgerService } from '../ledger/index.js';
import type { StaffViewer } from '../staff/index.js';
import { Bill } from './billing.entity.js';
import { disputesOf } from './dispute.service.js';
import { PrepaidService } from './prepaid.service.js';
import { RebillService } from './rebill.service.js';
import { lateFeeOfBill, openPrincipalOf } from './rules/late-fee-of-bill.js';

/** PY-9: whatever moves a bill from what the tariff says is asked for by one person and approved by another, and is an entry of its own. */
@Injectable()
export class AdjustmentService implements OnModuleInit {
  constructor(
    private readonly approvals: ApprovalService,
    private readonly rebills: RebillService,
    private readonly prepaid: PrepaidService,
    private readonly ledger: LedgerService,
    private readonly customers: CustomerService,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.approvals.handle('adjust-bill', {
      mayDecide: (viewer, request) => holds(['section-leader', 'finance', 'hall-director'], viewer, request),
      apply: (tx, request, _, now) => this.adjust(tx, request, now),
      describe: (manager, request) => this.words(manager, request, [`账单应缴${request.amountFen < 0 ? '减少' : '增加'} ${formatFen(Math.abs(request.amountFen))} 元，账本记一笔调整`]),
    });
    this.approvals.handle('waive-late-fee', {
      mayDecide: (viewer, request) => holds(['shift-leader', 'hall-director', 'section-leader', 'finance'], viewer, request),
      apply: (tx, request, _, now) => this.waive(tx, request, now),
      describe: (manager, request) => this.words(manager, request, [`到今天为止的违约金减免 ${formatFen(request.amountFen)} 元`, '之后仍未缴的，违约金继续按日计算']),
    });
    this.approvals.handle('reverse-bill', {
      mayDecide: (viewer, request) => holds(['section-leader', 'finance', 'hall-director'], viewer, request),
      apply: (tx, request, decider, now) => this.reverse(tx, request, decider.id, now),
      describe: (manager, request) => this.words(manager, request, ['原账单冲销，账本记相反的一笔', '已付的转为该户预存款，并告知居民', request.detail['again'] === true ? '按现在的读数、水价和用途重新出账' : '不重新出账，这次抄表等下次出账']),
    });
  }

  /** Refuses `NOT_FOUND`, `BILL_NOT_OPEN`, `ADJUSTMENT_TOO_LARGE`, `APPROVAL_ALREADY_REQUESTED`. */
  requestAdjustment(viewer: StaffViewer, billId: number, { amountFen, reason }: { amountFen: number; reason: string }): Promise<{ approvalId: number }> {
    return this.ask(viewer, billId, (tx, { bill, account }) => {
      refuseAdjustment(bill, amountFen);
      return { kind: 'adjust-bill' as const, subjectId: bill.id, amountFen, hallId: account.hallId, reason, detail: { version: bill.version } };
    });
  }

  requestWaiver(viewer: StaffViewer, billId: number, { amountFen, reason }: { amountFen: number; reason: string }): Promise<{ approvalId: number }> {
    return this.ask(viewer, billId, async (tx, { bill, account }, now) => {
      await this.refuseWaiver(tx, bill, amountFen, now);
      return { kind: 'waive-late-fee' as const, subjectId: bill.id, amountFen, hallId: account.hallId, reason, detail: {} };
    });
  }

  requestReversal(viewer: StaffViewer, billId: number, { again, reason }: { again: boolean; reason: string }): Promise<{ approvalId: number }> {
    return this.ask(viewer, billId, (tx, { bill, account }) => {
      if (bill.state !== 'unpaid' && bill.state !== 'paid') throw new Refusal('BILL_NOT_OPEN');
      return { kind: 'reverse-bill' as const, subjectId: bill.id, amountFen: -bill.totalFen, hallId: account.hallId, reason, detail: { again } };
    });
  }

  private ask(viewer: StaffViewer, billId: number, wanted: (tx: EntityManager, found: { bill: Bill; account: WaterAccount }, now: Date) => Parameters<ApprovalService['request']>[1] | Promise<Parameters<ApprovalService['request']>[1]>): Promise<{ approvalId: number }> {
    const now = this.clock.now();
    return this.once.run(async (tx) => ({ approvalId: await this.approvals.request(tx, await wanted(tx, await this.found(tx, billId), now), viewer, now) }));
  }

  private async found(manager: EntityManager, billId: number): Promise<{ bill: Bill; account: WaterAccount }> {
    const bill = await manager.findOneBy(Bill, { id: billId });
    const account = bill && bill.state !== 'draft' ? await this.customers.accountById(bill.accountId, manager) : null;
    if (!bill || !account) throw new Refusal('NOT_FOUND');
    return { bill, account };
  }

  private async adjust(tx: EntityManager, { id, subjectId, amountFen }: ApprovalRequest, now: Date): Promise<void> {
    const { bill } = await this.found(tx, subjectId);
    refuseAdjustment(bill, amountFen);
    const state = openPrincipalOf(bill) + amountFen > 0 ? 'unpaid' : 'paid';
    // A bill that was paid is late with what was added only from the next day on.
    const anew = bill.state === 'paid' && state === 'unpaid' ? { lateFeeFromOn: [bill.lateFeeFromOn, shanghaiDate(now)].sort().at(-1) as DateString, lateFeeWaivedFen: 0 } : {};
    const { affected } = await tx.update(Bill, { id: bill.id, version: bill.version, state: bill.state }, { adjustedFen: bill.adjustedFen + amountFen, state, settledAt: state === 'paid' ? now : null, ...anew, version: bill.version + 1 });
    if (affected !== 1) throw new Refusal('BILL_CHANGED');
    const owed = { book: 'receivable' as const, subjectId: bill.accountId };
    await this.ledger.post(tx, { cause: 'adjustment', causeId: id, at: now }, amountFen < 0
      ? [{ book: 'adjustment', debitFen: -amountFen }, { ...owed, creditFen: -amountFen }]
      : [{ ...owed, debitFen: amountFen }, { book: 'adjustment', creditFen: amountFen }]);
  }

  private async waive(tx: EntityManager, { subjectId, amountFen }: ApprovalRequest, now: Date): Promise<void> {
    const { bill } = await this.found(tx, subjectId);
    await this.refuseWaiver(tx, bill, amountFen, now);
    const changed = await affectedBy(tx, "UPDATE bill SET late_fee_waived_fen = late_fee_waived_fen + ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'unpaid'", [amountFen, bill.id, bill.version]);
    if (changed !== 1) throw new Refusal('BILL_CHANGED');
  }

  private async reverse(tx: EntityManager, { subjectId, reason, detail }: ApprovalRequest, byStaffId: number, now: Date): Promise<void> {
    const { bill, account } = await this.found(tx, subjectId);
    const why = { cause: 'reversal' as const, readingOrdinal: bill.readingOrdinal, before: null, after: null, reason, byStaffId };
    if (detail['again'] !== true) return void (await this.rebills.reverseOnly(tx, account, bill, why, now));
    if (bill.state !== 'unpaid' && bill.state !== 'paid') throw new Refusal('BILL_NOT_OPEN');
    await this.rebills.rebill(tx, account, bill.readingOrdinal, why, now, { force: true });
  }

  private async refuseWaiver(tx: EntityManager, bill: Bill, amountFen: number, now: Date): Promise<void> {
    if (bill.state !== 'unpaid') throw new Refusal('BILL_NOT_OPEN');
    const disputes = (await disputesOf(tx, [bill.id])).get(bill.id) ?? [];
    const { fee } = lateFeeOfBill(bill, disputes, shanghaiDate(now));
    if (amountFen > fee) throw new Refusal('ADJUSTMENT_TOO_LARGE', { message: `这笔账单现在的违约金是 ${formatFen(fee)} 元，减免不能超过它` });
  }

  private async words(manager: EntityManager, { subjectId }: ApprovalRequest, effects: string[]): Promise<ApprovalWords> {
    const { bill, account } = await this.found(manager, subjectId);
    return { subject: `账单 ${bill.fromOn} 至 ${bill.toOn}（${bill.volume} 立方米，${formatFen(bill.totalFen)} 元），户号 ${maskAccountNumber(account.accountNumber)}`, effects: [`${dueWords(bill)}`, ...effects], address: `/account/${account.id}/bill/${bill.id}` };
  }
}

const dueWords = (bill: Bill) => `现在：未缴 ${formatFen(openPrincipalOf(bill))} 元，${addDays(bill.dueOn, 1)} 起逾期`;

/** No more can be taken off than is open: what was paid already goes back by reversing the bill. */
function refuseAdjustment(bill: Bill, amountFen: number): void {
  if (bill.state !== 'unpaid' && bill.state !== 'paid') throw new Refusal('BILL_NOT_OPEN');
  if (openPrincipalOf(bill) + amountFen < 0) throw new Refusal('ADJUSTMENT_TOO_LARGE', { message: `这笔账单还有 ${formatFen(openPrincipalOf(bill))} 元未缴，减少的不能超过它；已缴的请用冲销重出` });
}
