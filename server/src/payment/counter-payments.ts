import { Inject, Injectable } from '@nestjs/common';
import { shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager } from 'typeorm';
import { BillingService } from '../billing/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { CustomerService } from '../customer/index.js';
import { digestOf, isDuplicateKey } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { insertPayment, type NewItem } from './new-payment.js';
import { PaymentBooking } from './payment-booking.js';
import { Payment } from './payment.entity.js';
import { ReceiptBooks } from './receipt-book.js';
import { orderDescription } from './rules/order-description.js';
import { partsOf, type WantedOfBill } from './rules/part-of-payable.js';
import { orderExpiry } from './rules/when-to-ask-wechat.js';
import { WechatOrders } from './wechat-orders.js';

/** How long a customer at the counter waits for WeChat's word about orders on their bills. */
const clearingMs = 3000;

/** The cashier's shift, as cashier knows it. */
export interface CounterShift {
  id: number;
  hallId: number;
  /** Taken after the day's deposit (PY-4). */
  lateBook: boolean;
}
/** What is paid in one go, for one account or several; amounts in fen. */
export interface CounterWanted {
  /** `payFen` up to `seenFen`, which is what the customer was told the bill costs; `accountId`: under whose account, where it was named. */
  bills: readonly (WantedOfBill & { accountId?: number })[];
  prepayments: readonly { accountId: number; fen: number }[];
  /** The sum of all of it, as it was called out (PY-2). */
  totalFen: number;
  /** From the account found to now (PY-3). */
  servedMs: number | null;
}
export type CounterTender = { method: 'cash'; tenderedFen: number } | { method: 'card'; batch: string; reference: string };
export interface CounterReceived {
  /** As it was written. */
  payment: Payment;
  items: readonly Pick<NewItem, 'accountNumber'>[];
  paymentId: number;
  paymentNumber: string;
  receiptNumber: string;
  amountFen: number;
  changeFen: number | null;
}
export interface CounterCode {
  paymentId: number;
  paymentNumber: string;
  amountFen: number;
  /** For the customer to scan; shown until it is paid, closed or over. */
  codeUrl: string;
  expiresAt: string;
}

/** Money taken at a counter. Which shift is open, and that it stays open until the payment is in, is cashier's to see to, in the same transaction. */
@Injectable()
export class CounterPayments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly billing: BillingService,
    private readonly customers: CustomerService,
    private readonly booking: PaymentBooking,
    private readonly receipts: ReceiptBooks,
    private readonly orders: WechatOrders,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * To be called before the transaction of `receive`: closes open WeChat orders on the bills, so that nobody pays them on the phone as well; an
   * order that turns out to be paid is settled, and `receive` then refuses. What `receive` would refuse anyway (`mayTake`: also what the caller
   * knows of shifts) closes nobody's order. At most three seconds: false when WeChat could not be reached. Then go on and say so: a payment that
   * still comes is returned or kept as prepayment by itself.
   */
  async clearWay(wanted: CounterWanted, tender: CounterTender, mayTake: () => Promise<boolean> = async () => true): Promise<boolean> {
    const open = await this.orders.openOn(wanted.bills.map(({ billId }) => billId));
    if (open.length === 0 || !(await mayTake()) || !(await this.adds(wanted, tender))) return true;
    return this.orders.closeWithin(open, clearingMs);
  }

  private async adds(wanted: CounterWanted, tender: CounterTender): Promise<boolean> {
    try {
      await this.itemsOf(this.dataSource.manager, wanted, this.clock.now());
      if (tender.method === 'card') return !(await this.dataSource.manager.existsBy(Payment, { cardBatch: tender.batch, cardReference: tender.reference }));
      return changeOf(tender, wanted.totalFen) !== 'too little';
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  /**
   * Receives cash or a card payment: payment, bills, prepayment, journal and receipt in `tx`, or nothing. Refuses NOT_FOUND, BILL_ALREADY_PAID,
   * BILL_CHANGED (a total that is not the total now), PART_TOO_SMALL, TENDERED_TOO_LITTLE, CARD_REFERENCE_USED, INVALID_INPUT.
   */
  async receive(tx: EntityManager, cashier: Pick<StaffViewer, 'id'>, shift: CounterShift, wanted: CounterWanted, tender: CounterTender, now: Date): Promise<CounterReceived> {
    const items = await this.itemsOf(tx, wanted, now);
    const { totalFen: amountFen, servedMs } = wanted;
    const changeFen = changeOf(tender, amountFen);
    if (changeFen === 'too little') throw new Refusal('TENDERED_TOO_LITTLE', { rule: 'PY-2' });
    const how = tender.method === 'cash' ? { tenderedFen: tender.tenderedFen, changeFen } : { cardBatch: tender.batch, cardReference: tender.reference };
    const drawn = await this.receipts.drawAtCounter(tx, { id: cashier.id, hallId: shift.hallId }, now);
    const payment = await this.insert(tx, {
      ...how, receiptNumber: drawn.receiptNumber, method: tender.method, state: 'paid', via: 'counter', amountFen, description: '', cashierId: cashier.id, shiftId: shift.id, hallId: shift.hallId, lateBook: shift.lateBook, servedMs,
      paidAt: now, paidOn: shanghaiDate(now),
    }, items, now);
    const outcomes = await this.booking.book(tx, payment, items, now, now);
    if (outcomes.some(({ settled }) => !settled)) throw new Refusal('BILL_CHANGED');
    await this.receipts.give(tx, drawn, payment.id, cashier.id, now);
    return { payment, items, paymentId: payment.id, paymentNumber: payment.outTradeNo, receiptNumber: drawn.receiptNumber, amountFen, changeFen };
  }

  /**
   * A code for the customer to scan; the payment settles by WeChat's word alone. The same wanted again gives the code that is open. Outside any
   * transaction. Refuses as `receive` does, and PAYMENT_UNAVAILABLE.
   */
  async nativeOrder(cashier: Pick<StaffViewer, 'id'>, shift: CounterShift, wanted: CounterWanted): Promise<CounterCode> {
    const items = await this.itemsOf(this.dataSource.manager, wanted, this.clock.now());
    const openKey = digestOf(`native ${shift.id} ${items.map((item) => `${item.billId ?? `a${item.accountId}`}:${item.principalFen}:${item.lateFeeFen}`).join(' ')}`);
    const billIds = wanted.bills.map(({ billId }) => billId);
    for (let attempt = 1; attempt <= 3; attempt++) {
      const open = [...(await this.orders.openOn(billIds)), ...(await this.dataSource.manager.findBy(Payment, { openKey }))].filter((one, n, all) => all.findIndex(({ id }) => id === one.id) === n);
      for (const order of open) if (!this.orders.isReusable(order, openKey, this.clock.now())) await this.orders.closeForAnother(order);
      const payment = await this.orders.openOrReuse({
        via: 'native', openKey, description: orderDescription(this.config.company.name, items.length), items, surplus: 'refund',
        given: { cashierId: cashier.id, shiftId: shift.id, hallId: shift.hallId, lateBook: shift.lateBook, servedMs: wanted.servedMs },
      }, open);
      if (!payment) continue;
      const codeUrl = await this.orders.place(payment, null);
      return { paymentId: payment.id, paymentNumber: payment.outTradeNo, amountFen: payment.amountFen, codeUrl, expiresAt: orderExpiry(payment.createdAt).toISOString() };
    }
    throw new Refusal('BUSY');
  }

  /** How the code stands; while it is unpaid WeChat is asked, at most once every three seconds. Another cashier's is NOT_FOUND. */
  async nativeStatus(cashier: Pick<StaffViewer, 'id'>, paymentId: number): Promise<Pick<Payment, 'id' | 'state' | 'amountFen' | 'refundedFen' | 'receiptNumber' | 'paidAt'>> {
    const payment = await this.ownCode(cashier, paymentId);
    if (payment.state !== 'unpaid') return payment;
    await this.orders.askNow(payment);
    return this.ownCode(cashier, paymentId);
  }

  /** The cashier cancels, or the customer pays another way. `paid` when it was paid already, and is settled. Refuses PAYMENT_UNAVAILABLE. */
  async cancelNative(cashier: Pick<StaffViewer, 'id'>, paymentId: number): Promise<'closed' | 'paid'> {
    const payment = await this.ownCode(cashier, paymentId);
    if (payment.state !== 'unpaid') return payment.state === 'closed' ? 'closed' : 'paid';
    return this.orders.close(payment).catch(() => {
      throw new Refusal('PAYMENT_UNAVAILABLE');
    });
  }

  private async ownCode(cashier: Pick<StaffViewer, 'id'>, id: number): Promise<Payment> {
    const payment = Number.isSafeInteger(id) && id > 0 ? await this.dataSource.manager.findOneBy(Payment, { id, cashierId: cashier.id, via: 'native' }) : null;
    if (!payment) throw new Refusal('NOT_FOUND');
    return payment;
  }

  /** What is wanted, held against what the bills cost now. */
  private async itemsOf(manager: EntityManager, { bills, prepayments, totalFen }: CounterWanted, now: Date): Promise<NewItem[]> {
    const payables = bills.length === 0 ? [] : await this.billing.payables(manager, bills.map(({ billId }) => billId), shanghaiDate(now));
    const parts = partsOf(bills, payables);
    if (typeof parts === 'string') throw new Refusal(parts);
    if (bills.some(({ billId, accountId }) => accountId !== undefined && payables.find((one) => one.billId === billId)?.accountId !== accountId)) throw new Refusal('NOT_FOUND');
    const accounts = await this.customers.accountsById(prepayments.map(({ accountId }) => accountId), manager);
    if (prepayments.some(({ accountId }) => !accounts.has(accountId))) throw new Refusal('NOT_FOUND');
    if (prepayments.some(({ fen }) => !Number.isSafeInteger(fen) || fen <= 0)) throw new Refusal('INVALID_INPUT');
    const items: NewItem[] = parts.map(({ billId, ...part }) => {
      const payable = payables.find((one) => one.billId === billId) as (typeof payables)[number];
      return { kind: 'bill', billId, accountId: payable.accountId, accountNumber: payable.accountNumber, fromOn: payable.from, toOn: payable.to, ...part };
    });
    for (const { accountId, fen } of prepayments)
      items.push({ kind: 'prepayment', billId: null, accountId, accountNumber: accounts.get(accountId)?.accountNumber ?? '', fromOn: null, toOn: null, openFen: null, principalFen: fen, lateFeeFen: 0 });
    if (items.length === 0) throw new Refusal('INVALID_INPUT');
    if (items.reduce((fen, item) => fen + item.principalFen + item.lateFeeFen, 0) !== totalFen) throw new Refusal('BILL_CHANGED');
    return items;
  }

  private async insert(tx: EntityManager, given: Parameters<typeof insertPayment>[1], items: readonly NewItem[], now: Date): Promise<Payment> {
    try {
      return await insertPayment(tx, given, items, true, now);
    } catch (error) {
      if (isDuplicateKey(error) && given.cardReference) throw new Refusal('CARD_REFERENCE_USED');
      throw error;
    }
  }
}

/** PY-2: what goes back to the customer; null when it is no cash. */
function changeOf(tender: CounterTender, amountFen: number): number | null | 'too little' {
  if (tender.method !== 'cash') return null;
  const changeFen = tender.tenderedFen - amountFen;
  return Number.isSafeInteger(changeFen) && changeFen >= 0 ? changeFen : 'too little';
}
