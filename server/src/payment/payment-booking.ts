import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { BillingService, PrepaidService } from '../billing/index.js';
import { placesOf } from '../database/index.js';
import { Outbox } from '../jobs/index.js';
import { LedgerService } from '../ledger/index.js';
import type { Payment, PaymentItem } from './payment.entity.js';
import { fenOf, journalOf } from './rules/journal-of-payment.js';

export type BookedPayment = Pick<Payment, 'id' | 'method' | 'shiftId' | 'lateBook' | 'surplus'>;
/** Whether it was received. */
export type Outcome<Item> = Item & { settled: boolean };
export type BookedItem = Pick<PaymentItem, 'kind' | 'billId' | 'accountId' | 'openFen' | 'principalFen' | 'lateFeeFen'>;

/** Received money becomes settled bills, prepayment and a journal entry, whatever way it came. */
@Injectable()
export class PaymentBooking {
  constructor(
    private readonly billing: BillingService,
    private readonly prepaid: PrepaidService,
    private readonly ledger: LedgerService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Within `tx`, as of `paidAt`. Says of each item whether it was received: false when somebody else had settled its bill. `items` in order of
   * bills, so that two payments of the same bills wait for each other instead of locking.
   */
  async book<Item extends BookedItem>(tx: EntityManager, payment: BookedPayment, items: readonly Item[], paidAt: Date, now: Date): Promise<Outcome<Item>[]> {
    return (await this.bookAll(tx, [{ payment, items }], paidAt, now))[0] ?? [];
  }

  /** As `book`, for many payments of one instant; each bill is guarded by itself. */
  async bookAll<Item extends BookedItem>(tx: EntityManager, payments: readonly { payment: BookedPayment; items: readonly Item[] }[], paidAt: Date, now: Date): Promise<Outcome<Item>[][]> {
    const booked: { payment: BookedPayment; outcomes: Outcome<Item>[] }[] = [];
    for (const { payment, items } of payments) {
      const outcomes: Outcome<Item>[] = [];
      for (const item of items) outcomes.push({ ...item, settled: item.kind === 'prepayment' || (await this.receive(tx, payment, item, paidAt, now)) });
      for (const item of outcomes) if (item.settled ? item.kind === 'prepayment' : payment.surplus === 'prepay') await this.prepaid.add(tx, item.accountId, fenOf(item));
      booked.push({ payment, outcomes });
    }
    await this.ledger.postAll(tx, { cause: 'payment', at: paidAt }, booked.map(({ payment, outcomes }) => ({ causeId: payment.id, lines: journalOf(payment, outcomes, payment.surplus) })));
    await this.closeRivals(tx, new Map(booked.flatMap(({ payment, outcomes }) => outcomes.flatMap(({ billId }) => (billId === null ? [] : [[billId, payment.id]])))), now);
    return booked.map(({ outcomes }) => outcomes);
  }

  /** Nobody shall be able to pay these bills once more: other open orders on them are closed at once, outside this transaction. `payers`: bill → its payment now. */
  private async closeRivals(tx: EntityManager, payers: ReadonlyMap<number, number>, now: Date): Promise<void> {
    const billIds = [...payers.keys()];
    if (billIds.length === 0) return;
    const rivals: { id: number; billId: number }[] = await tx.query(
      `SELECT p.id AS id, i.bill_id AS billId FROM payment_item i JOIN payment p ON p.id = i.payment_id AND p.state = 'unpaid' WHERE i.bill_id IN (${placesOf(billIds)}) AND i.settled IS NULL`, billIds,
    );
    const pairs = rivals.flatMap(({ id, billId }) => (payers.get(billId) === id ? [] : [[`${id}.${payers.get(billId)}`, id] as const]));
    for (const [key, id] of new Map(pairs)) await this.outbox.add(tx, 'payment.close', key, { paymentId: id }, now);
  }

  private async receive(tx: EntityManager, payment: BookedPayment, { billId, openFen, principalFen, lateFeeFen }: BookedItem, paidAt: Date, now: Date): Promise<boolean> {
    if (billId === null || openFen === null) return false;
    const by = { openFen, principalFen, lateFeeFen, paymentId: payment.id, paidOn: shanghaiDate(paidAt) };
    if (await this.billing.receive(tx, billId, by, now)) return true;
    // Another part was paid, or the bill was adjusted, since this was agreed. Money that WeChat has taken already is received all the same while it fits.
    if (payment.method !== 'wechat') return false;
    const [bill] = await this.billing.payables(tx, [billId], by.paidOn);
    if (bill?.state !== 'unpaid' || bill.principalFen < principalFen || bill.lateFeeFen < lateFeeFen) return false;
    return this.billing.receive(tx, billId, { ...by, openFen: bill.principalFen }, now);
  }
}
