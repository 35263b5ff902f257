import * as z from 'zod/mini';
import type { PaymentMethod, PaymentState } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { fen, id, page } from './field.js';

/** Signed for `wx.requestPayment` / WeixinJSBridge. The client's callback proves nothing: ask `paymentStatus`. */
export interface ClientPayParameters {
  appId: string;
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: 'RSA';
  paySign: string;
}
export interface PaymentView {
  id: number;
  state: PaymentState;
  method: PaymentMethod;
  amountFen: number;
  /** Of `amountFen`, what goes back (or went back) to the payer: a bill had been paid already, or a refund was approved; 0 as a rule. */
  refundFen: number;
  /** Of `amountFen`, what is kept as prepayment because a bill had been paid already. */
  creditedFen: number;
  createdAt: string;
  paidAt: string | null;
  receiptNumber: string | null;
  bills: { billId: number; accountNumber: string; from: string; to: string; principalFen: number; lateFeeFen: number }[];
  /** Money in advance. */
  prepayments: { accountId: number; accountNumber: string; fen: number }[];
  /** Says in words what happens next, e.g. while the result is awaited, or when money was credited. */
  note: string;
  /** Of a closed payment, from `paymentStatus`: none of its bills is owed any more, so there is nothing to pay again. */
  nothingOpen?: boolean;
}

const via = z.enum(['weapp', 'h5']);
/** Of `checkRelative`: the account may be paid for without binding it (PY-1). Refuses `RELATIVE_EXPIRED`. */
const relativeTicket = z.optional(z.string('缺少核对凭证').check(z.maxLength(200)));
/**
 * Orders the payment of bills. `totalFen` is what the resident saw; another sum now refuses (`BILL_CHANGED`). Repeating it reuses the open order.
 * `parts`: of which bills only a part is paid; `paymentPolicy` says whether that may be (`PART_NOT_ALLOWED`).
 */
export const startPayment = endpoint<{ payment: PaymentView; clientParameters: ClientPayParameters }>()({
  method: 'POST',
  path: '/api/payments',
  summary: '发起支付',
  body: z.object({
    billIds: z.array(id('账单')).check(z.minLength(1, '请选择要缴的账单'), z.maxLength(24, '一次最多缴 24 笔账单')),
    parts: z._default(z.array(z.object({ billId: id('账单'), payFen: fen, seenFen: fen })).check(z.maxLength(24, '一次最多缴 24 笔账单')), []),
    totalFen: fen,
    via,
    /** What becomes of the money for a bill that somebody else settles first: it goes back, or is kept as the account's prepayment. */
    surplus: z._default(z.enum(['refund', 'prepay']), 'refund'),
    relativeTicket,
  }),
});
/** Money in advance. Refuses `PREPAYMENT_OUT_OF_BOUNDS` (see `paymentPolicy`). Repeating it reuses the open order. */
export const startPrepayment = endpoint<{ payment: PaymentView; clientParameters: ClientPayParameters }>()({
  method: 'POST',
  path: '/api/prepayments',
  summary: '预存水费',
  body: z.object({ accountId: id('户号'), amountFen: fen, via, relativeTicket }),
});
/** What may be paid online today; fen. */
export const paymentPolicy = endpoint<{ partOnline: boolean; prepaymentLeastFen: number; prepaymentMostFen: number }>()({ method: 'GET', path: '/api/payment-policy', summary: '网上缴费规定' });
/** The state; while unpaid, asks WeChat at most once every few seconds (a notification may never come). */
export const paymentStatus = endpoint<PaymentView>()({ method: 'GET', path: '/api/payments/:id', summary: '支付状态' });
export const myPayments = endpoint<Page<PaymentView>>()({ method: 'GET', path: '/api/payments', summary: '我的缴费记录', query: z.object(page) });

export interface ReceiptView {
  receiptNumber: string;
  issuedAt: string;
  companyName: string;
  payment: PaymentView;
  accounts: { accountNumber: string; nameMasked: string; addressMasked: string }[];
  transactionId: string | null;
  amountInWords: string;
  /** `void`: undone in its shift; the number stays given. */
  state: 'issued' | 'void';
  /** What it is for: what stayed with us when it was settled; and what of it was given back since. Fen. */
  receivedFen: number;
  givenBackFen: number;
  /** Without bills that somebody else had paid; a surplus that was kept is money in advance. */
  lines: { kind: 'bill' | 'prepayment'; accountNumber: string; from: string | null; to: string | null; principalFen: number; lateFeeFen: number }[];
  /** The page that confirms it to whoever holds it, and the same as a square code (PNG, `data:`). */
  checkAddress: string;
  checkPicture: string;
}
export const receipt = endpoint<ReceiptView>()({ method: 'GET', path: '/api/payments/:id/receipt', summary: '缴费收据' });

/** What anybody who holds a receipt may know of it: nothing that is not on it, the account masked (PY-10, PR-1). */
export interface ReceiptCheck {
  receiptNumber: string;
  companyName: string;
  state: 'issued' | 'void';
  issuedAt: string;
  voidedAt: string | null;
  amountFen: number;
  givenBackFen: number;
  /** `******0015`. */
  accountsMasked: string[];
}
/** By the address printed on the receipt (`expires`, `signature`): a number alone tells nothing. Refuses `RECEIPT_NOT_GENUINE`. */
export const checkReceipt = endpoint<ReceiptCheck>()({
  method: 'GET', path: '/api/receipts/:number/check', summary: '核验收据', query: z.object({ expires: z.optional(z.string()), signature: z.optional(z.string()) }),
});
