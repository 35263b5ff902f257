import type { DeskPayment, PaymentAction, RefundItem } from '@shouwen/shared/contract/payment-desk';
import { formatFen } from '@shouwen/shared/value';
import { refundMethodLabels, type Role } from '@shouwen/shared/vocabulary';
import type { Staff, StaffViewer } from '../staff/index.js';
import type { Payment, PaymentItem } from './payment.entity.js';
import type { Receipt } from './receipt.entity.js';
import type { PaymentRefund } from './refund.entity.js';
import { mayBeVoided } from './rules/who-sees-payments.js';
import { mayGoByBank, refundableOf } from './rules/what-may-be-refunded.js';

interface Beside {
  items: readonly PaymentItem[];
  refunds: readonly PaymentRefund[];
  receipt: Receipt | undefined;
  staff: ReadonlyMap<number, Staff>;
  requests: DeskPayment['requests'];
}

export function deskPaymentView(viewer: StaffViewer, payment: Payment, { items, refunds, receipt, staff, requests }: Beside): DeskPayment {
  const { id, state, method, via, amountFen, refundedFen, surplus, hallId, shiftId, lateBook, tenderedFen, changeFen, cardBatch, cardReference, transactionId } = payment;
  const cashier = payment.cashierId === null ? undefined : staff.get(payment.cashierId);
  const itemViews = items.map((item) => ({
    id: item.id, kind: item.kind, billId: item.billId, accountId: item.accountId, accountNumber: item.accountNumber, from: item.fromOn, to: item.toOn, principalFen: item.principalFen, lateFeeFen: item.lateFeeFen,
    settled: item.settled, refundedFen: item.refundedPrincipalFen + item.refundedLateFeeFen, refundableFen: state === 'paid' || state === 'credited' ? refundableOf(item, surplus) : 0,
  }));
  const waits = requests.void !== null || requests.refund !== null;
  const allowed: [PaymentAction, boolean][] = [
    ['void', mayBeVoided(payment) && !waits],
    ['refund', method !== 'prepaid' && !waits && itemViews.some((item) => item.refundableFen > 0)],
    ['reprint', receipt !== undefined],
  ];
  return {
    id, paymentNumber: payment.outTradeNo, state, method, via, amountFen, refundedFen, surplus, createdAt: payment.createdAt.toISOString(), paidAt: payment.paidAt?.toISOString() ?? null,
    cashier: cashier ? { id: cashier.id, name: cashier.name, staffNumber: cashier.staffNumber } : null, hallId, shiftId, lateBook, tenderedFen, changeFen, cardBatch, cardReference, transactionId,
    receipt: receipt ? { number: receipt.receiptNumber, state: receipt.state, prints: receipt.prints } : null,
    items: itemViews, refunds: refunds.map((refund) => refundView(viewer, refund, staff)), requests, allowedActions: allowed.flatMap(([action, may]) => (may ? [action] : [])),
  };
}

export function refundView(viewer: StaffViewer, refund: PaymentRefund, staff: ReadonlyMap<number, Staff>): RefundItem {
  const { id, paymentId, method, cause, state, amountFen, reason, reference, trouble, hallId } = refund;
  const has = (...roles: Role[]) => roles.some((role) => viewer.roles.includes(role));
  const payOut = state === 'waiting' && (method === 'bank' ? has('finance') : has('clerk', 'shift-leader', 'finance'));
  return {
    id, paymentId, refundNumber: refund.outRefundNo, method, cause, state, amountFen, reason, reference, trouble, hallId, createdAt: refund.createdAt.toISOString(),
    finishedAt: refund.finishedAt?.toISOString() ?? null, finishedBy: refund.finishedById === null ? null : (staff.get(refund.finishedById)?.name ?? null), note: noteOf(refund),
    allowedActions: [
      ...(payOut ? (['pay-out'] as const) : []), ...(mayGoByBank(refund) && has('clerk', 'shift-leader', 'finance') ? (['settle-otherwise'] as const) : []),
      ...(state === 'requested' && trouble === 'BALANCE' && has('finance') ? (['try-again'] as const) : []),
    ],
  };
}

function noteOf({ state, method, amountFen, trouble }: PaymentRefund): string {
  const what = `${refundMethodLabels[method]}退款 ${formatFen(amountFen)} 元`;
  if (state === 'done') return `${what}已付出`;
  if (state === 'waiting') return method === 'cash' ? `${what}，等收费员从钱箱付出` : `${what}，等办理后登记凭证号`;
  if (trouble === 'BALANCE') return `${what}，微信商户账户余额不足，还没有退出；请财务充值，然后点“已充值，重试退款”；不点也会在一小时内自动退`;
  if (state !== 'trouble') return `${what}，微信处理中，一般 1 至 3 个工作日到账`;
  const why = { ABNORMAL: '付款人的银行卡退不进去', CLOSED: '微信已关闭这笔退款', REFUSED: '微信不接受这笔退款', BALANCE: '' }[trouble ?? 'ABNORMAL'];
  return `${what}没有退成：${why}；可在微信商户平台处理，或申请改为银行转账`;
}
