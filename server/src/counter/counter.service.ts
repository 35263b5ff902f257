import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/counter';
import { maskAddress, maskName, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, LessThan, Not } from 'typeorm';
import { Bill, BillingService, PrepaidService } from '../billing/index.js';
import { CashShift } from '../cashier/index.js';
import { CustomerService, type TermsNow } from '../customer/index.js';
import { Transactions } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { CounterPayments, type CounterShift, type CounterWanted, Drawers, Payment, PaymentItem } from '../payment/index.js';
import type { StaffViewer } from '../staff/index.js';

/** Of a payment for many accounts so many are named in a list. */
const NAMED = 3;
type Basket = Pick<BodyOf<typeof contract.takePayment>, 'accounts' | 'totalFen' | 'servedMs'>;

/** The cash desk: what is checked with the customer, and the money (PY-1, PY-2, PY-3). */
@Injectable()
export class CounterService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly customers: CustomerService,
    private readonly billing: BillingService,
    private readonly prepaid: PrepaidService,
    private readonly payments: CounterPayments,
    private readonly drawers: Drawers,
    private readonly clock: Clock,
  ) {}

  /** PY-1: as it is now, late fees of today included. Refuses `NOT_FOUND`. */
  async account(id: number): Promise<contract.CounterAccount> {
    const { manager } = this.dataSource;
    const account = await this.customers.accountById(id);
    if (!account) throw new Refusal('NOT_FOUND', { message: '没有找到这个户号，请核对后重新查找' });
    const today = shanghaiDate(this.clock.now());
    const bills = await manager.find(Bill, { where: { accountId: id, state: 'unpaid' }, order: { toOn: 'ASC', id: 'ASC' } });
    const payables = new Map((await this.billing.payables(manager, bills.map((bill) => bill.id), today)).map((payable) => [payable.billId, payable]));
    const terms = (await this.billing.termsNow([account], this.clock.now(), manager)).get(id) as TermsNow;
    const items = bills.flatMap((bill) => {
      const payable = payables.get(bill.id);
      if (!payable) return [];
      const { principalFen, lateFeeFen } = payable;
      return [{ id: bill.id, from: bill.fromOn, to: bill.toOn, volume: bill.volume, totalFen: bill.totalFen, principalFen, lateFeeFen, payableFen: principalFen + lateFeeFen, dueOn: bill.dueOn, overdue: today > bill.dueOn }];
    });
    return {
      id, accountNumber: account.accountNumber, nameMasked: maskName(account.name), addressMasked: maskAddress(account.address), meterNumberTail: account.meterNumber.slice(-6), zone: account.zone,
      ...terms,
      prepaidFen: (await this.prepaid.balances([id])).get(id) ?? 0, owedFen: items.reduce((sum, bill) => sum + bill.payableFen, 0), volume: items.reduce((sum, bill) => sum + bill.volume, 0), bills: items,
    };
  }

  /** Cash or card: payment, bills, journal, receipt in one transaction, in the cashier's open shift. */
  async take(viewer: StaffViewer, body: BodyOf<typeof contract.takePayment>): Promise<contract.TakenPayment> {
    const wanted = wantedOf(body);
    const cleared = await this.payments.clearWay(wanted, body.how, () => this.dataSource.manager.existsBy(CashShift, { openCashierKey: viewer.id, state: 'open' }));
    return this.once.run(async (tx) => {
      const shift = await this.drawers.requireShiftOf(tx, viewer.id);
      const { payment, items } = await this.payments.receive(tx, viewer, shift, wanted, body.how, this.clock.now());
      return { ...itemView(payment, items), phoneMayStillPay: !cleared };
    });
  }

  /** A code at WeChat; the shift must be open now, the money may come when it is counted already (it is no cash). */
  async startNative(viewer: StaffViewer, body: BodyOf<typeof contract.startNative>): Promise<contract.NativeOrder> {
    const shift: CounterShift = await this.transactions.run((tx) => this.drawers.requireShiftOf(tx, viewer.id));
    const { paymentId, codeUrl, amountFen, expiresAt } = await this.payments.nativeOrder(viewer, shift, wantedOf(body));
    return { paymentId, codeUrl, amountFen, expiresAt };
  }

  async nativeStatus(viewer: StaffViewer, paymentId: number): Promise<contract.CounterPaymentItem> {
    return this.item(this.dataSource.manager, (await this.payments.nativeStatus(viewer, paymentId)).id);
  }

  async cancelNative(viewer: StaffViewer, paymentId: number): Promise<contract.CounterPaymentItem> {
    await this.payments.cancelNative(viewer, paymentId);
    return this.item(this.dataSource.manager, paymentId);
  }

  /** Of the viewer's shift, else of their last one, newest first. */
  async list(viewer: StaffViewer, { cursor, size }: QueryOf<typeof contract.counterPayments>): Promise<Page<contract.CounterPaymentItem>> {
    const { manager } = this.dataSource;
    if (cursor !== undefined && !/^\d{1,10}$/.test(cursor)) throw new Refusal('INVALID_INPUT');
    const shift = await manager.findOne(CashShift, { where: { cashierId: viewer.id }, order: { id: 'DESC' }, select: { id: true } });
    if (!shift) return { items: [], next: null };
    const rows = await manager.find(Payment, { where: { shiftId: shift.id, state: Not('closed'), ...(cursor === undefined ? {} : { id: LessThan(Number(cursor)) }) }, order: { id: 'DESC' }, take: size + 1 });
    const page = rows.slice(0, size);
    return { items: await itemsOf(manager, page), next: rows.length > size ? String(page.at(-1)!.id) : null };
  }

  private async item(manager: EntityManager, paymentId: number): Promise<contract.CounterPaymentItem> {
    return (await itemsOf(manager, [await manager.findOneByOrFail(Payment, { id: paymentId })]))[0]!;
  }
}

function wantedOf({ accounts, totalFen, servedMs }: Basket): CounterWanted {
  return {
    bills: accounts.flatMap(({ accountId, bills }) => bills.map((bill) => ({ ...bill, accountId }))), prepayments: accounts.filter(({ prepayFen }) => prepayFen > 0).map(({ accountId, prepayFen }) => ({ accountId, fen: prepayFen })), totalFen, servedMs,
  };
}

async function itemsOf(manager: EntityManager, payments: readonly Payment[]): Promise<contract.CounterPaymentItem[]> {
  const items = payments.length === 0 ? [] : await manager.find(PaymentItem, { where: { paymentId: In(payments.map(({ id }) => id)) }, select: { id: true, paymentId: true, accountNumber: true }, order: { id: 'ASC' } });
  return payments.map((payment) => itemView(payment, items.filter(({ paymentId }) => paymentId === payment.id)));
}

function itemView(payment: Payment, items: readonly Pick<PaymentItem, 'accountNumber'>[]): contract.CounterPaymentItem {
  const numbers = [...new Set(items.map(({ accountNumber }) => accountNumber))];
  const { id, state, method, via, amountFen, refundedFen, tenderedFen, changeFen, receiptNumber, servedMs, lateBook } = payment;
  return {
    id, state, method, via, amountFen, refundedFen, tenderedFen, changeFen, receiptNumber, servedMs, lateBook, accountNumbers: numbers.slice(0, NAMED), accountCount: numbers.length,
    createdAt: payment.createdAt.toISOString(), paidAt: payment.paidAt?.toISOString() ?? null,
  };
}
