import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, Page, ResponseOf } from '@shouwen/shared/contract';
import type { paymentPolicy, PaymentView, ReceiptView, startPayment, startPrepayment } from '@shouwen/shared/contract/payment';
import { maskAddress, maskName, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, In, LessThan } from 'typeorm';
import { BillingService } from '../billing/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { CustomerService } from '../customer/index.js';
import { Clock, Refusal } from '../http/index.js';
import { PrintService } from '../print/index.js';
import { OrderService, type Started } from './order.service.js';
import { PaymentPolicies } from './payment-policy.js';
import { Payment, PaymentItem } from './payment.entity.js';
import { givenBackFen, isKept, paymentView, receivedFen } from './payment.view.js';
import { ReceiptChecks } from './receipt-check.service.js';
import { Receipt } from './receipt.entity.js';
import { PaymentRefund } from './refund.entity.js';
import { amountInWords } from './rules/amount-in-words.js';
import { PAID_BY_OTHERS } from './rules/payment-note.js';
import { WechatOrders } from './wechat-orders.js';

/** Payments as residents see them; another's payment is `NOT_FOUND`, like one that does not exist. */
@Injectable()
export class PaymentService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orders: OrderService,
    private readonly wechatOrders: WechatOrders,
    private readonly policies: PaymentPolicies,
    private readonly billing: BillingService,
    private readonly customers: CustomerService,
    private readonly clock: Clock,
    private readonly checks: ReceiptChecks,
    private readonly print: PrintService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.billing.useReceipts(this);
  }

  async start(residentId: number, wanted: BodyOf<typeof startPayment>): Promise<ResponseOf<typeof startPayment>> {
    return startedView(await this.orders.start(residentId, wanted));
  }

  async startPrepayment(residentId: number, wanted: BodyOf<typeof startPrepayment>): Promise<ResponseOf<typeof startPrepayment>> {
    return startedView(await this.orders.startPrepayment(residentId, wanted));
  }

  async policy(): Promise<ResponseOf<typeof paymentPolicy>> {
    const { partOnline, prepaymentLeastFen, prepaymentMostFen } = await this.policies.on(shanghaiDate(this.clock.now()));
    return { partOnline, prepaymentLeastFen, prepaymentMostFen };
  }

  /** While it is unpaid, WeChat is asked: a notification may never come. */
  async status(residentId: number, id: number): Promise<PaymentView> {
    const payment = await this.requireOwn(residentId, id);
    if (payment.state !== 'unpaid') return this.told(payment);
    await this.wechatOrders.askNow(payment);
    return this.told(await this.requireOwn(residentId, id));
  }

  /** Who did not pay must know whether somebody else has: then there is nothing left to do. */
  private async told(payment: Payment): Promise<PaymentView> {
    const view = await this.view(payment);
    if (view.state !== 'closed' || view.bills.length === 0) return view;
    const payables = await this.billing.payables(this.dataSource.manager, view.bills.map(({ billId }) => billId), shanghaiDate(this.clock.now()));
    return payables.some(({ state }) => state === 'unpaid') ? view : { ...view, nothingOpen: true, note: PAID_BY_OTHERS };
  }

  /** The resident's payments, newest first. */
  async mine(residentId: number, query: { cursor?: string | undefined; size: number }): Promise<Page<PaymentView>> {
    const before = query.cursor === undefined ? undefined : Number(query.cursor);
    if (before !== undefined && !(Number.isSafeInteger(before) && before > 0)) throw new Refusal('INVALID_INPUT');
    const rows = await this.dataSource.manager.find(Payment, {
      where: { residentId, ...(before === undefined ? {} : { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: query.size + 1,
    });
    const payments = rows.slice(0, query.size);
    const last = payments.at(-1);
    return { items: await this.views(payments), next: rows.length > query.size && last ? String(last.id) : null };
  }

  /** PY-10. Only a payment of which money stayed with us has a receipt. */
  async receipt(residentId: number, id: number): Promise<ReceiptView> {
    const payment = await this.requireOwn(residentId, id);
    if (payment.receiptNumber === null || payment.paidAt === null) throw new Refusal('NOT_FOUND');
    const { manager } = this.dataSource;
    const items = await manager.find(PaymentItem, { where: { paymentId: id }, order: { billId: 'ASC' } });
    const kept = items.filter((item) => isKept(payment, item));
    const accounts = await this.customers.accountsById(kept.map((item) => item.accountId));
    const row = await manager.findOneBy(Receipt, { paymentId: id });
    const checkAddress = this.checks.addressOf(row ?? { receiptNumber: payment.receiptNumber, issuedAt: payment.paidAt });
    return {
      receiptNumber: payment.receiptNumber,
      issuedAt: payment.paidAt.toISOString(),
      companyName: this.config.company.name,
      payment: await this.view(payment),
      accounts: [...accounts.values()].map((account) => ({ accountNumber: account.accountNumber, nameMasked: maskName(account.name), addressMasked: maskAddress(account.address) })),
      transactionId: payment.transactionId,
      amountInWords: amountInWords(receivedFen(payment, items)),
      state: row?.state ?? 'issued',
      receivedFen: receivedFen(payment, items),
      givenBackFen: givenBackFen(payment, items),
      lines: kept.map(({ kind, settled, accountNumber, fromOn, toOn, principalFen, lateFeeFen }) => ({ kind: settled === true ? kind : 'prepayment', accountNumber, from: fromOn, to: toOn, principalFen, lateFeeFen })),
      checkAddress,
      checkPicture: await this.print.squareCode(checkAddress),
    };
  }

  async receiptNumberOf(paymentId: number): Promise<string | null> {
    const [row]: { number: string | null }[] = await this.dataSource.manager.query('SELECT receipt_number AS number FROM payment WHERE id = ?', [paymentId]);
    return row?.number ?? null;
  }

  private async requireOwn(residentId: number, id: number): Promise<Payment> {
    const payment = Number.isSafeInteger(id) && id > 0 ? await this.dataSource.manager.findOneBy(Payment, { id, residentId }) : null;
    if (!payment) throw new Refusal('NOT_FOUND');
    return payment;
  }

  private async view(payment: Payment): Promise<PaymentView> {
    return (await this.views([payment]))[0] as PaymentView;
  }

  private async views(payments: readonly Payment[]): Promise<PaymentView[]> {
    if (payments.length === 0) return [];
    const { manager } = this.dataSource;
    const paymentId = In(payments.map((payment) => payment.id));
    const items = await manager.find(PaymentItem, { where: { paymentId }, order: { billId: 'ASC' } });
    const refunds = payments.some((payment) => payment.refundedFen > 0) ? await manager.findBy(PaymentRefund, { paymentId }) : [];
    return payments.map((payment) => paymentView(payment, items.filter((item) => item.paymentId === payment.id), refunds.filter((refund) => refund.paymentId === payment.id)));
  }
}

/** An order that nobody has paid yet, of what it was made of. */
const startedView = ({ payment, items, clientParameters }: Started) => ({ payment: paymentView(payment, items.map((item) => ({ ...item, settled: null })), []), clientParameters });
