import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DateString, formatFen } from '@shouwen/shared/value';
import { DataSource, type EntityManager } from 'typeorm';
import { ApprovalService, type ApprovalRequest, type ApprovalWords, holds } from '../approval/index.js';
import { affectedBy, sqlInstant } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { Drawers } from './drawers.js';
import { PaymentFollowers } from './payment-followers.js';
import { Payment, PaymentItem } from './payment.entity.js';
import { ReceiptBooks } from './receipt-book.js';
import { moneyBookOf } from './rules/journal-of-payment.js';
import { mayBeVoided } from './rules/who-sees-payments.js';
import { refundableOf, takenBackOf } from './rules/what-may-be-refunded.js';
import { itemsInWords } from './payment-in-words.js';
import { TakeBack } from './take-back.service.js';

/** A payment at the counter is undone in its own shift, before that is closed; afterwards it is refunded. */
@Injectable()
export class VoidService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly approvals: ApprovalService,
    private readonly takeBack: TakeBack,
    private readonly receipts: ReceiptBooks,
    private readonly drawers: Drawers,
    private readonly followers: PaymentFollowers,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.approvals.handle('void-payment', {
      mayDecide: (viewer, request) => holds(['shift-leader', 'hall-director'], viewer, request),
      apply: (tx, request, _decider, now) => this.void(tx, request.subjectId, String(request.detail['reference'] ?? ''), request.reason, now),
      // Who took the money does not let it be taken back.
      involved: async (manager, { subjectId }) => [(await manager.findOneBy(Payment, { id: subjectId }))?.cashierId ?? null],
      describe: (manager, request) => this.describe(manager, request),
    });
  }

  /** Refuses NOT_FOUND (another hall's), VOID_NOT_POSSIBLE, SHIFT_ACTION_NOT_ALLOWED, REFERENCE_REQUIRED (a card is given back at its terminal first), APPROVAL_ALREADY_REQUESTED (also a refund of it). */
  request(viewer: StaffViewer, paymentId: number, { reason, reference }: { reason: string; reference: string }): Promise<{ approvalId: number }> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const payment = await tx.findOneBy(Payment, { id: paymentId });
      if (!payment || (payment.hallId !== null && payment.hallId !== viewer.hallId)) throw new Refusal('NOT_FOUND');
      if (!mayBeVoided(payment)) throw new Refusal('VOID_NOT_POSSIBLE');
      if ((await this.approvals.openFor(tx, 'refund-payment', [paymentId])).size > 0) throw new Refusal('APPROVAL_ALREADY_REQUESTED', { message: '这笔收费已申请退款，等待审批；审批以后或撤回申请后，再申请撤销' });
      if (payment.method === 'card' && reference === '') throw new Refusal('REFERENCE_REQUIRED');
      await this.drawers.requireOpen(tx, payment.shiftId);
      const approvalId = await this.approvals.request(tx, { kind: 'void-payment', subjectId: payment.id, amountFen: payment.amountFen, hallId: payment.hallId, reason, detail: { reference } }, viewer, now);
      return { approvalId };
    });
  }

  /** Once, and only while nothing of it was refunded and its shift is open. The receipt keeps its number, void (PY-10). */
  async void(tx: EntityManager, paymentId: number, reference: string, reason: string, now: Date): Promise<void> {
    const voided = await affectedBy(
      tx, "UPDATE payment SET state = 'voided', voided_at = ?, void_reference = ?, version = version + 1 WHERE id = ? AND state = 'paid' AND refunded_fen = 0 AND method IN ('cash', 'card')",
      [sqlInstant(now), reference === '' ? null : reference, paymentId],
    );
    if (voided === 0) throw new Refusal('VOID_NOT_POSSIBLE');
    const payment = await tx.findOneByOrFail(Payment, { id: paymentId });
    await this.drawers.requireOpen(tx, payment.shiftId);
    if (payment.method === 'cash') await this.drawers.requireCash(tx, { id: payment.shiftId ?? 0, lateBook: payment.lateBook }, payment.amountFen);
    const items = await tx.findBy(PaymentItem, { paymentId });
    const parts = items.map((item) => takenBackOf(item, refundableOf(item, payment.surplus)));
    await this.takeBack.run(tx, payment.paidOn as DateString, { cause: 'void', causeId: paymentId }, parts, moneyBookOf(payment, 0), now);
    await this.receipts.void(tx, paymentId, reason, now);
    await this.followers.tell(tx, { paymentId, cause: 'void' }, now);
  }

  private async describe(manager: EntityManager, { subjectId }: ApprovalRequest): Promise<ApprovalWords> {
    const payment = await manager.findOneByOrFail(Payment, { id: subjectId });
    const items = await manager.find(PaymentItem, { where: { paymentId: subjectId }, order: { id: 'ASC' } });
    const back = payment.method === 'cash' ? `从钱箱退还现金 ${formatFen(payment.amountFen)} 元` : `银行卡冲正 ${formatFen(payment.amountFen)} 元`;
    return { subject: `收据 ${payment.receiptNumber ?? payment.outTradeNo}`, effects: [...itemsInWords(items), back, '收据作废，号码保留'], address: null };
  }
}
