import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Outbox } from '../jobs/index.js';
import { LedgerService } from '../ledger/index.js';
import { PayClient, type WechatRefund } from '../wechat/index.js';
import { Payment, PaymentRefund } from './payment.entity.js';

const TOPIC = 'payment.refund';
/** Refunds take moments to days: ask again after a minute, then ever later up to six hours. */
const waitMs = (step: number) => Math.min(60_000 * 2 ** step, 6 * 3_600_000);

export type RefundStatus = WechatRefund['status'];

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
    this.outbox.handle(TOPIC, ({ refundId, step }) => this.pursue(Number(refundId), Number(step)));
  }

  /** Decides the refund within `tx`; WeChat is asked after the commit. One refund of this kind per payment: its number says so. */
  async begin(tx: EntityManager, payment: Payment, amountFen: number, now: Date): Promise<void> {
    const { identifiers } = await tx.insert(PaymentRefund, { paymentId: payment.id, outRefundNo: `${payment.outTradeNo}R`, amountFen, state: 'requested', createdAt: now, finishedAt: null });
    const { id } = identifiers[0] as { id: number };
    await this.outbox.add(tx, TOPIC, `${id}.0`, { refundId: id, step: 0 }, now);
  }

  private async pursue(refundId: number, step: number): Promise<void> {
    const { manager } = this.dataSource;
    const refund = await manager.findOneByOrFail(PaymentRefund, { id: refundId });
    if (refund.state === 'done' || refund.state === 'trouble') return;
    const payment = await manager.findOneByOrFail(Payment, { id: refund.paymentId });
    // Asking for it again is safe, and needed as long as we do not know that WeChat has it. Throwing means later.
    const known = refund.state === 'processing' ? await this.wechat.findRefund(refund.outRefundNo) : null;
    const answer =
      known ??
      (await this.wechat.refund({
        outTradeNo: payment.outTradeNo,
        outRefundNo: refund.outRefundNo,
        refundFen: refund.amountFen,
        totalFen: payment.amountFen,
        reason: '账单已由他人缴清',
        notifyUrl: `${this.config.publicUrl}/api/wechat/notify/refund`,
      }));
    if (answer.out_refund_no !== refund.outRefundNo || answer.amount.refund !== refund.amountFen) {
      this.logger.error({ alarm: 'WeChat speaks of another refund than ours', refund: refund.id });
      throw new Error('the refund at WeChat is not ours');
    }
    const now = this.clock.now();
    await this.transactions.run((tx) => this.apply(tx, refund, answer.status, now));
    if (answer.status === 'PROCESSING') await this.askAgain(refundId, step + 1, now);
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
  async apply(tx: EntityManager, refund: PaymentRefund, status: RefundStatus, now: Date): Promise<void> {
    if (status === 'PROCESSING') {
      await tx.update(PaymentRefund, { id: refund.id, state: 'requested' }, { state: 'processing' });
      return;
    }
    const done = status === 'SUCCESS';
    // A refund in trouble may still be completed by hand in WeChat's merchant console.
    const { affected } = await tx.update(
      PaymentRefund,
      { id: refund.id, state: In(done ? ['requested', 'processing', 'trouble'] : ['requested', 'processing']) },
      { state: done ? 'done' : 'trouble', finishedAt: now },
    );
    if (!affected) return;
    if (!done) {
      this.logger.error({ alarm: 'WeChat could not give a refund', status, refund: refund.id, payment: refund.paymentId });
      return;
    }
    await this.ledger.post(tx, { cause: 'refund', causeId: refund.id, at: now }, [
      { book: 'refund-payable', debitFen: refund.amountFen },
      { book: 'wechat-clearing', creditFen: refund.amountFen },
    ]);
    await tx.createQueryBuilder().update(Payment).set({ state: 'refunded', version: () => 'version + 1' }).where({ id: refund.paymentId, state: 'refunding' }).execute();
  }

  byNumber(outRefundNo: string): Promise<PaymentRefund | null> {
    return this.dataSource.manager.findOneBy(PaymentRefund, { outRefundNo });
  }
}
