import * as z from 'zod/mini';
import type { PaymentMethod, PaymentState, PaymentVia, Zone } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { fen, id, page } from './field.js';

/** A bill as the window reads it out: month, m³, and what it costs today. */
export interface CounterBill {
  id: number;
  from: string;
  to: string;
  volume: number;
  totalFen: number;
  /** Open of it without the late fee. */
  principalFen: number;
  lateFeeFen: number;
  payableFen: number;
  dueOn: string;
  overdue: boolean;
}
/** PY-1: what is checked with the customer before any money is taken. Masked: the customer says the rest. */
export interface CounterAccount {
  id: number;
  accountNumber: string;
  nameMasked: string;
  addressMasked: string;
  meterNumberTail: string;
  zone: Zone;
  householdSize: number;
  tariffName: string;
  prepaidFen: number;
  owedFen: number;
  /** m³ of the unpaid bills. */
  volume: number;
  /** Oldest first: the order in which they are paid. */
  bills: CounterBill[];
}
export const counterAccount = endpoint<CounterAccount>()({ method: 'GET', path: '/api/staff/counter/accounts/:id', summary: '收费：核对户号与待缴账单' });

/** `payFen` goes first to the late fee of the day, then to the bill; `seenFen` is what the bill cost on the screen. */
const billPart = z.object({ billId: id('账单'), payFen: fen, seenFen: fen });
const account = z.object({
  accountId: id('户号'),
  bills: z.array(billPart).check(z.maxLength(60, '一次最多缴 60 笔账单')),
  prepayFen: z.int('预存金额应为整数（分）').check(z.nonnegative('预存金额不能小于零'), z.maximum(100_000_000, '金额超过单笔上限')),
});
const basket = {
  accounts: z.array(account).check(z.minLength(1, '请先选择户号'), z.maxLength(20, '一次最多缴 20 户')),
  /** The sum as it was called out; another sum refuses (`BILL_CHANGED`). */
  totalFen: fen,
};
const reference = (label: string, max: number) => z.string(`请填写${label}`).check(z.trim(), z.regex(new RegExp(`^[0-9A-Za-z-]{1,${max}}$`), `${label}为 1 至 ${max} 位数字或字母，在刷卡单上`));
const how = z.discriminatedUnion('method', [
  z.object({ method: z.literal('cash'), tenderedFen: fen }),
  z.object({ method: z.literal('card'), batch: reference('批次号', 20), reference: reference('参考号', 40) }),
], '请选择收款方式');

export interface CounterPaymentItem {
  id: number;
  state: PaymentState;
  method: PaymentMethod;
  via: PaymentVia;
  amountFen: number;
  refundedFen: number;
  tenderedFen: number | null;
  changeFen: number | null;
  receiptNumber: string | null;
  /** The accounts paid for, at most three named. */
  accountNumbers: string[];
  accountCount: number;
  createdAt: string;
  paidAt: string | null;
  servedMs: number | null;
  lateBook: boolean;
}
/** What was taken. `phoneMayStillPay`: WeChat could not be reached, so an order on the customer's phone may be open still; a payment by it goes back by itself. */
export type TakenPayment = CounterPaymentItem & { phoneMayStillPay: boolean };
/** PY-2, PY-3: money in, receipt out. `servedMs`: since the account was found. Refuses `SHIFT_NOT_OPEN`, `BILL_CHANGED`, `BILL_ALREADY_PAID`, `TENDERED_TOO_LITTLE`, `RECEIPTS_USED_UP`. */
export const takePayment = endpoint<TakenPayment>()({
  method: 'POST', path: '/api/staff/counter/payments', summary: '窗口收费', idempotent: true,
  body: z.object({ ...basket, how, servedMs: z.int().check(z.nonnegative(), z.maximum(86_400_000)) }),
});
export interface NativeOrder {
  paymentId: number;
  /** What the customer scans. */
  codeUrl: string;
  amountFen: number;
  expiresAt: string;
}
/** A WeChat code for the customer to scan. The same basket again gives the same order while it is open. */
export const startNative = endpoint<NativeOrder>()({ method: 'POST', path: '/api/staff/counter/native', summary: '窗口收款码', body: z.object({ ...basket, servedMs: z.int().check(z.nonnegative(), z.maximum(86_400_000)) }) });
/** While unpaid, asks WeChat at most once every few seconds. */
export const nativeStatus = endpoint<CounterPaymentItem>()({ method: 'GET', path: '/api/staff/counter/native/:id', summary: '收款码支付状态' });
/** Closes the order at WeChat first; answers the payment when the money had come already. */
export const cancelNative = endpoint<CounterPaymentItem>()({ method: 'POST', path: '/api/staff/counter/native/:id/cancel', summary: '取消收款码' });

/** Newest first: of the viewer's shift, or of their last one today. */
export const counterPayments = endpoint<Page<CounterPaymentItem>>()({ method: 'GET', path: '/api/staff/counter/payments', summary: '本班收费记录', query: z.object(page) });
export const receiptPaper = endpoint<never>()({
  method: 'GET', path: '/api/staff/counter/receipts/:number/paper', summary: '收据（PDF）', query: z.object({ size: z._default(z.enum(['80mm', 'a4']), '80mm') }),
});
