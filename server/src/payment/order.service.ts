import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { ClientPayParameters } from '@shouwen/shared/contract/payment';
import { shanghaiDate } from '@shouwen/shared/value';
import { DataSource, In, IsNull, LessThanOrEqual } from 'typeorm';
import { BillingService, type Payable } from '../billing/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { CustomerService } from '../customer/index.js';
import { digestOf, isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { IdentityService } from '../identity/index.js';
import { Outbox } from '../jobs/index.js';
import { PayClient, type WechatApp, WechatRefused, WechatUnknown } from '../wechat/index.js';
import { Payment, PaymentItem } from './payment.entity.js';
import { orderDescription } from './rules/order-description.js';
import { leastMsBetweenQuestions, mayReuseOrder, orderExpiry, timeToAsk } from './rules/when-to-ask-wechat.js';
import { SettlementService } from './settlement.service.js';

const TOPIC = 'payment.ask';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** S, the day, and 80 random bits: 25 letters and digits. */
function newOutTradeNo(now: Date): string {
  const random = Array.from(randomBytes(16), (byte) => crockford[byte & 31]).join('');
  return `S${shanghaiDate(now).replaceAll('-', '')}${random}`;
}

/** Orders at WeChat: placed, offered again, asked about, closed. What WeChat did is unknown until it says so. */
@Injectable()
export class OrderService implements OnModuleInit {
  private readonly logger = new Logger('Order');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly billing: BillingService,
    private readonly customers: CustomerService,
    private readonly identity: IdentityService,
    private readonly settlement: SettlementService,
    private readonly wechat: PayClient,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(TOPIC, ({ paymentId, generation, step }) => this.askInTurn(Number(paymentId), Number(generation), Number(step)));
  }

  /**
   * An order for the bills, signed for the client. The same bills at the same cost give the order that is open already.
   * Refuses NOT_FOUND (not the resident's bills), BILL_ALREADY_PAID, BILL_CHANGED, PAYMENT_UNAVAILABLE, PAYMENT_CLOSED.
   */
  async start(residentId: number, wanted: { billIds: readonly number[]; totalFen: number; via: WechatApp }): Promise<{ payment: Payment; clientParameters: ClientPayParameters }> {
    const payables = await this.payables(residentId, wanted.billIds, wanted.totalFen);
    const openid = await this.identity.openidOf(residentId, wanted.via);
    if (openid === null) throw new Refusal('SIGN_IN_REQUIRED');
    const payment = await this.openOrder(residentId, wanted.via, payables);
    const prepayId = payment.prepayId ?? (await this.place(payment, openid));
    return { payment, clientParameters: await this.wechat.clientParameters(appIdOf(payment), prepayId) };
  }

  /** What the bills cost today, in order of id; only whole bills of the resident, and only at the sum they saw. */
  private async payables(residentId: number, billIds: readonly number[], totalFen: number): Promise<Payable[]> {
    const ids = [...new Set(billIds)].sort((a, b) => a - b);
    const accounts = new Set(await this.customers.accountIdsOf(residentId));
    const payables = await this.billing.payables(this.dataSource.manager, ids, shanghaiDate(this.clock.now()));
    if (payables.length !== ids.length || payables.some((payable) => !accounts.has(payable.accountId))) throw new Refusal('NOT_FOUND');
    if (payables.some((payable) => payable.state === 'paid')) throw new Refusal('BILL_ALREADY_PAID');
    if (payables.some((payable) => payable.state !== 'unpaid') || sumOf(payables) !== totalFen) throw new Refusal('BILL_CHANGED');
    return payables;
  }

  private async openOrder(residentId: number, via: WechatApp, payables: readonly Payable[]): Promise<Payment> {
    const openKey = digestOf(`order ${residentId} ${via} ${payables.map((p) => `${p.billId}:${p.principalFen}:${p.lateFeeFen}`).join(' ')}`);
    for (let attempt = 1; attempt <= 3; attempt++) {
      const now = this.clock.now();
      const open = await this.openOrdersOn(residentId, payables.map((p) => p.billId));
      const same = open.find((order) => order.openKey === openKey && mayReuseOrder(order.createdAt, now));
      // Whoever begins anew must not be able to pay the old order as well.
      for (const order of open) if (order !== same) await this.closeForAnother(order);
      try {
        if (same) return await this.offerAgain(same, now);
        return await this.insert(residentId, via, payables, openKey, now);
      } catch (error) {
        // The same tap twice: the other made the order first.
        if (!isDuplicateKey(error)) throw error;
      }
    }
    throw new Refusal('BUSY');
  }

  private async openOrdersOn(residentId: number, billIds: readonly number[]): Promise<Payment[]> {
    const { manager } = this.dataSource;
    const items = await manager.findBy(PaymentItem, { billId: In([...billIds]), settled: IsNull() });
    if (items.length === 0) return [];
    return manager.findBy(Payment, { id: In([...new Set(items.map((item) => item.paymentId))]), residentId, state: 'unpaid' });
  }

  private async closeForAnother(order: Payment): Promise<void> {
    const state = await this.close(order).catch((error: unknown) => {
      this.logger.warn({ message: 'an earlier order could not be closed', payment: order.id, reason: error instanceof Error ? error.message : String(error) });
      throw new Refusal('PAYMENT_UNAVAILABLE');
    });
    if (state === 'paid') throw new Refusal('BILL_ALREADY_PAID');
  }

  private async offerAgain(order: Payment, now: Date): Promise<Payment> {
    const generation = order.generation + 1;
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.update(Payment, { id: order.id, generation: order.generation, state: 'unpaid' }, { generation, orderedAt: now });
      if (affected) await this.askLater({ ...order, generation, orderedAt: now }, 0, now, tx);
    });
    return order;
  }

  private async insert(residentId: number, via: WechatApp, payables: readonly Payable[], openKey: string, now: Date): Promise<Payment> {
    const accounts = await this.customers.accountsById(payables.map((payable) => payable.accountId));
    return this.transactions.run(async (tx) => {
      const payment = await tx.save(Payment, {
        residentId, method: 'wechat' as const, state: 'unpaid' as const, amountFen: sumOf(payables), refundedFen: 0, outTradeNo: newOutTradeNo(now), via,
        appId: this.config.wechat[via].appId, description: orderDescription(this.config.company.name, payables.length), prepayId: null, openKey,
        orderedAt: now, generation: 1, askedAt: null, transactionId: null, paidAt: null, paidOn: null, receiptNumber: null, cashierId: null, shiftId: null, hallId: null,
        lateBook: false, tenderedFen: null, changeFen: null, cardBatch: null, cardReference: null, servedMs: null, surplus: 'refund' as const, codeUrl: null, createdAt: now, version: 1,
      });
      await tx.insert(
        PaymentItem,
        payables.map((payable) => ({
          paymentId: payment.id, kind: 'bill' as const, billId: payable.billId, accountId: payable.accountId, accountNumber: accounts.get(payable.accountId)?.accountNumber ?? '',
          fromOn: payable.from, toOn: payable.to, openFen: payable.principalFen, principalFen: payable.principalFen, lateFeeFen: payable.lateFeeFen, settled: null,
        })),
      );
      await this.askLater(payment, 0, now, tx);
      return payment;
    });
  }

  /** Outside any transaction: WeChat may take seconds. Whether a call that timed out made the order, asking will tell. */
  private async place(payment: Payment, openid: string): Promise<string> {
    try {
      const { prepayId } = await this.wechat.placeOrder({
        appId: appIdOf(payment), openid, outTradeNo: payment.outTradeNo, description: payment.description, amountFen: payment.amountFen,
        expiresAt: orderExpiry(payment.createdAt), notifyUrl: `${this.config.publicUrl}/api/wechat/notify/payment`,
      });
      await this.transactions.run((tx) => tx.update(Payment, { id: payment.id }, { prepayId }).then(() => undefined));
      return prepayId;
    } catch (error) {
      if (!(error instanceof WechatRefused) && !(error instanceof WechatUnknown)) throw error;
      this.logger.warn({ message: 'order not placed', payment: payment.id, reason: error.message });
      if (error instanceof WechatUnknown) throw new Refusal('PAYMENT_UNAVAILABLE');
      // A refusal is final for this order (paid already, closed, other parameters after a change of settings).
      const state = await this.close(payment).catch(() => 'unpaid');
      throw new Refusal(state === 'paid' ? 'BILL_ALREADY_PAID' : state === 'closed' ? 'PAYMENT_CLOSED' : 'PAYMENT_UNAVAILABLE');
    }
  }

  /** Closes the order at WeChat and here; when it turns out to be paid, settles it. Throws `WechatUnknown` or `WechatRefused` when neither is sure. */
  async close(order: Payment): Promise<'closed' | 'paid'> {
    try {
      await this.wechat.closeOrder(order.outTradeNo);
    } catch (error) {
      if (!(error instanceof WechatRefused)) throw error;
      const transaction = await this.wechat.findTransaction(order.outTradeNo);
      const applied = await this.settlement.apply(order, transaction);
      if (applied === 'settled') return 'paid';
      // WeChat never had the order, or has closed it: nobody can pay it.
      if (transaction !== null && applied !== 'closed') throw error;
    }
    await this.settlement.markClosed(order.id);
    return 'closed';
  }

  /** For a payer who watches the page: asks WeChat unless someone asked within the last three seconds. */
  async askNow(payment: Payment): Promise<void> {
    const now = this.clock.now();
    const lately = new Date(now.getTime() - leastMsBetweenQuestions);
    const mayAsk = await this.transactions.run(async (tx) => {
      const { affected } = await tx.update(Payment, [{ id: payment.id, state: 'unpaid', askedAt: IsNull() }, { id: payment.id, state: 'unpaid', askedAt: LessThanOrEqual(lately) }], { askedAt: now });
      return affected === 1;
    });
    if (!mayAsk) return;
    try {
      await this.settlement.apply(payment, await this.wechat.findTransaction(payment.outTradeNo));
    } catch (error) {
      if (!(error instanceof WechatRefused) && !(error instanceof WechatUnknown)) throw error;
      this.logger.warn({ message: 'payment result not known yet', payment: payment.id, reason: error.message });
    }
  }

  private async askLater(payment: Pick<Payment, 'id' | 'generation' | 'orderedAt'>, step: number, now: Date, tx: Parameters<Outbox['add']>[0]): Promise<void> {
    const at = timeToAsk(payment.orderedAt, step);
    if (at) await this.outbox.add(tx, TOPIC, `${payment.id}.${payment.generation}.${step}`, { paymentId: payment.id, generation: payment.generation, step }, now, at);
  }

  /** A notification may never come. An older turn ends when the payer was offered the order again: a newer one goes on. */
  private async askInTurn(paymentId: number, generation: number, step: number): Promise<void> {
    const payment = await this.dataSource.manager.findOneByOrFail(Payment, { id: paymentId });
    if (payment.state !== 'unpaid' || payment.generation !== generation) return;
    const now = this.clock.now();
    if (timeToAsk(payment.orderedAt, step + 1) === null) {
      // Nobody may be able to pay an order that we call failed.
      await this.close(payment);
      return;
    }
    const applied = await this.settlement.apply(payment, await this.wechat.findTransaction(payment.outTradeNo)).catch((error: unknown) => {
      if (!(error instanceof WechatRefused) && !(error instanceof WechatUnknown)) throw error;
      return 'nothing' as const;
    });
    if (applied === 'settled' || applied === 'closed') return;
    try {
      await this.transactions.run((tx) => this.askLater(payment, step + 1, now, tx));
    } catch (error) {
      // This turn was begun before a crash, and its successor is there already.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/** Every order at WeChat names its app. */
export function appIdOf(payment: Payment): string {
  if (payment.appId === null) throw new Error(`payment ${payment.id} is not an order at WeChat`);
  return payment.appId;
}

const sumOf = (payables: readonly Payable[]) => payables.reduce((fen, payable) => fen + payable.principalFen + payable.lateFeeFen, 0);
