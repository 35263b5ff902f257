import { Injectable, type OnModuleInit } from '@nestjs/common';
import { shanghaiDate } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { BillingService, type Payable, type PrepaidPayments, PrepaidService } from '../billing/index.js';
import { placesOf } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { insertPayments, type NewItem } from './new-payment.js';
import { PaymentBooking } from './payment-booking.js';
import { splitPart } from './rules/part-of-payable.js';

/** So many accounts' payments are written together. */
const TOGETHER = 100;

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

  /**
   * One payment for all bills that an account's money covers, the oldest first, the last one in part; nothing when there is no money or no open bill. Refuses
   * BILL_CHANGED when somebody else moved one of them at the same moment.
   */
  async payOpenBills(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void> {
    for (let from = 0; from < accountIds.length; from += TOGETHER) await this.pay(tx, accountIds.slice(from, from + TOGETHER), now);
  }

  private async pay(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void> {
    const balances = await this.prepaid.balances(accountIds, tx);
    if (balances.size === 0) return;
    const wanted: { amountFen: number; items: NewItem[] }[] = [];
    for (const [accountId, items] of await this.itemsWithin(tx, balances, now)) {
      const amountFen = items.reduce((fen, item) => fen + item.principalFen + item.lateFeeFen, 0);
      // Another payment out of the same money was first: what was open is its to pay.
      if (amountFen > 0 && (await this.prepaid.take(tx, accountId, amountFen))) wanted.push({ amountFen, items });
    }
    if (wanted.length === 0) return;
    const how = { method: 'prepaid', state: 'paid', via: 'auto', description: '预存款自动缴费', surplus: 'prepay', paidAt: now, paidOn: shanghaiDate(now) } as const;
    const payments = await insertPayments(tx, wanted.map(({ amountFen, items }) => ({ given: { ...how, amountFen }, items })), true, now);
    const outcomes = await this.booking.bookAll(tx, payments.map((payment, i) => ({ payment, items: wanted[i]?.items ?? [] })), now, now);
    // Nothing of it may be left over: all is undone, and whoever asks again sees who moved a bill meanwhile.
    if (outcomes.flat().some(({ settled }) => !settled)) throw new Refusal('BILL_CHANGED');
  }

  /** By account, in order of their ids; bills in order of theirs. */
  private async itemsWithin(tx: EntityManager, balances: ReadonlyMap<number, number>, now: Date): Promise<Map<number, NewItem[]>> {
    const accountIds = [...balances.keys()].toSorted((a, b) => a - b);
    const open: { id: number }[] = await tx.query(`SELECT id FROM bill WHERE account_id IN (${placesOf(accountIds)}) AND state = 'unpaid' ORDER BY to_on, id`, accountIds);
    const payables = await this.billing.payables(tx, open.map(({ id }) => id), shanghaiDate(now));
    return new Map(accountIds.map((id) => [id, itemsOf(payables.filter(({ accountId }) => accountId === id), balances.get(id) ?? 0)]));
  }
}

/** What the money is enough for. */
function itemsOf(payables: readonly Payable[], balance: number): NewItem[] {
  const items: NewItem[] = [];
  let left = balance;
  for (const bill of payables) {
    const pay = Math.min(left, bill.principalFen + bill.lateFeeFen);
    // A part must move the principal; what is less waits for the next payment.
    if (pay <= bill.lateFeeFen) break;
    items.push({ kind: 'bill', billId: bill.billId, accountId: bill.accountId, accountNumber: bill.accountNumber, fromOn: bill.from, toOn: bill.to, openFen: bill.principalFen, ...splitPart(bill, pay) });
    left -= pay;
  }
  return items.toSorted((a, b) => (a.billId ?? 0) - (b.billId ?? 0));
}
