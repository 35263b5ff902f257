import { Injectable, type OnModuleInit } from '@nestjs/common';
import { shanghaiDate } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { BillingService, type PrepaidPayments, PrepaidService } from '../billing/index.js';
import { insertPayment, type NewItem } from './new-payment.js';
import { PaymentBooking } from './payment-booking.js';
import { splitPart } from './rules/part-of-payable.js';

/** Bills that are paid by themselves out of what the account has with us: when they are issued, and when a correction gave money back. */
@Injectable()
export class PrepaidPaymentsService implements PrepaidPayments, OnModuleInit {
  constructor(
    private readonly billing: BillingService,
    private readonly prepaid: PrepaidService,
    private readonly booking: PaymentBooking,
  ) {}

  onModuleInit(): void {
    this.prepaid.usePayments(this);
  }

  /** One payment for all bills it covers, the oldest first, the last one in part; nothing when there is no money or no open bill. */
  async payFromPrepaid(tx: EntityManager, accountId: number, now: Date): Promise<void> {
    const balance = (await this.prepaid.balances([accountId], tx)).get(accountId) ?? 0;
    if (balance === 0) return;
    const items = await this.itemsWithin(tx, accountId, balance, now);
    const amountFen = items.reduce((fen, item) => fen + item.principalFen + item.lateFeeFen, 0);
    // Another payment out of the same money was first: what was open is its to pay.
    if (amountFen === 0 || !(await this.prepaid.take(tx, accountId, amountFen))) return;
    const payment = await insertPayment(tx, { method: 'prepaid', state: 'paid', via: 'auto', amountFen, description: '预存款自动缴费', surplus: 'prepay', paidAt: now, paidOn: shanghaiDate(now) }, items, true, now);
    const outcomes = await this.booking.book(tx, payment, items, now, now);
    // Nothing of it may be left over: whoever moved a bill meanwhile is seen when the transaction is repeated.
    if (outcomes.some(({ settled }) => !settled)) throw new Error(`a bill of account ${accountId} moved while its prepayment was used`);
  }

  private async itemsWithin(tx: EntityManager, accountId: number, balance: number, now: Date): Promise<NewItem[]> {
    const open: { id: number }[] = await tx.query("SELECT id FROM bill WHERE account_id = ? AND state = 'unpaid' ORDER BY to_on, id", [accountId]);
    if (open.length === 0) return [];
    const items: NewItem[] = [];
    let left = balance;
    for (const bill of await this.billing.payables(tx, open.map(({ id }) => id), shanghaiDate(now))) {
      const pay = Math.min(left, bill.principalFen + bill.lateFeeFen);
      // A part must move the principal; what is less waits for the next payment.
      if (pay <= bill.lateFeeFen) break;
      items.push({ kind: 'bill', billId: bill.billId, accountId, accountNumber: bill.accountNumber, fromOn: bill.from, toOn: bill.to, openFen: bill.principalFen, ...splitPart(bill, pay) });
      left -= pay;
    }
    return items.toSorted((a, b) => (a.billId ?? 0) - (b.billId ?? 0));
  }
}
