import { addDays, type DateString } from '@shouwen/shared/value';
import type { ErrorCode, PaymentMethod, PaymentState, RefundState } from '@shouwen/shared/vocabulary';

/** WeChat gives no order back in more pieces, nor later. */
export const mostRefundsOfOrder = 50;
const refundDays = 365;

export type RefundMethod = 'wechat' | 'cash' | 'card' | 'bank';

/** Amounts in fen. */
export interface PaidItem {
  id: number;
  kind: 'bill' | 'prepayment';
  accountId: number;
  billId: number | null;
  principalFen: number;
  lateFeeFen: number;
  settled: boolean | null;
  /** Given back already, or being given back. */
  refundedPrincipalFen: number;
  refundedLateFeeFen: number;
}
export interface PaidPayment {
  method: PaymentMethod;
  state: PaymentState;
  surplus: 'refund' | 'prepay';
  amountFen: number;
  refundedFen: number;
  /** Asia/Shanghai. */
  paidOn: DateString | null;
}
export interface PartTakenBack {
  itemId: number;
  kind: 'bill' | 'prepayment';
  billId: number | null;
  accountId: number;
  principalFen: number;
  lateFeeFen: number;
}

/** Money that could not be given by its way, or waits at the window for somebody who does not come. */
export const mayGoByBank = ({ state, method }: { state: RefundState; method: RefundMethod }): boolean => state === 'trouble' || (state === 'waiting' && method !== 'bank');

/** What of an item can still be given back: nothing of one that was returned by itself. */
export function refundableOf(item: PaidItem, surplus: PaidPayment['surplus']): number {
  if (item.settled === null || (item.settled === false && surplus === 'refund')) return 0;
  return item.principalFen + item.lateFeeFen - item.refundedPrincipalFen - item.refundedLateFeeFen;
}

/** The principal is given back first; the late fee, which was earned, only with the last of it. */
export function takenBackOf(item: PaidItem, fen: number): PartTakenBack {
  const principalLeft = item.principalFen - item.refundedPrincipalFen;
  const principalFen = Math.min(fen, principalLeft);
  const { id: itemId, billId, accountId } = item;
  // What was paid for a bill that another settled, and kept, is prepayment.
  const kind = item.settled === true ? item.kind : 'prepayment';
  return { itemId, kind, billId: kind === 'bill' ? billId : null, accountId, principalFen, lateFeeFen: fen - principalFen };
}

/** Whether money of this payment may be given back by this way, as of `today`; `count`: refunds there are. Null when it may. */
export function whyNotRefund(payment: PaidPayment, method: RefundMethod, count: number, today: DateString): ErrorCode | null {
  if (payment.method === 'prepaid' || (payment.state !== 'paid' && payment.state !== 'credited') || payment.paidOn === null) return 'REFUND_NOT_POSSIBLE';
  if (method !== 'bank' && method !== payment.method) return 'REFUND_NOT_POSSIBLE';
  if (method === 'wechat' && (count >= mostRefundsOfOrder || addDays(payment.paidOn, refundDays) < today)) return 'REFUND_BY_BANK';
  return null;
}
