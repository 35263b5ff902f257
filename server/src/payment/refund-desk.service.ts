import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type { requestRefund } from '@shouwen/shared/contract/payment-desk';
import { type DateString, formatFen, formatFullInstant, shanghaiDate } from '@shouwen/shared/value';
import { type RefundMethod, refundMethodLabels } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { ApprovalService, type ApprovalRequest, type ApprovalWords, holds } from '../approval/index.js';
import { Bill } from '../billing/index.js';
import { affectedBy, insertAll, rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { NoticeService } from '../notice/index.js';
import type { StaffViewer } from '../staff/index.js';
import { Drawers } from './drawers.js';
import { accountTail, partsInWords } from './payment-in-words.js';
import { PaymentFollowers } from './payment-followers.js';
import { Payment, PaymentItem } from './payment.entity.js';
import { PaymentRefund, PaymentRefundPart } from './refund.entity.js';
import { RefundService } from './refund.service.js';
import { mayLookAt } from './rules/who-sees-payments.js';
import { mayGoByBank, type PartTakenBack, refundableOf, takenBackOf, whyNotRefund } from './rules/what-may-be-refunded.js';
import { TakeBack } from './take-back.service.js';

/** What is to be given back: of which items, how much each (fen), and by which way. */
export interface RefundWanted {
  items: readonly { itemId: number; fen: number }[];
  method: RefundMethod;
}

/** Refunds that people ask for, approve and pay out (WeChat pays out its own). */
@Injectable()
export class RefundDesk implements OnModuleInit {
  constructor(
    private readonly approvals: ApprovalService,
    private readonly refunds: RefundService,
    private readonly takeBack: TakeBack,
    private readonly drawers: Drawers,
    private readonly followers: PaymentFollowers,
    private readonly notices: NoticeService,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.approvals.handle('refund-payment', {
      mayDecide: (viewer, request) => holds(['hall-director', 'finance', 'section-leader'], viewer, request),
      apply: async (tx, { detail, subjectId, reason, requestedById }, _decider, now) => {
        if (typeof detail['refundId'] === 'number') await this.toBank(tx, detail['refundId']);
        else await this.begin(tx, subjectId, detail as unknown as RefundWanted, { reason, requestedById }, now);
      },
      // Who took the money does not let it be given back.
      involved: async (manager, { subjectId }) => [(await manager.findOneBy(Payment, { id: subjectId }))?.cashierId ?? null],
      describe: (manager, request) => this.describe(manager, request),
    });
  }

  /** Asks for it. Refuses as `begin` does, NOT_FOUND for what the viewer may not look at, and APPROVAL_ALREADY_REQUESTED, also while its void is being asked. */
  request(viewer: StaffViewer, paymentId: number, { reason, ...wanted }: BodyOf<typeof requestRefund>): Promise<{ approvalId: number }> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const payment = await tx.findOneBy(Payment, { id: paymentId });
      if (!payment || !mayLookAt(viewer, payment)) throw new Refusal('NOT_FOUND');
      if ((await this.approvals.openFor(tx, 'void-payment', [paymentId])).size > 0) throw new Refusal('APPROVAL_ALREADY_REQUESTED', { message: '这笔收费已申请撤销，等待审批；审批以后或撤回申请后，再申请退款' });
      const parts = await this.partsOf(tx, payment, wanted);
      await this.refuseWhatCannotBe(tx, payment, wanted.method, now);
      return { approvalId: await this.approvals.request(tx, { kind: 'refund-payment', subjectId: paymentId, amountFen: sumOf(parts), hallId: payment.hallId, reason, detail: { ...wanted } }, viewer, now) };
    });
  }

  /** Of a refund in trouble, or of one nobody came for: asks that the bank pays it. Refuses NOT_FOUND, REFUND_CHANGED. */
  requestOtherwise(viewer: StaffViewer, refundId: number, reason: string): Promise<{ approvalId: number }> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const refund = await this.seen(tx, viewer, refundId);
      if (!mayGoByBank(refund)) throw new Refusal('REFUND_CHANGED');
      const { paymentId, amountFen, hallId } = refund;
      return { approvalId: await this.approvals.request(tx, { kind: 'refund-payment', subjectId: paymentId, amountFen, hallId, reason, detail: { refundId } }, viewer, now) };
    });
  }

  /**
   * Approved: bills are open again, prepayment is taken back, and the payer is owed the money, which is then given by its way. Guarded on what was
   * refunded before (I4). Refuses REFUND_NOT_POSSIBLE, REFUND_TOO_MUCH, REFUND_BY_BANK, PREPAID_USED, BILL_CHANGED. Returns the refund's id.
   */
  async begin(tx: EntityManager, paymentId: number, wanted: RefundWanted, by: { reason: string; requestedById: number }, now: Date): Promise<number> {
    const amountFen = wanted.items.reduce((sum, { fen }) => sum + fen, 0);
    // The state first: MySQL assigns from left to right, and it is decided on the sum as it was.
    const taken = await affectedBy(
      tx,
      "UPDATE payment SET state = CASE WHEN refunded_fen + ? = amount_fen THEN 'refunding' ELSE state END, refunded_fen = refunded_fen + ?, version = version + 1 WHERE id = ? AND state IN ('paid', 'credited') AND refunded_fen + ? <= amount_fen",
      [amountFen, amountFen, paymentId, amountFen],
    );
    const payment = await tx.findOneBy(Payment, { id: paymentId });
    if (!payment) throw new Refusal('NOT_FOUND');
    if (taken === 0) throw new Refusal(payment.state === 'paid' || payment.state === 'credited' ? 'REFUND_TOO_MUCH' : 'REFUND_NOT_POSSIBLE');
    const count = await this.refuseWhatCannotBe(tx, { ...payment, state: 'paid' }, wanted.method, now);
    const parts = await this.partsOf(tx, payment, wanted);
    const id = await this.refunds.add(tx, { paymentId, outRefundNo: `${payment.outTradeNo}R${count + 1}`, amountFen, method: wanted.method, cause: 'approved', reason: by.reason, hallId: payment.hallId, requestedById: by.requestedById }, now);
    await insertAll(tx, PaymentRefundPart, parts.map((part) => ({ refundId: id, ...part })));
    await this.takeBack.run(tx, payment.paidOn as DateString, { cause: 'refund-begun', causeId: id }, parts, { book: 'refund-payable' }, now);
    await this.followers.tell(tx, { paymentId, cause: `refund:${id}` }, now);
    if (payment.residentId !== null) {
      const note = wanted.method === 'wechat' ? '退款正在原路退回' : '退款已批准，请等候付款';
      await this.notices.toResident(tx, {
        residentId: payment.residentId, purpose: 'bill', key: `refund:${id}`, page: `bill/result/index?id=${paymentId}`,
        fields: { number: payment.receiptNumber ?? payment.outTradeNo, amount: formatFen(amountFen), at: formatFullInstant(now), note },
      }, now);
    }
    return id;
  }

  tryAgain(): Promise<{ count: number }> {
    return this.once.run(async (tx) => ({ count: await this.refunds.tryAgain(tx) }));
  }

  /** Cash out of the viewer's open drawer; card and bank with the number of their slip. Guarded: paid out once. Refuses NOT_FOUND, REFUND_CHANGED, REFERENCE_REQUIRED, SHIFT_NOT_OPEN, DRAWER_SHORT, FORBIDDEN. */
  async payOut(tx: EntityManager, viewer: StaffViewer, refundId: number, reference: string, now: Date): Promise<void> {
    const refund = await this.seen(tx, viewer, refundId);
    if (refund.method === 'bank' && !viewer.roles.includes('finance')) throw new Refusal('FORBIDDEN');
    if (refund.method !== 'cash' && reference === '') throw new Refusal('REFERENCE_REQUIRED');
    const shift = refund.method === 'cash' ? await this.drawers.requireShiftOf(tx, viewer.id) : refund.method === 'card' ? await this.drawers.shiftOf(tx, viewer.id) : null;
    if (shift && refund.method === 'cash') await this.drawers.requireCash(tx, shift, refund.amountFen);
    const { affected } = await tx.update(
      PaymentRefund, { id: refundId, state: 'waiting', method: refund.method },
      { state: 'done', reference: reference === '' ? null : reference, shiftId: shift?.id ?? null, finishedById: viewer.id, finishedAt: now },
    );
    if (!affected) throw new Refusal('REFUND_CHANGED');
    const from = shift && refund.method === 'cash' ? { book: shift.lateBook ? ('late-cash' as const) : ('cash' as const), subjectId: shift.id } : { book: refund.method === 'card' ? ('card-clearing' as const) : ('bank' as const) };
    await this.refunds.finish(tx, refund, from, now);
  }

  private async toBank(tx: EntityManager, refundId: number): Promise<void> {
    const refund = await tx.findOneByOrFail(PaymentRefund, { id: refundId });
    const { affected } = await tx.update(PaymentRefund, { id: refundId, state: refund.state, method: refund.method }, { state: 'waiting', method: 'bank', finishedAt: null });
    if (!affected || !mayGoByBank(refund)) throw new Refusal('REFUND_CHANGED');
  }

  private async seen(tx: EntityManager, viewer: StaffViewer, refundId: number): Promise<PaymentRefund> {
    const refund = Number.isSafeInteger(refundId) ? await tx.findOneBy(PaymentRefund, { id: refundId }) : null;
    if (!refund || !mayLookAt(viewer, refund)) throw new Refusal('NOT_FOUND');
    return refund;
  }

  /** How many refunds there were. */
  private async refuseWhatCannotBe(tx: EntityManager, payment: Payment, method: RefundMethod, now: Date): Promise<number> {
    const count = await tx.countBy(PaymentRefund, { paymentId: payment.id });
    const no = whyNotRefund(payment, method, count, shanghaiDate(now));
    if (no) throw new Refusal(no);
    return count;
  }

  private async partsOf(tx: EntityManager, payment: Payment, { items: wanted }: RefundWanted): Promise<PartTakenBack[]> {
    const items = await tx.findBy(PaymentItem, { paymentId: payment.id });
    if (new Set(wanted.map(({ itemId }) => itemId)).size !== wanted.length) throw new Refusal('INVALID_INPUT');
    const bills = await rowsById(tx, Bill, items.map(({ billId }) => billId));
    return wanted.map(({ itemId, fen }) => {
      const item = items.find(({ id }) => id === itemId);
      if (!item) throw new Refusal('NOT_FOUND');
      if (fen > refundableOf(item, payment.surplus)) throw new Refusal('REFUND_TOO_MUCH');
      const part = takenBackOf(item, fen);
      // What was paid of a bill that was reversed since is the account's prepayment.
      return part.billId !== null && bills.get(part.billId)?.state === 'void' ? { ...part, kind: 'prepayment', billId: null } : part;
    });
  }

  private async describe(manager: EntityManager, { subjectId, detail, amountFen }: ApprovalRequest): Promise<ApprovalWords> {
    const payment = await manager.findOneByOrFail(Payment, { id: subjectId });
    const items = await manager.find(PaymentItem, { where: { paymentId: subjectId }, order: { id: 'ASC' } });
    const subject = `缴费 ${payment.receiptNumber ?? payment.outTradeNo} ${[...new Set(items.map(({ accountNumber }) => accountTail(accountNumber)))].join('、')}`;
    if (typeof detail['refundId'] === 'number') return { subject, effects: [`还没有退成的 ${formatFen(amountFen)} 元改由银行转账退还`, '改后不再从微信、钱箱或刷卡机付出'], address: null };
    const wanted = detail as unknown as RefundWanted;
    const parts = wanted.items.flatMap(({ itemId, fen }) => {
      const item = items.find(({ id }) => id === itemId);
      return item ? [takenBackOf(item, fen)] : [];
    });
    return { subject, effects: [...partsInWords(parts, items), `${refundMethodLabels[wanted.method]}退还 ${formatFen(amountFen)} 元`], address: null };
  }
}

const sumOf = (parts: readonly PartTakenBack[]) => parts.reduce((fen, part) => fen + part.principalFen + part.lateFeeFen, 0);
