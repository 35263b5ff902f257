import type { PaymentView } from '@shouwen/shared/contract/payment';
import type { NewItem } from './new-payment.js';
import type { Payment, PaymentItem } from './payment.entity.js';
import type { PaymentRefund } from './refund.entity.js';
import { fenOf } from './rules/journal-of-payment.js';
import { paymentNote } from './rules/payment-note.js';

const sum = (items: readonly { principalFen: number; lateFeeFen: number }[]) => items.reduce((fen, item) => fen + fenOf(item), 0);

/** It stayed with us when the payment was settled: on its bill, or as money in advance. */
export const isKept = (payment: Pick<Payment, 'surplus'>, item: Pick<PaymentItem, 'settled'>) => item.settled === true || payment.surplus === 'prepay';

/** Fen that stayed with us when the payment was settled: what its receipt says. */
export const receivedFen = (payment: Pick<Payment, 'surplus'>, items: readonly PaymentItem[]) => sum(items.filter((item) => isKept(payment, item)));

/** Fen of what the receipt says that were refunded since: a surplus that went back at once was never on it. */
export const givenBackFen = (payment: Pick<Payment, 'surplus' | 'refundedFen'>, items: readonly PaymentItem[]) =>
  payment.refundedFen - (payment.surplus === 'refund' ? sum(items.filter((item) => item.settled === false)) : 0);

export function paymentView(payment: Payment, items: readonly (NewItem & Pick<PaymentItem, 'settled'>)[], refunds: readonly PaymentRefund[]): PaymentView {
  const { id, state, method, amountFen, refundedFen, receiptNumber } = payment;
  const unsettledFen = sum(items.filter((item) => item.settled === false));
  const surplusBackFen = payment.surplus === 'refund' ? unsettledFen : 0;
  const creditedFen = unsettledFen - surplusBackFen;
  return {
    id,
    state,
    method,
    amountFen,
    refundFen: refundedFen,
    creditedFen,
    createdAt: payment.createdAt.toISOString(),
    paidAt: payment.paidAt?.toISOString() ?? null,
    receiptNumber,
    bills: items.flatMap(({ billId, accountNumber, fromOn, toOn, principalFen, lateFeeFen }) => (billId === null || fromOn === null || toOn === null ? [] : [{ billId, accountNumber, from: fromOn, to: toOn, principalFen, lateFeeFen }])),
    prepayments: items.flatMap((item) => (item.kind === 'prepayment' ? [{ accountId: item.accountId, accountNumber: item.accountNumber, fen: fenOf(item) }] : [])),
    note: paymentNote({
      state, surplusBackFen, creditedFen, approvedBackFen: refundedFen - surplusBackFen, prepaymentOnly: items.every((item) => item.kind === 'prepayment'),
      refundDone: refunds.every((refund) => refund.state === 'done'), refundTrouble: refunds.some((refund) => refund.state === 'trouble'),
    }),
  };
}
