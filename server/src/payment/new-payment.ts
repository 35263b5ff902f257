import type { EntityManager } from 'typeorm';
import { insertAll, insertKeyed } from '../database/index.js';
import { Payment, PaymentItem } from './payment.entity.js';
import { newPaymentNumber } from './payment-number.js';

type Given = Pick<Payment, 'method' | 'state' | 'amountFen' | 'via' | 'description'> & Partial<Omit<Payment, 'id'>>;
export type NewItem = Pick<PaymentItem, 'kind' | 'billId' | 'accountId' | 'accountNumber' | 'fromOn' | 'toOn' | 'openFen' | 'principalFen' | 'lateFeeFen'>;

/** A payment that is not in the database yet; what is not given does not apply to it. */
export const newPayment = (given: Given, now: Date): Omit<Payment, 'id'> => ({
  residentId: null, refundedFen: 0, outTradeNo: newPaymentNumber(now), appId: null, prepayId: null, openKey: null, orderedAt: now, generation: 1, askedAt: null, transactionId: null, paidAt: null,
  paidOn: null, receiptNumber: null, cashierId: null, shiftId: null, hallId: null, lateBook: false, tenderedFen: null, changeFen: null, cardBatch: null, cardReference: null, servedMs: null,
  surplus: 'refund', codeUrl: null, voidedAt: null, voidReference: null, createdAt: now, version: 1, ...given,
});

/** Two statements, whatever the number of items. Returns the payment with its id. */
export async function insertPayment(tx: EntityManager, given: Given, items: readonly NewItem[], settled: true | null, now: Date): Promise<Payment> {
  return (await insertPayments(tx, [{ given, items }], settled, now))[0] as Payment;
}

/** As `insertPayment`, three statements for all; each has the same things given. */
export async function insertPayments(tx: EntityManager, payments: readonly { given: Given; items: readonly NewItem[] }[], settled: true | null, now: Date): Promise<Payment[]> {
  const rows = payments.map(({ given }) => newPayment(given, now));
  const ids = await insertKeyed(tx, Payment, rows, 'outTradeNo');
  await insertAll(tx, PaymentItem, payments.flatMap(({ items }, i) => items.map((item) => ({ ...item, paymentId: ids[i] as number, settled, refundedPrincipalFen: 0, refundedLateFeeFen: 0 }))));
  return rows.map((row, i) => ({ ...row, id: ids[i] as number }));
}
