import type { PaymentView } from '@shouwen/shared/contract/payment';
import type { Payment, PaymentItem, PaymentRefund } from './payment.entity.js';
import { paymentNote } from './rules/payment-note.js';

export function paymentView(payment: Payment, items: readonly PaymentItem[], refund: PaymentRefund | undefined): PaymentView {
  const { id, state, method, amountFen, refundedFen, receiptNumber } = payment;
  return {
    id,
    state,
    method,
    amountFen,
    refundFen: refundedFen,
    createdAt: payment.createdAt.toISOString(),
    paidAt: payment.paidAt?.toISOString() ?? null,
    receiptNumber,
    bills: items.flatMap(({ billId, accountNumber, fromOn, toOn, principalFen, lateFeeFen }) => (billId === null || fromOn === null || toOn === null ? [] : [{ billId, accountNumber, from: fromOn, to: toOn, principalFen, lateFeeFen }])),
    note: paymentNote({ state, amountFen, refundedFen, refundDone: refund?.state === 'done', refundTrouble: refund?.state === 'trouble' }),
  };
}
