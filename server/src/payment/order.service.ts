import { Inject, Injectable } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type { ClientPayParameters, startPayment, startPrepayment } from '@shouwen/shared/contract/payment';
import { shanghaiDate } from '@shouwen/shared/value';
import { DataSource, In, MoreThan } from 'typeorm';
import { BillingService } from '../billing/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { BindingService, CustomerService } from '../customer/index.js';
import { digestOf } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { IdentityService } from '../identity/index.js';
import { PayClient, type WechatApp } from '../wechat/index.js';
import type { NewItem } from './new-payment.js';
import { Payment } from './payment.entity.js';
import { PaymentPolicies } from './payment-policy.js';
import { orderDescription, prepaymentDescription } from './rules/order-description.js';
import { partsOf } from './rules/part-of-payable.js';
import { appIdOf, WechatOrders } from './wechat-orders.js';

const ORDERS_WITHIN_MS = 10 * 60_000;
const MOST_UNPAID_ORDERS = 30;

export interface Started {
  payment: Payment;
  items: readonly NewItem[];
  clientParameters: ClientPayParameters;
}

/** What residents order to pay by WeChat, in the mini-program or on the web. */
@Injectable()
export class OrderService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly billing: BillingService,
    private readonly customers: CustomerService,
    private readonly bindings: BindingService,
    private readonly identity: IdentityService,
    private readonly policies: PaymentPolicies,
    private readonly orders: WechatOrders,
    private readonly wechat: PayClient,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * An order for the bills, signed for the client. The same bills at the same cost give the order that is open already. Bills of the resident's own
   * accounts, and of the relative's that the ticket speaks of. Refuses NOT_FOUND, BILL_ALREADY_PAID, BILL_CHANGED, PART_NOT_ALLOWED, PART_TOO_SMALL,
   * PAYMENT_UNAVAILABLE, PAYMENT_CLOSED, RELATIVE_EXPIRED, TOO_MANY_ATTEMPTS.
   */
  async start(residentId: number, wanted: BodyOf<typeof startPayment>): Promise<Started> {
    const { via, surplus, totalFen } = wanted;
    const items = await this.itemsOf(residentId, wanted);
    if (items.reduce((fen, item) => fen + item.principalFen + item.lateFeeFen, 0) !== totalFen) throw new Refusal('BILL_CHANGED');
    return this.open(residentId, via, items, surplus, orderDescription(this.config.company.name, items.length));
  }

  /** An order for money in advance. Refuses NOT_FOUND, RELATIVE_EXPIRED, PREPAYMENT_OUT_OF_BOUNDS, PAYMENT_UNAVAILABLE, PAYMENT_CLOSED. */
  async startPrepayment(residentId: number, { accountId, amountFen, via, relativeTicket }: BodyOf<typeof startPrepayment>): Promise<Started> {
    const allowed = await this.accountsOf(residentId, relativeTicket);
    const account = allowed.has(accountId) ? await this.customers.accountById(accountId) : null;
    if (!account) throw new Refusal('NOT_FOUND');
    const { prepaymentLeastFen, prepaymentMostFen } = await this.policies.on(shanghaiDate(this.clock.now()));
    if (amountFen < prepaymentLeastFen || amountFen > prepaymentMostFen) throw new Refusal('PREPAYMENT_OUT_OF_BOUNDS');
    const item: NewItem = { kind: 'prepayment', billId: null, accountId, accountNumber: account.accountNumber, fromOn: null, toOn: null, openFen: null, principalFen: amountFen, lateFeeFen: 0 };
    return this.open(residentId, via, [item], 'prepay', prepaymentDescription(this.config.company.name));
  }

  /** Accounts the resident may pay for: their own, and those they have shown to know. Refuses RELATIVE_EXPIRED. */
  private async accountsOf(residentId: number, relativeTicket: string | undefined): Promise<Set<number>> {
    const accounts = new Set(await this.customers.accountIdsOf(residentId));
    if (relativeTicket !== undefined) accounts.add(this.bindings.accountOfRelative(residentId, relativeTicket, this.clock.now()));
    return accounts;
  }

  private async itemsOf(residentId: number, { billIds, parts: wantedParts, relativeTicket }: BodyOf<typeof startPayment>): Promise<NewItem[]> {
    const ids = [...new Set(billIds)];
    const accounts = await this.accountsOf(residentId, relativeTicket);
    const today = shanghaiDate(this.clock.now());
    const payables = await this.billing.payables(this.dataSource.manager, ids, today);
    if (payables.length !== ids.length || payables.some((payable) => !accounts.has(payable.accountId))) throw new Refusal('NOT_FOUND');
    if (wantedParts.some(({ billId }) => !ids.includes(billId))) throw new Refusal('INVALID_INPUT');
    if (wantedParts.some(({ payFen, seenFen }) => payFen !== seenFen) && !(await this.policies.on(today)).partOnline) throw new Refusal('PART_NOT_ALLOWED');
    const whole = payables.filter(({ billId }) => !wantedParts.some((part) => part.billId === billId));
    const wanted = whole.map(({ billId, principalFen, lateFeeFen }) => ({ billId, payFen: principalFen + lateFeeFen, seenFen: principalFen + lateFeeFen }));
    const parts = partsOf([...wanted, ...wantedParts], payables);
    if (typeof parts === 'string') throw new Refusal(parts);
    return parts.map(({ billId, ...part }) => {
      const { accountId, accountNumber, from, to } = payables.find((one) => one.billId === billId) as (typeof payables)[number];
      return { kind: 'bill', billId, accountId, accountNumber, fromOn: from, toOn: to, ...part };
    });
  }

  private async open(residentId: number, via: WechatApp, items: readonly NewItem[], surplus: Payment['surplus'], description: string): Promise<Started> {
    const openid = await this.identity.openidOf(residentId, via);
    if (openid === null) throw new Refusal('SIGN_IN_REQUIRED');
    const openKey = digestOf(`order ${residentId} ${via} ${surplus} ${items.map((item) => `${item.billId ?? `a${item.accountId}`}:${item.principalFen}:${item.lateFeeFen}`).join(' ')}`);
    const billIds = items.flatMap(({ billId }) => (billId === null ? [] : [billId]));
    for (let attempt = 1; attempt <= 3; attempt++) {
      const open = billIds.length > 0 ? await this.orders.openOn(billIds, residentId) : await this.dataSource.manager.findBy(Payment, { openKey });
      // Whoever begins anew must not be able to pay the old order as well.
      const now = this.clock.now();
      // The first order on bills needs no counting: the next on the same bills finds it open.
      if ((billIds.length === 0 || open.length > 0) && !open.some((order) => this.orders.isReusable(order, openKey, now))) await this.refuseTooMany(residentId, now);
      for (const order of open) if (!this.orders.isReusable(order, openKey, now)) await this.orders.closeForAnother(order);
      const payment = await this.orders.openOrReuse({ via, openKey, description, items, surplus, given: { residentId } }, open);
      if (!payment) continue;
      const prepayId = await this.orders.place(payment, openid);
      return { payment, items, clientParameters: await this.wechat.clientParameters(appIdOf(payment), prepayId) };
    }
    throw new Refusal('BUSY');
  }

  /** Each new order asks WeChat, who slows down the whole company when there are too many: orders that were not paid are counted. */
  private async refuseTooMany(residentId: number, now: Date): Promise<void> {
    const since = new Date(now.getTime() - ORDERS_WITHIN_MS);
    const unpaid = await this.dataSource.manager.countBy(Payment, { residentId, state: In(['unpaid', 'closed']), createdAt: MoreThan(since) });
    if (unpaid >= MOST_UNPAID_ORDERS) throw new Refusal('TOO_MANY_ATTEMPTS', { message: '下单次数太多，请 10 分钟后再试；着急可到营业厅缴费' });
  }
}
