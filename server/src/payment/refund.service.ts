import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { affectedBy, insertAll, isDuplicateKey, Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Outbox } from '../jobs/index.js';
import { LedgerService } from '../ledger/index.js';
import { PayClient, type WechatRefund, WechatRefused } from '../wechat/index.js';
import { Payment } from './payment.entity.js';
import { PaymentRefund } from './refund.entity.js';

const TOPIC = 'payment.refund';
/** Refunds take moments to days: ask again after a minute, then ever later up to six hours. */
const waitMs = (step: number) => Math.min(60_000 * 2 ** step, 6 * 3_600_000);

const MOST_TRIED_AT_ONCE = 500;

export type RefundStatus = WechatRefund['status'];
export type NewRefund = Pick<PaymentRefund, 'paymentId' | 'outRefundNo' | 'amountFen' | 'method' | 'cause' | 'reason' | 'hallId' | 'requestedById'>;

/** Gives money back. A refund keeps its number for ever: whatever times out is asked again under the same one. */
@Injectable()
export class RefundService implements OnModuleInit {
  private readonly logger = new Logger('Refund');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly wechat: PayClient,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(TOPIC, ({ refundId, step }, { attempts }) => this.pursue(Number(refundId), Number(step), attempts));
  }

  /** What another had settled goes back by itself. One refund of this kind per payment: its number says so. */
  async begin(tx: EntityManager, payment: Pick<Payment, 'id' | 'outTradeNo' | 'hallId'>, amountFen: number, now: Date): Promise<void> {
    await this.add(tx, { paymentId: payment.id, outRefundNo: `${payment.outTradeNo}R`, amountFen, method: 'wechat', cause: 'surplus', reason: '账单已由他人缴清', hallId: payment.hallId, requestedById: null }, now);
  }

  /** Decides a refund within `tx`. WeChat is asked after the commit; other money waits for whoever pays it out. */
  async add(tx: EntityManager, refund: NewRefund, now: Date): Promise<number> {
    const byWechat = refund.method === 'wechat';
    const id = await insertAll(tx, PaymentRefund, [{ ...refund, state: byWechat ? 'requested' : 'waiting', trouble: null, shiftId: null, reference: null, finishedById: null, givenTwice: false, createdAt: now, finishedAt: null }]);
    if (byWechat) await this.outbox.add(tx, TOPIC, `${id}.0`, { refundId: id, step: 0 }, now);
    return id;
  }

  private async pursue(refundId: number, step: number, attempts: number): Promise<void> {
    const { manager } = this.dataSource;
    const refund = await manager.findOneByOrFail(PaymentRefund, { id: refundId });
    if (refund.state !== 'requested' && refund.state !== 'processing') return;
    const payment = await manager.findOneByOrFail(Payment, { id: refund.paymentId });
    // Throwing means later. A try that ended without an answer may have been taken: first ask; asking for it again under its number is safe.
    const known = refund.state === 'processing' || attempts > 1 ? await this.wechat.findRefund(refund.outRefundNo) : null;
    const answer = known ?? (await this.ask(refund, payment));
    const now = this.clock.now();
    if (answer === 'REFUSED') {
      await this.transactions.run((tx) => this.apply(tx, refund, 'REFUSED', now));
      return;
    }
    if (answer.out_refund_no !== refund.outRefundNo || answer.amount.refund !== refund.amountFen) {
      this.logger.error({ alarm: 'WeChat speaks of another refund than ours', refund: refund.id });
      throw new Error('the refund at WeChat is not ours');
    }
    await this.transactions.run((tx) => this.apply(tx, refund, answer.status, now));
    if (answer.status === 'PROCESSING') await this.askAgain(refundId, step + 1, now);
  }

  /** `REFUSED` when WeChat will never give it (too late, too often, too much): people must find another way. */
  private async ask(refund: PaymentRefund, payment: Payment): Promise<WechatRefund | 'REFUSED'> {
    try {
      return await this.wechat.refund({
        outTradeNo: payment.outTradeNo, outRefundNo: refund.outRefundNo, refundFen: refund.amountFen, totalFen: payment.amountFen, reason: refund.reason.slice(0, 26),
        notifyUrl: `${this.config.publicUrl}/api/wechat/notify/refund`,
      });
    } catch (error) {
      if (error instanceof WechatRefused && error.code === 'NOT_ENOUGH') await this.balanceShort(refund);
      // The merchant's balance is filled up again: the same number will do then.
      if (!(error instanceof WechatRefused) || error.code === 'NOT_ENOUGH' || error.status === 401) throw error;
      // It may have been taken at an earlier try whose answer was lost.
      return (await this.wechat.findRefund(refund.outRefundNo)) ?? 'REFUSED';
    }
  }

  /** Said where people look; the duty goes on trying, at least once an hour. */
  private async balanceShort({ id, paymentId }: PaymentRefund): Promise<void> {
    const { affected } = await this.transactions.run((tx) => tx.update(PaymentRefund, { id, state: 'requested', trouble: IsNull() }, { trouble: 'BALANCE' }));
    if (affected) this.logger.error({ alarm: 'too little money with WeChat for a refund', refund: id, payment: paymentId });
  }

  /** The balance was filled up: what waits for it is tried now. Returns how many refunds. */
  async tryAgain(tx: EntityManager): Promise<number> {
    const short = await tx.find(PaymentRefund, { select: { id: true }, where: { state: 'requested', trouble: 'BALANCE' }, order: { id: 'ASC' }, take: MOST_TRIED_AT_ONCE });
    const ids = short.map(({ id }) => id);
    // Should it be short again, the try says so.
    if (ids.length > 0) await tx.update(PaymentRefund, { id: In(ids), state: 'requested', trouble: 'BALANCE' }, { trouble: null });
    await this.outbox.hasten(tx, TOPIC, ids.map((id) => `${id}.0`));
    return ids.length;
  }

  private async askAgain(refundId: number, step: number, now: Date): Promise<void> {
    try {
      await this.transactions.run((tx) => this.outbox.add(tx, TOPIC, `${refundId}.${step}`, { refundId, step }, now, new Date(now.getTime() + waitMs(step - 1))));
    } catch (error) {
      // The duty was begun before a crash, and its successor is there already.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** What WeChat says of the refund; guarded, so a late or repeated word changes nothing. */
  async apply(tx: EntityManager, refund: PaymentRefund, status: RefundStatus | 'REFUSED', now: Date): Promise<void> {
    const { id, paymentId, amountFen } = refund;
    if (status === 'PROCESSING') {
      await tx.update(PaymentRefund, { id, state: 'requested' }, { state: 'processing', trouble: null });
      return;
    }
    if (status !== 'SUCCESS') {
      const { affected } = await tx.update(PaymentRefund, { id, state: In(['requested', 'processing']) }, { state: 'trouble', trouble: status, finishedAt: now });
      if (affected) this.logger.error({ alarm: 'WeChat could not give a refund', status, refund: id, payment: paymentId });
      return;
    }
    // A refund in trouble may still be completed by hand in WeChat's merchant console, also while a bank transfer was being arranged.
    const { affected } = await tx.update(PaymentRefund, { id, state: In(['requested', 'processing', 'trouble', 'waiting']) }, { state: 'done', method: 'wechat', finishedAt: now, ...(refund.trouble === 'BALANCE' ? { trouble: null } : {}) });
    if (affected) {
      await this.finish(tx, refund, { book: 'wechat-clearing' }, now);
      return;
    }
    // Given twice: by the bank and, late, by WeChat. The books say so until the payer has brought it back.
    const twice = await affectedBy(tx, "UPDATE payment_refund SET given_twice = 1 WHERE id = ? AND state = 'done' AND method <> 'wechat' AND given_twice = 0", [id]);
    if (twice === 0) return;
    this.logger.error({ alarm: 'a refund was given by the bank and by WeChat', refund: id, payment: paymentId });
    await this.ledger.post(tx, { cause: 'refund-twice', causeId: id, at: now }, [
      { book: 'refund-payable', debitFen: amountFen },
      { book: 'wechat-clearing', creditFen: amountFen },
    ]);
  }

  /** The payer has it: the debt is gone, and the payment is `refunded` when nothing more is on its way. */
  async finish(tx: EntityManager, refund: Pick<PaymentRefund, 'id' | 'paymentId' | 'amountFen'>, from: { book: 'wechat-clearing' | 'card-clearing' | 'bank' | 'cash' | 'late-cash'; subjectId?: number }, now: Date): Promise<void> {
    await this.ledger.post(tx, { cause: 'refund', causeId: refund.id, at: now }, [
      { book: 'refund-payable', debitFen: refund.amountFen },
      { ...from, creditFen: refund.amountFen },
    ]);
    await tx.query(
      "UPDATE payment SET state = 'refunded', version = version + 1 WHERE id = ? AND state = 'refunding' AND NOT EXISTS (SELECT 1 FROM payment_refund r WHERE r.payment_id = payment.id AND r.state <> 'done')",
      [refund.paymentId],
    );
  }

  byNumber(outRefundNo: string): Promise<PaymentRefund | null> {
    return this.dataSource.manager.findOneBy(PaymentRefund, { outRefundNo });
  }
}
