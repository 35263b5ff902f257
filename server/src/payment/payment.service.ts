import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Page } from '@shouwen/shared/contract';
import type { ClientPayParameters, PaymentView, ReceiptView } from '@shouwen/shared/contract/payment';
import { maskAddress, maskName } from '@shouwen/shared/value';
import { DataSource, In, LessThan } from 'typeorm';
import { BillingService } from '../billing/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { CustomerService } from '../customer/index.js';
import { Refusal } from '../http/index.js';
import type { WechatApp } from '../wechat/index.js';
import { OrderService } from './order.service.js';
import { Payment, PaymentItem, PaymentRefund } from './payment.entity.js';
import { paymentView } from './payment.view.js';
import { amountInWords } from './rules/amount-in-words.js';

/** Payments as residents see them; another's payment is `NOT_FOUND`, like one that does not exist. */
@Injectable()
export class PaymentService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orders: OrderService,
    private readonly billing: BillingService,
    private readonly customers: CustomerService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.billing.useReceipts(this);
  }

  async start(residentId: number, wanted: { billIds: readonly number[]; totalFen: number; via: WechatApp }): Promise<{ payment: PaymentView; clientParameters: ClientPayParameters }> {
    const { payment, clientParameters } = await this.orders.start(residentId, wanted);
    return { payment: await this.view(payment), clientParameters };
  }

  /** While it is unpaid, WeChat is asked: a notification may never come. */
  async status(residentId: number, id: number): Promise<PaymentView> {
    const payment = await this.requireOwn(residentId, id);
    if (payment.state !== 'unpaid') return this.view(payment);
    await this.orders.askNow(payment);
    return this.view(await this.requireOwn(residentId, id));
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

  /** PY-10. Only a payment that settled something has a receipt. */
  async receipt(residentId: number, id: number): Promise<ReceiptView> {
    const payment = await this.requireOwn(residentId, id);
    if (payment.receiptNumber === null || payment.paidAt === null) throw new Refusal('NOT_FOUND');
    const items = await this.dataSource.manager.find(PaymentItem, { where: { paymentId: id, settled: true }, order: { billId: 'ASC' } });
    const accounts = await this.customers.accountsById(items.map((item) => item.accountId));
    return {
      receiptNumber: payment.receiptNumber,
      issuedAt: payment.paidAt.toISOString(),
      companyName: this.config.company.name,
      payment: await this.view(payment),
      accounts: [...accounts.values()].map((account) => ({ accountNumber: account.accountNumber, nameMasked: maskName(account.name), addressMasked: maskAddress(account.address) })),
      transactionId: payment.transactionId,
      amountInWords: amountInWords(payment.amountFen - payment.refundedFen),
    };
  }

  async receiptNumberOf(paymentId: number): Promise<string | null> {
    return (await this.dataSource.manager.findOneBy(Payment, { id: paymentId }))?.receiptNumber ?? null;
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
    return payments.map((payment) => paymentView(payment, items.filter((item) => item.paymentId === payment.id), refunds.find((refund) => refund.paymentId === payment.id)));
  }
}
