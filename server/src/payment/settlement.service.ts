import { Inject, Injectable, Logger } from '@nestjs/common';
import { formatFen, formatFullInstant, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { affectedBy, readRow, selectList, sqlInstant, Transactions } from '../database/index.js';
import { Clock, LiveUpdates } from '../http/index.js';
import { NoticeService } from '../notice/index.js';
import type { Transaction } from '../wechat/index.js';
import { PaymentBooking } from './payment-booking.js';
import { Payment, PaymentItem } from './payment.entity.js';
import { ReceiptBooks } from './receipt-book.js';
import { RefundService } from './refund.service.js';
import { type Mismatch, mismatchOf } from './rules/is-payment-of-order.js';
import { settlementOf } from './rules/journal-of-payment.js';

/** What WeChat's word about an order did. */
export type Applied = 'settled' | 'closed' | 'nothing' | Mismatch;

/** WeChat's word, from a notification or an answer, becomes settled bills: once, whatever the order of its coming. */
@Injectable()
export class SettlementService {
  private readonly logger = new Logger('Payment');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly booking: PaymentBooking,
    private readonly refunds: RefundService,
    private readonly receipts: ReceiptBooks,
    private readonly notices: NoticeService,
    private readonly live: LiveUpdates,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Null when this is a payment of this order, else what does not fit; then nothing may be done, and people must look. */
  mismatch(payment: Payment, transaction: Transaction): Mismatch | null {
    const mismatch = mismatchOf({ outTradeNo: payment.outTradeNo, mchId: this.config.wechat.pay.mchId, appId: payment.appId ?? '', amountFen: payment.amountFen }, transaction);
    if (mismatch !== null) this.logger.error({ alarm: 'WeChat speaks of another payment than ours', mismatch, payment: payment.id });
    return mismatch;
  }

  /** Applies what WeChat answered to a question. */
  async apply(payment: Payment, transaction: Transaction | null): Promise<Applied> {
    if (transaction === null) return 'nothing';
    // A refund, even a partial one, follows a payment.
    if (transaction.trade_state === 'SUCCESS' || transaction.trade_state === 'REFUND') {
      const mismatch = this.mismatch(payment, transaction);
      if (mismatch !== null) return mismatch;
      await this.prepare(transaction);
      await this.transactions.run((tx) => this.settle(tx, payment, transaction, this.clock.now()));
      return 'settled';
    }
    if (transaction.trade_state !== 'CLOSED') return 'nothing';
    await this.markClosed(payment.id);
    return 'closed';
  }

  /** Nobody can pay the order any more (or so WeChat says: a payment that still comes is settled or returned). */
  async markClosed(paymentId: number): Promise<void> {
    await this.transactions.run((tx) =>
      tx.createQueryBuilder().update(Payment).set({ state: 'closed', openKey: null, version: () => 'version + 1' }).where({ id: paymentId, state: 'unpaid' }).execute().then(() => undefined),
    );
  }

  /** To be called before the transaction of `settle`. */
  prepare(transaction: Transaction): Promise<void> {
    return this.receipts.prepare(this.paidAtOf(transaction));
  }

  /**
   * The money is there: payment, bills, journal, receipt, message and a refund of what someone else had paid already, in
   * one transaction. Does nothing when it was done before. A closed order that was paid after all is settled too.
   */
  async settle(tx: EntityManager, payment: Payment, transaction: Transaction, now: Date): Promise<void> {
    const paidAt = this.paidAtOf(transaction);
    const taken = await affectedBy(
      tx, "UPDATE payment SET state = 'paid', transaction_id = ?, paid_at = ?, paid_on = ?, open_key = NULL, version = version + 1 WHERE id = ? AND state IN ('unpaid', 'closed')",
      [transaction.transaction_id ?? null, sqlInstant(paidAt), shanghaiDate(paidAt), payment.id],
    );
    if (taken === 0) return;
    const rows: Record<string, unknown>[] = await tx.query(`SELECT ${selectList(tx, PaymentItem, 'i')} FROM payment_item i WHERE i.payment_id = ? ORDER BY i.bill_id, i.id`, [payment.id]);
    const items = rows.map((row) => readRow(tx, PaymentItem, row));
    const outcomes = await this.booking.book(tx, payment, items, paidAt, now);
    for (const settled of [true, false]) {
      const ids = outcomes.filter((outcome) => outcome.settled === settled).map(({ id }) => id);
      if (ids.length > 0) await tx.query(`UPDATE payment_item SET settled = ? WHERE id IN (${ids.map(() => '?').join(', ')})`, [settled ? 1 : 0, ...ids]);
    }
    const { state, refundFen } = settlementOf(outcomes, payment.surplus);
    if (refundFen > 0) await this.refunds.begin(tx, payment, refundFen, now);
    // Money that stays with us has a receipt; the book is locked until the end, so it comes last.
    const receiptNumber = refundFen < payment.amountFen ? await this.receipts.drawOnline(tx, payment.id, paidAt, now) : null;
    const servedMs = payment.servedMs === null ? null : payment.servedMs + Math.max(0, paidAt.getTime() - payment.createdAt.getTime());
    await tx.query('UPDATE payment SET state = ?, refunded_fen = ?, receipt_number = ?, served_ms = ? WHERE id = ?', [state, refundFen, receiptNumber, servedMs, payment.id]);
    // The cashier has the code on the screen, and the customer in front of it.
    if (payment.cashierId !== null) await this.live.publish(tx, [`staff:${payment.cashierId}`], 'payments', String(payment.id), now);
    if (payment.residentId !== null) await this.tell(tx, payment, payment.residentId, { receiptNumber, refundFen, keptFen: payment.surplus === 'prepay' ? settlementOf(outcomes, payment.surplus).surplusFen : 0, paidAt }, now);
  }

  private tell(tx: EntityManager, payment: Payment, residentId: number, what: { receiptNumber: string | null; refundFen: number; keptFen: number; paidAt: Date }, now: Date): Promise<void> {
    const { receiptNumber, refundFen, keptFen, paidAt } = what;
    const note = refundFen > 0 ? `多付的 ${formatFen(refundFen)} 元将退回` : keptFen > 0 ? `多付的 ${formatFen(keptFen)} 元转为预存` : '缴费成功，可以查看收据';
    return this.notices.toResident(
      tx,
      {
        residentId, purpose: 'bill', key: `payment:${payment.id}`, page: `bill/result/index?id=${payment.id}`,
        fields: { number: receiptNumber ?? payment.outTradeNo, amount: formatFen(payment.amountFen), at: formatFullInstant(paidAt), note },
      },
      now,
    );
  }

  /** Without a time of its own the payment counts from when we learned of it. */
  private paidAtOf(transaction: Transaction): Date {
    return transaction.success_time === undefined ? this.clock.now() : new Date(transaction.success_time);
  }

  /** The payment of an order number, or null. */
  async byOutTradeNo(outTradeNo: string): Promise<Payment | null> {
    const { manager } = this.dataSource;
    const [row]: Record<string, unknown>[] = await manager.query(`SELECT ${selectList(manager, Payment, 'p')} FROM payment p WHERE p.out_trade_no = ?`, [outTradeNo]);
    return row ? readRow(manager, Payment, row) : null;
  }
}
