import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import * as z from 'zod';
import { CONFIG, type Config } from '../config/index.js';
import { insertAll, isDuplicateKey, Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Outbox } from '../jobs/index.js';
import { NotificationReader, NotificationRejected, type OpenedNotification, transactionSchema } from '../wechat/index.js';
import { PaymentNotification } from './payment.entity.js';
import { RefundService } from './refund.service.js';
import { SettlementService } from './settlement.service.js';

const TOPIC = 'payment.notification';
type Kind = PaymentNotification['kind'];
/** Applies a notification within the transaction that remembers it. */
type Application = (tx: EntityManager, now: Date) => Promise<void>;

const refundContent = z.object({
  mchid: z.string(),
  out_refund_no: z.string(),
  refund_status: z.enum(['SUCCESS', 'CLOSED', 'ABNORMAL', 'PROCESSING']),
  amount: z.object({ refund: z.int() }),
});

/** The headers and the raw bytes as they came in. */
export interface IncomingNotification {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  raw: Buffer;
}

/** Takes in WeChat's notifications: what is not WeChat's word about an order of ours changes no row. */
@Injectable()
export class NotificationService implements OnModuleInit {
  private readonly logger = new Logger('PaymentNotification');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly reader: NotificationReader,
    private readonly settlement: SettlementService,
    private readonly refunds: RefundService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(TOPIC, ({ notificationId }) => this.applyStored(Number(notificationId)));
  }

  /**
   * `accepted` once it is applied, or at least kept (then the outbox applies it); `rejected` for forgeries and for
   * messages about another merchant, app, order or amount. Throws when it could not even be kept: WeChat sends it again.
   */
  async receive(kind: Kind, { headers, raw }: IncomingNotification): Promise<'accepted' | 'rejected'> {
    let opened: OpenedNotification;
    let application: Application;
    try {
      opened = await this.reader.open(headers, raw);
      application = await this.applicationOf(kind, opened);
    } catch (error) {
      if (!(error instanceof NotificationRejected) && !(error instanceof NotOurs)) throw error;
      this.logger.error({ alarm: 'notification rejected', kind, reason: error instanceof NotOurs ? error.message : error.reason });
      return 'rejected';
    }
    const now = this.clock.now();
    const row = { notificationId: opened.id, kind, body: raw.toString('utf8'), receivedAt: now };
    try {
      await this.transactions.run(async (tx) => {
        await insertAll(tx, PaymentNotification, [{ ...row, appliedAt: now }]);
        await application(tx, now);
      });
    } catch (error) {
      if (await this.isKept(opened.id, error)) return 'accepted';
      this.logger.warn({ message: 'notification kept for later', kind, reason: error instanceof Error ? error.message : String(error) });
      await this.keep(row, now);
    }
    return 'accepted';
  }

  private async isKept(notificationId: string, error: unknown): Promise<boolean> {
    return isDuplicateKey(error) && (await this.dataSource.manager.existsBy(PaymentNotification, { notificationId }));
  }

  private async keep(row: Pick<PaymentNotification, 'notificationId' | 'kind' | 'body' | 'receivedAt'>, now: Date): Promise<void> {
    try {
      await this.transactions.run(async (tx) => {
        const { identifiers } = await tx.insert(PaymentNotification, { ...row, appliedAt: null });
        const { id } = identifiers[0] as { id: number };
        await this.outbox.add(tx, TOPIC, String(id), { notificationId: id }, now);
      });
    } catch (error) {
      if (!(await this.isKept(row.notificationId, error))) throw error;
    }
  }

  private async applyStored(id: number): Promise<void> {
    const stored = await this.dataSource.manager.findOneByOrFail(PaymentNotification, { id });
    if (stored.appliedAt !== null) return;
    const application = await this.applicationOf(stored.kind, this.reader.read(Buffer.from(stored.body)));
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.update(PaymentNotification, { id, appliedAt: IsNull() }, { appliedAt: now });
      if (affected) await application(tx, now);
    });
  }

  /** Checks whose merchant, order and amount the message speaks of. Throws `NotOurs`. */
  private applicationOf(kind: Kind, opened: OpenedNotification): Promise<Application> {
    return kind === 'payment' ? this.paymentApplication(opened) : this.refundApplication(opened);
  }

  private async paymentApplication({ eventType, content }: OpenedNotification): Promise<Application> {
    const { data: transaction } = transactionSchema.safeParse(content);
    if (eventType !== 'TRANSACTION.SUCCESS' || transaction?.trade_state !== 'SUCCESS') throw new NotOurs(`event ${eventType.slice(0, 40)}`);
    const payment = await this.settlement.byOutTradeNo(transaction.out_trade_no);
    if (!payment) throw new NotOurs('order');
    const mismatch = this.settlement.mismatch(payment, transaction);
    if (mismatch !== null) throw new NotOurs(mismatch);
    await this.settlement.prepare(transaction);
    return (tx, now) => this.settlement.settle(tx, payment, transaction, now);
  }

  private async refundApplication({ eventType, content }: OpenedNotification): Promise<Application> {
    const { data: message } = refundContent.safeParse(content);
    if (!eventType.startsWith('REFUND.') || !message) throw new NotOurs(`event ${eventType.slice(0, 40)}`);
    if (message.mchid !== this.config.wechat.pay.mchId) throw new NotOurs('merchant');
    const refund = await this.refunds.byNumber(message.out_refund_no);
    if (!refund) throw new NotOurs('refund');
    if (refund.amountFen !== message.amount.refund) throw new NotOurs('amount');
    return (tx, now) => this.refunds.apply(tx, refund, message.refund_status, now);
  }
}

/** Truly WeChat's, but not about an order of ours as we know it. */
class NotOurs extends Error {}
