import { type EntityManager, In } from 'typeorm';
import { Bill } from '../billing/index.js';
import { Payment, PaymentItem } from '../payment/index.js';
import { Invoice } from './invoice.entity.js';
import { invoiceableOf, invoicedOf } from './rules/what-may-be-invoiced.js';

/** A payment as far as invoices go. Amounts in fen. */
export interface InvoicedPayment {
  payment: Payment;
  items: PaymentItem[];
  invoices: Invoice[];
  invoiceableFen: number;
  invoicedFen: number;
}

/** Null when there is no such payment. */
export async function invoicedPayment(manager: EntityManager, paymentId: number): Promise<InvoicedPayment | null> {
  const payment = await manager.findOneBy(Payment, { id: paymentId });
  if (!payment) return null;
  const items = await manager.find(PaymentItem, { where: { paymentId }, order: { id: 'ASC' } });
  const invoices = await manager.find(Invoice, { where: { paymentId }, order: { id: 'ASC' } });
  const { state, amountFen, refundedFen, surplus } = payment;
  const billIds = items.flatMap(({ billId, settled }) => (billId !== null && settled === true ? [billId] : []));
  const reversed = new Set((billIds.length === 0 ? [] : await manager.find(Bill, { select: { id: true }, where: { id: In(billIds), state: 'void' } })).map(({ id }) => id));
  const inAdvance = items.filter(({ kind, settled, billId }) => kind === 'prepayment' || (settled === false && surplus === 'prepay') || (billId !== null && reversed.has(billId)));
  const inAdvanceFen = inAdvance.reduce((sum, { principalFen, lateFeeFen, refundedPrincipalFen, refundedLateFeeFen }) => sum + principalFen + lateFeeFen - refundedPrincipalFen - refundedLateFeeFen, 0);
  return { payment, items, invoices, invoiceableFen: invoiceableOf({ state, amountFen, refundedFen, inAdvanceFen }), invoicedFen: invoicedOf(invoices) };
}

/** Fen by kind of charge in the bills that the payment settled: how its invoice's lines are shared out. */
export async function chargedBy(manager: EntityManager, items: readonly PaymentItem[]): Promise<Map<string, number>> {
  const settled = items.filter((item) => item.kind === 'bill' && item.settled === true && item.billId !== null);
  const bills = new Map((await manager.findBy(Bill, { id: In(settled.map(({ billId }) => billId as number)) })).map((bill) => [bill.id, bill]));
  const charged = new Map<string, number>();
  const add = (kind: string, fen: number) => charged.set(kind, (charged.get(kind) ?? 0) + fen);
  for (const { billId, principalFen, lateFeeFen } of settled) {
    const components = Object.entries(bills.get(billId as number)?.components ?? {});
    const total = components.reduce((sum, [, fen]) => sum + fen, 0);
    // Only the proportion counts: the lines are rounded where they are made.
    for (const [kind, fen] of components) add(kind, total === 0 ? 0 : Math.round((principalFen * fen) / total));
    add('late-fee', lateFeeFen);
  }
  return charged;
}
