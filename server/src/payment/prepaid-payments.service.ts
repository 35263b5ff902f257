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

/**
 * A bill in question is not paid by itself (PY-9), but for one that stands in the place of a bill that was paid: what that gave back was paid for it.
 */
const IN_QUESTION = `CASE WHEN EXISTS (SELECT 1 FROM bill_dispute d WHERE d.bill_id = b.id AND d.to_on IS NULL)
  AND NOT (b.paid_fen = 0 AND EXISTS (SELECT 1 FROM bill r WHERE r.id = b.replaces_bill_id AND r.paid_fen > 0)) THEN 1 ELSE 0 END`;

/** What money in advance would pay of one account's open bills, the oldest first, and which it leaves alone. */
export interface PlannedUse {
  balanceFen: number;
  parts: { bill: Payable; usedFen: number }[];
  inQuestion: Payable[];
}

/** Bills that are paid out of what the account has with us: by themselves when they are issued and when a correction gave money back, else when the resident says so. */
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
   * One payment for all bills that an account's money covers, the oldest first, the last one in part, without bills in question; nothing when there is no money
   * or no open bill. Refuses BILL_CHANGED when somebody else moved one of them at the same moment.
   */
  async payOpenBills(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void> {
    for (let from = 0; from < accountIds.length; from += TOGETHER) await this.pay(tx, accountIds.slice(from, from + TOGETHER), now);
  }

  /** What `payOpenBills` would do for one account. */
  async planned(manager: EntityManager, accountId: number, now: Date): Promise<PlannedUse> {
    const balanceFen = (await this.prepaid.balances([accountId], manager)).get(accountId) ?? 0;
    const { open, inQuestion } = await this.openBills(manager, [accountId], now);
    return { balanceFen, parts: partsWithin(open, balanceFen), inQuestion };
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
    const { open } = await this.openBills(tx, accountIds, now);
    return new Map(accountIds.map((id) => [id, itemsOf(partsWithin(open.filter(({ accountId }) => accountId === id), balances.get(id) ?? 0))]));
  }

  /** The oldest first. */
  private async openBills(manager: EntityManager, accountIds: readonly number[], now: Date): Promise<{ open: Payable[]; inQuestion: Payable[] }> {
    const rows: { id: number; in_question: number | string }[] = await manager.query(
      `SELECT b.id, ${IN_QUESTION} AS in_question FROM bill b WHERE b.account_id IN (${placesOf(accountIds)}) AND b.state = 'unpaid' ORDER BY b.to_on, b.id`, [...accountIds],
    );
    const payables = await this.billing.payables(manager, rows.map(({ id }) => id), shanghaiDate(now));
    const left = new Set(rows.filter((row) => Number(row.in_question) === 1).map(({ id }) => id));
    return { open: payables.filter(({ billId }) => !left.has(billId)), inQuestion: payables.filter(({ billId }) => left.has(billId)) };
  }
}

/** What the money is enough for. */
function partsWithin(payables: readonly Payable[], balance: number): PlannedUse['parts'] {
  const parts: PlannedUse['parts'] = [];
  let left = balance;
  for (const bill of payables) {
    const usedFen = Math.min(left, bill.principalFen + bill.lateFeeFen);
    // A part must move the principal; what is less waits for the next payment.
    if (usedFen <= bill.lateFeeFen) break;
    parts.push({ bill, usedFen });
    left -= usedFen;
  }
  return parts;
}

const itemsOf = (parts: PlannedUse['parts']): NewItem[] => parts.map(({ bill, usedFen }): NewItem => ({
  kind: 'bill', billId: bill.billId, accountId: bill.accountId, accountNumber: bill.accountNumber, fromOn: bill.from, toOn: bill.to, openFen: bill.principalFen, ...splitPart(bill, usedFen),
})).toSorted((a, b) => (a.billId ?? 0) - (b.billId ?? 0));
