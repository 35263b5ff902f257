import { Inject, Injectable, Logger } from '@nestjs/common';
import { formatFen, formatFullInstant, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In } from 'typeorm';
import { BillingService } from '../billing/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { LedgerService } from '../ledger/index.js';
import { NoticeService } from '../notice/index.js';
import type { Transaction } from '../wechat/index.js';
import { Payment, PaymentItem } from './payment.entity.js';
import { ReceiptBooks } from './receipt-book.js';
import { RefundService } from './refund.service.js';
import { type Mismatch, mismatchOf } from './rules/is-payment-of-order.js';
import { journalOf, settlementOf } from './rules/what-a-payment-settles.js';

/** What WeChat's word about an order did. */
export type Applied = 'settled' | 'closed' | 'nothing' | Mismatch;

/** WeChat's word, from a notification or an answer, becomes settled bills: once, whatever the order of its coming. */
@Injectable()
export class SettlementService {
  private readonly logger = new Logger('Payment');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly billing: BillingService,
    private readonly ledger: LedgerService,
    private readonly refunds: RefundService,
    private readonly receipts: ReceiptBooks,
    private readonly notices: NoticeService,
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
      tx.createQueryBuilder().update(Payment).set({ state: 'closed', openKey: null, version: () => 'version + 1' }).where({ id: paymentId, state: 'unpaid' }).execute(),
    );
  }

  /** To be called before the transaction that runs `settle`. */
  prepare(transaction: Transaction): Promise<void> {
    return this.receipts.prepare(this.paidAtOf(transaction));
  }

  /**
   * The money is there: payment, bills, journal, receipt, message and a refund of what someone else had paid already, in
   * one transaction. Does nothing when it was done before. A closed order that was paid after all is settled too.
   */
  async settle(tx: EntityManager, payment: Payment, transaction: Transaction, now: Date): Promise<void> {
    const paidAt = this.paidAtOf(transaction);
    const { affected } = await tx
      .createQueryBuilder()
      .update(Payment)
      .set({ state: 'paid', transactionId: transaction.transaction_id ?? null, paidAt, paidOn: shanghaiDate(paidAt), openKey: null, version: () => 'version + 1' })
      .where({ id: payment.id, state: In(['unpaid', 'closed']) })
      .execute();
    if (!affected) return;
    // Always in the order of bills, so that two payments of the same bills wait for each other instead of locking.
    const items = await tx.find(PaymentItem, { where: { paymentId: payment.id }, order: { billId: 'ASC' } });
    const outcomes = [];
    for (const { billId, accountId, openFen, principalFen, lateFeeFen } of items) {
      const settled = billId !== null && openFen !== null && (await this.billing.receive(tx, billId, { openFen, principalFen, lateFeeFen, paymentId: payment.id, paidOn: shanghaiDate(paidAt) }, now));
      outcomes.push({ billId, accountId, principalFen, lateFeeFen, settled });
    }
    for (const settled of [true, false]) {
      const billIds = outcomes.flatMap((outcome) => (outcome.settled === settled && outcome.billId !== null ? [outcome.billId] : []));
      if (billIds.length > 0) await tx.update(PaymentItem, { paymentId: payment.id, billId: In(billIds) }, { settled });
    }
    await this.ledger.post(tx, { cause: 'payment', causeId: payment.id, at: paidAt }, journalOf(outcomes));
    const { state, settledFen, refundFen } = settlementOf(outcomes);
    if (refundFen > 0) await this.refunds.begin(tx, payment, refundFen, now);
    const receiptNumber = settledFen > 0 ? await this.receipts.draw(tx, paidAt) : null;
    if (receiptNumber !== null || refundFen > 0) await tx.update(Payment, { id: payment.id }, { state, refundedFen: refundFen, receiptNumber });
    if (payment.residentId !== null) await this.notices.toResident(
      tx,
      {
        residentId: payment.residentId,
        purpose: 'bill',
        key: `payment:${payment.id}`,
        page: `bill/result/index?id=${payment.id}`,
        fields: {
          number: receiptNumber ?? payment.outTradeNo,
          amount: formatFen(payment.amountFen),
          at: formatFullInstant(paidAt),
          note: refundFen > 0 ? `多付的 ${formatFen(refundFen)} 元将退回` : '缴费成功，可以查看收据',
        },
      },
      now,
    );
  }

  /** Without a time of its own the payment counts from when we learned of it. */
  private paidAtOf(transaction: Transaction): Date {
    return transaction.success_time === undefined ? this.clock.now() : new Date(transaction.success_time);
  }

  /** The payment of an order number, or null. */
  byOutTradeNo(outTradeNo: string): Promise<Payment | null> {
    return this.dataSource.manager.findOneBy(Payment, { outTradeNo });
  }
}
