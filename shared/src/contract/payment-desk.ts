import * as z from 'zod/mini';
import type { PaymentMethod, PaymentState, PaymentVia, RefundMethod, RefundState } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { fen, id, idInQuery, optionalText, page, text } from './field.js';

/** A bill or a prepayment in a payment; amounts in fen. */
export interface DeskPaymentItem {
  id: number;
  kind: 'bill' | 'prepayment';
  billId: number | null;
  accountId: number;
  accountNumber: string;
  /** The bill's period. */
  from: string | null;
  to: string | null;
  principalFen: number;
  lateFeeFen: number;
  /** Null until the money came; false when another payment had settled the bill: then it went back, or was kept as prepayment. */
  settled: boolean | null;
  refundedFen: number;
  /** What can still be given back of it. */
  refundableFen: number;
}
export interface RefundItem {
  id: number;
  paymentId: number;
  /** Shown to people; WeChat knows the refund by it. */
  refundNumber: string;
  method: RefundMethod;
  /** `surplus`: by itself, since another had settled the bill. */
  cause: 'surplus' | 'approved';
  state: RefundState;
  amountFen: number;
  reason: string;
  /** Of the card terminal or the bank. */
  reference: string | null;
  /** What WeChat said of a refund in trouble. `BALANCE`: too little money with WeChat; once there is more it is given by itself. */
  trouble: 'ABNORMAL' | 'CLOSED' | 'REFUSED' | 'BALANCE' | null;
  hallId: number | null;
  createdAt: string;
  finishedAt: string | null;
  finishedBy: string | null;
  /** What it is about, and what happens next, in words. */
  note: string;
  /** `try-again` is for all that wait for WeChat's balance. */
  allowedActions: ('pay-out' | 'settle-otherwise' | 'try-again')[];
}
export type PaymentAction = 'void' | 'refund' | 'reprint';
export interface DeskPayment {
  id: number;
  /** Ours, printed on papers; WeChat's merchant order number, too. */
  paymentNumber: string;
  state: PaymentState;
  method: PaymentMethod;
  via: PaymentVia;
  amountFen: number;
  refundedFen: number;
  surplus: 'refund' | 'prepay';
  createdAt: string;
  paidAt: string | null;
  cashier: { id: number; name: string; staffNumber: string } | null;
  hallId: number | null;
  shiftId: number | null;
  lateBook: boolean;
  tenderedFen: number | null;
  changeFen: number | null;
  cardBatch: string | null;
  cardReference: string | null;
  transactionId: string | null;
  receipt: { number: string; state: 'issued' | 'void'; prints: number } | null;
  items: DeskPaymentItem[];
  refunds: RefundItem[];
  /** Open requests about it. */
  requests: { void: number | null; refund: number | null };
  allowedActions: PaymentAction[];
}

/** Payments that touch an account, newest first; `returned`: only those of which money went back or was kept because another had settled the bill. */
export const paymentsOfAccount = endpoint<Page<DeskPayment>>()({
  method: 'GET', path: '/api/staff/payments', summary: '户号的缴费记录',
  query: z.object({ accountId: idInQuery('户号'), returned: z.optional(z.enum(['1'])), ...page }),
});
export const deskPayment = endpoint<DeskPayment>()({ method: 'GET', path: '/api/staff/payments/:id', summary: '缴费详情' });

/** Cash and card, in the shift that took it, while that is open; WeChat is refunded instead. Refuses VOID_NOT_POSSIBLE, SHIFT_ACTION_NOT_ALLOWED. */
export const requestVoid = endpoint<{ approvalId: number }>()({
  method: 'POST', path: '/api/staff/payments/:id/void', summary: '申请撤销收费', idempotent: true,
  body: z.object({ reason: text('撤销原因', 200), reference: optionalText('刷卡冲正凭证号', 64) }),
});
/**
 * Asks that the bills of `items` be open again and their prepayment be taken back, and the money be given back: by the way it came, or by bank
 * transfer (`bank`). Refuses REFUND_NOT_POSSIBLE, REFUND_TOO_MUCH, REFUND_BY_BANK (WeChat: over 365 days, or fifty times).
 */
export const requestRefund = endpoint<{ approvalId: number }>()({
  method: 'POST', path: '/api/staff/payments/:id/refund', summary: '申请退款', idempotent: true,
  body: z.object({
    items: z.array(z.object({ itemId: id('退款项目'), fen })).check(z.minLength(1, '请选择要退的项目'), z.maxLength(50, '一次最多退 50 项')),
    method: z.enum(['wechat', 'cash', 'card', 'bank'], '请选择退款方式'),
    reason: text('退款原因', 200),
  }),
});

/** `waiting`: to be paid out by hand · `going`: on its way at WeChat · `trouble`: finance must see to it · `ended`. By hall, unless finance looks. */
export const refundViews = ['waiting', 'going', 'trouble', 'ended'] as const;
export const refunds = endpoint<Page<RefundItem>>()({
  method: 'GET', path: '/api/staff/refunds', summary: '退款列表',
  query: z.object({ view: z._default(z.enum(refundViews, '请选择列表'), 'waiting'), ...page }),
});
/** Cash out of the viewer's open drawer; card and bank with their reference. Refuses REFUND_CHANGED, SHIFT_NOT_OPEN. */
export const payOutRefund = endpoint<RefundItem>()({
  method: 'POST', path: '/api/staff/refunds/:id/pay-out', summary: '退款付出', idempotent: true,
  body: z.object({ reference: optionalText('凭证号', 64) }),
});
/** After WeChat's balance was filled up: all refunds that wait for it are tried now. `count`: how many. */
export const tryRefundsAgain = endpoint<{ count: number }>()({ method: 'POST', path: '/api/staff/refunds/try-again', summary: '微信余额充值后重试退款', idempotent: true });
/** Asks that a refund WeChat could not give, or nobody came for, be paid by bank transfer instead. Refuses REFUND_CHANGED. */
export const settleRefundOtherwise = endpoint<{ approvalId: number }>()({
  method: 'POST', path: '/api/staff/refunds/:id/otherwise', summary: '申请改为银行转账退款', idempotent: true,
  body: z.object({ reason: text('原因', 200) }),
});

/** What a receipt says (PY-10), for the printer. */
export interface ReceiptPaper {
  receiptNumber: string;
  state: 'issued' | 'void';
  /** 1 is the first print; later ones are marked as reprints. */
  prints: number;
  issuedAt: string;
  companyName: string;
  hallName: string | null;
  cashier: { name: string; staffNumber: string } | null;
  method: PaymentMethod;
  via: PaymentVia;
  amountFen: number;
  amountInWords: string;
  tenderedFen: number | null;
  changeFen: number | null;
  cardReference: string | null;
  transactionId: string | null;
  /** The page that confirms it to whoever holds it. */
  checkAddress: string;
  items: { kind: 'bill' | 'prepayment'; accountNumber: string; nameMasked: string; addressMasked: string; from: string | null; to: string | null; volume: number | null; principalFen: number; lateFeeFen: number }[];
}
/** Counts the print. */
export const printReceipt = endpoint<ReceiptPaper>()({ method: 'POST', path: '/api/staff/receipts/:number/print', summary: '打印收据', idempotent: true });

/** PY-10: numbers a cashier was given, and what became of them. */
export interface ReceiptBookItem {
  book: string;
  staff: { id: number; name: string; staffNumber: string } | null;
  hallId: number | null;
  firstNumber: string;
  lastNumber: string | null;
  used: number;
  voided: number;
  left: number | null;
  issuedAt: string | null;
  issuedBy: string | null;
  returnedAt: string | null;
}
export const receiptBooks = endpoint<Page<ReceiptBookItem>>()({
  method: 'GET', path: '/api/staff/receipt-books', summary: '收据本',
  query: z.object({ staffId: z.optional(idInQuery('收费员')), ...page }),
});
export const issueReceiptBook = endpoint<ReceiptBookItem>()({
  method: 'POST', path: '/api/staff/receipt-books', summary: '发放收据本', idempotent: true,
  body: z.object({ staffId: id('收费员'), size: z.int('请填写张数').check(z.minimum(10, '一本至少 10 张'), z.maximum(100_000, '一本最多 10 万张')) }),
});
/** What is left in it is cancelled. */
export const returnReceiptBook = endpoint<ReceiptBookItem>()({ method: 'POST', path: '/api/staff/receipt-books/:book/return', summary: '收回收据本', idempotent: true });

/** What residents may pay online, as data; amounts in fen. */
export interface PaymentPolicyView {
  fromOn: string;
  partOnline: boolean;
  prepaymentLeastFen: number;
  prepaymentMostFen: number;
  clause: string;
}
export const paymentPolicies = endpoint<{ items: PaymentPolicyView[] }>()({ method: 'GET', path: '/api/staff/payment-policies', summary: '缴费规定' });
