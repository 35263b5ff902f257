import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, LessThanOrEqual } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { isDuplicateKey, placesOf, rowsWhere, Transactions, updateWhere } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Outbox } from '../jobs/index.js';
import { PayClient, WechatRefused, WechatUnknown } from '../wechat/index.js';
import { insertPayment, type NewItem } from './new-payment.js';
import { Payment } from './payment.entity.js';
import { leastMsBetweenQuestions, mayReuseOrder, orderExpiry, timeToAsk } from './rules/when-to-ask-wechat.js';
import { SettlementService } from './settlement.service.js';

const ASK = 'payment.ask';
const CLOSE = 'payment.close';

/** An order for WeChat: who pays (null: whoever scans it), what for, and how much. */
export interface WantedOrder {
  via: 'weapp' | 'h5' | 'native';
  /** Names payer, channel, what is paid and how much: there is one open order of a kind. */
  openKey: string;
  description: string;
  items: readonly NewItem[];
  surplus: Payment['surplus'];
  given: Partial<Pick<Payment, 'residentId' | 'cashierId' | 'shiftId' | 'hallId' | 'lateBook' | 'servedMs'>>;
}

/** Orders at WeChat: placed, offered again, asked about, closed. What WeChat did is unknown until it says so. */
@Injectable()
export class WechatOrders implements OnModuleInit {
  private readonly logger = new Logger('Order');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly settlement: SettlementService,
    private readonly wechat: PayClient,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(ASK, ({ paymentId, generation, step }) => this.askInTurn(Number(paymentId), Number(generation), Number(step)));
    this.outbox.handle(CLOSE, async ({ paymentId }) => {
      const order = await this.dataSource.manager.findOneByOrFail(Payment, { id: Number(paymentId) });
      if (order.state === 'unpaid') await this.close(order);
    });
  }

  /** An order of this kind with time enough left to pay it. */
  isReusable(order: Payment, openKey: string, now: Date): boolean {
    return order.openKey === openKey && mayReuseOrder(order.createdAt, now);
  }

  /** The open order of this key, or a new one. Null when another request made it just now: look again. */
  async openOrReuse(wanted: WantedOrder, open: readonly Payment[]): Promise<Payment | null> {
    const now = this.clock.now();
    const same = open.find((order) => this.isReusable(order, wanted.openKey, now));
    try {
      return same ? await this.offerAgain(same, now) : await this.insert(wanted, now);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return null;
    }
  }

  /** Unpaid orders that would pay one of these bills, of everybody; or of one resident. */
  async openOn(billIds: readonly number[], residentId?: number): Promise<Payment[]> {
    if (billIds.length === 0) return [];
    const ofResident = residentId === undefined ? [] : [residentId];
    return rowsWhere(
      this.dataSource.manager, Payment,
      `t.id IN (SELECT i.payment_id FROM payment_item i WHERE i.bill_id IN (${placesOf(billIds)}) AND i.settled IS NULL) AND t.state = 'unpaid'${ofResident.map(() => ' AND t.resident_id = ?').join('')}`,
      [...billIds, ...ofResident],
    );
  }

  private async offerAgain(order: Payment, now: Date): Promise<Payment> {
    const generation = order.generation + 1;
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.update(Payment, { id: order.id, generation: order.generation, state: 'unpaid' }, { generation, orderedAt: now });
      if (affected) await this.askLater({ ...order, generation, orderedAt: now }, 0, now, tx);
    });
    return order;
  }

  private insert({ via, openKey, description, items, surplus, given }: WantedOrder, now: Date): Promise<Payment> {
    const amountFen = items.reduce((fen, item) => fen + item.principalFen + item.lateFeeFen, 0);
    // A code to scan is not bound to an app: it is the mini-program's.
    const { appId } = this.config.wechat[via === 'h5' ? 'h5' : 'weapp'];
    return this.transactions.run(async (tx) => {
      const payment = await insertPayment(tx, { ...given, method: 'wechat', state: 'unpaid', via, amountFen, appId, description, openKey, surplus }, items, null, now);
      await this.askLater(payment, 0, now, tx);
      return payment;
    });
  }

  /**
   * What the client pays with: a prepay id, or of a Native order the code to scan. Outside any transaction: WeChat may take seconds. Whether a
   * call that timed out made the order, asking will tell. Refuses PAYMENT_UNAVAILABLE, PAYMENT_CLOSED, BILL_ALREADY_PAID.
   */
  async place(payment: Payment, openid: string | null): Promise<string> {
    const known = payment.prepayId ?? payment.codeUrl;
    if (known !== null) return known;
    try {
      const order = {
        appId: appIdOf(payment), outTradeNo: payment.outTradeNo, description: payment.description, amountFen: payment.amountFen,
        expiresAt: orderExpiry(payment.createdAt), notifyUrl: `${this.config.publicUrl}/api/wechat/notify/payment`,
      };
      const [name, placed] = openid === null ? ['codeUrl', (await this.wechat.placeNativeOrder(order)).codeUrl] : ['prepayId', (await this.wechat.placeOrder({ ...order, openid })).prepayId];
      await this.transactions.one((manager) => updateWhere(manager, Payment, { id: payment.id }, { [name]: placed }));
      return placed;
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

  /** As `close`, for whoever begins anew and must not be able to pay the old order as well. */
  async closeForAnother(order: Payment): Promise<void> {
    const state = await this.close(order).catch((error: unknown) => {
      this.logger.warn({ message: 'an earlier order could not be closed', payment: order.id, reason: error instanceof Error ? error.message : String(error) });
      throw new Refusal('PAYMENT_UNAVAILABLE');
    });
    if (state === 'paid') throw new Refusal('BILL_ALREADY_PAID');
  }

  /** For at most `limitMs`. True when all are closed or settled; false when WeChat did not answer in time: money that still comes is returned or kept by itself. */
  async closeWithin(open: readonly Payment[], limitMs: number): Promise<boolean> {
    const closing = Promise.all(
      open.map((order) =>
        this.close(order).then(
          () => true,
          (error: unknown) => {
            this.logger.warn({ message: 'an open order could not be closed', payment: order.id, reason: error instanceof Error ? error.message : String(error) });
            return false;
          },
        ),
      ),
    ).then((closed) => closed.every(Boolean));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), limitMs)));
    return Promise.race([closing, late]).finally(() => clearTimeout(timer));
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

  private async askLater(payment: Pick<Payment, 'id' | 'generation' | 'orderedAt'>, step: number, now: Date, tx: EntityManager): Promise<void> {
    const at = timeToAsk(payment.orderedAt, step);
    if (at) await this.outbox.add(tx, ASK, `${payment.id}.${payment.generation}.${step}`, { paymentId: payment.id, generation: payment.generation, step }, now, at);
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
export function appIdOf(payment: Pick<Payment, 'id' | 'appId'>): string {
  if (payment.appId === null) throw new Error(`payment ${payment.id} is not an order at WeChat`);
  return payment.appId;
}
