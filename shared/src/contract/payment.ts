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
  /** Of `amountFen`, what goes back (or went back) to the payer because a bill had been paid already; 0 as a rule. */
  refundFen: number;
  createdAt: string;
  paidAt: string | null;
  receiptNumber: string | null;
  bills: { billId: number; accountNumber: string; from: string; to: string; principalFen: number; lateFeeFen: number }[];
  /** Says in words what happens next, e.g. while the result is awaited, or when money was credited. */
  note: string;
}

/** Orders the payment of bills. `totalFen` is what the resident saw; another sum now refuses (`BILL_CHANGED`). Repeating it reuses the open order. */
export const startPayment = endpoint<{ payment: PaymentView; clientParameters: ClientPayParameters }>()({
  method: 'POST',
  path: '/api/payments',
  summary: '发起支付',
  body: z.object({
    billIds: z.array(id('账单')).check(z.minLength(1, '请选择要缴的账单'), z.maxLength(24, '一次最多缴 24 笔账单')),
    totalFen: fen,
    via: z.enum(['weapp', 'h5']),
    /** Of `checkRelative`: bills of that account may be paid without binding it (PY-1). Refuses `RELATIVE_EXPIRED`. */
    relativeTicket: z.optional(z.string('缺少核对凭证').check(z.maxLength(200))),
  }),
});
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
}
export const receipt = endpoint<ReceiptView>()({ method: 'GET', path: '/api/payments/:id/receipt', summary: '缴费收据' });
