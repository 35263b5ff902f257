import { type JsonObject, checkNotifyUrl, currencyField, fenField, objectField, optionalText, textField } from './field-check.js';
import type { Notifications } from './notifications.js';
import { PayError, invalidRequest, paramError } from './pay-error.js';
import type { PayOrder, PayOrders } from './pay-orders.js';
import { randomDigits } from './random-text.js';
import { type SandboxClock, rfc3339, shanghaiDate } from './sandbox-clock.js';
import type { Settings } from './settings.js';
import type { Collection } from './store.js';
import type { Timers } from './timers.js';
import type { SandboxCredentials } from './keys.js';

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';

export interface Refund {
  refundId: string;
  outRefundNo: string;
  outTradeNo: string;
  transactionId: string;
  /** Fen. */
  refund: number;
  total: number;
  reason: string;
  notifyUrl?: string;
  status: RefundStatus;
  createdAt: string;
  settledAt?: string;
}

const OUT_REFUND_NO = /^[0-9A-Za-z_\-|*@]+$/;
const LONGEST_MS = 365 * 86_400_000;
const MOST_PARTIAL_REFUNDS = 50;
/** How long a refund stays PROCESSING, before the time factor. */
const SETTLE_MS = 3_000;

export class Refunds {
  constructor(
    private readonly stored: Collection<Refund>,
    private readonly orders: PayOrders,
    private readonly notifications: Notifications,
    private readonly clock: SandboxClock,
    private readonly settings: Settings,
    private readonly credentials: SandboxCredentials,
    private readonly timers: Timers,
  ) {
    for (const refund of stored.values()) if (refund.status === 'PROCESSING') this.settleSoon(refund);
  }

  list(): Refund[] {
    return this.stored.values();
  }

  /** `POST /v3/refund/domestic/refunds`, idempotent by out_refund_no. */
  apply(body: JsonObject): JsonObject {
    const transactionId = optionalText(body, 'transaction_id', { max: 32 });
    const outTradeNo = optionalText(body, 'out_trade_no', { min: 6, max: 32 });
    const outRefundNo = textField(body, 'out_refund_no', { max: 64, pattern: OUT_REFUND_NO });
    const reason = optionalText(body, 'reason', { max: 80 }) ?? '';
    const notifyUrl = optionalText(body, 'notify_url', { max: 255 });
    if (notifyUrl !== undefined) checkNotifyUrl(notifyUrl);
    const amount = objectField(body, 'amount');
    const refundFen = fenField(amount, 'amount.refund');
    const totalFen = fenField(amount, 'amount.total');
    currencyField(amount, true);
    if (!transactionId && !outTradeNo) throw paramError('transaction_id', '与 out_trade_no 必填其一');

    const order = transactionId ? this.orders.findByTransaction(transactionId) : this.orders.find(outTradeNo ?? '');
    if (!order || (outTradeNo && order.outTradeNo !== outTradeNo)) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
    const known = this.stored.get(outRefundNo);
    if (known) {
      if (known.outTradeNo !== order.outTradeNo || known.refund !== refundFen || known.total !== totalFen) {
        throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试');
      }
      return this.view(known);
    }
    this.checkRefundable(order, refundFen, totalFen);
    const now = this.clock.now();
    const refund: Refund = {
      refundId: `5030${randomDigits(8)}${shanghaiDate(now).replaceAll('-', '')}${randomDigits(9)}`,
      outRefundNo, outTradeNo: order.outTradeNo, transactionId: order.transactionId ?? '', refund: refundFen, total: totalFen,
      reason, notifyUrl, status: 'PROCESSING', createdAt: now.toISOString(),
    };
    this.stored.put(outRefundNo, refund);
    this.orders.markRefunded(order, true);
    this.settleSoon(refund);
    return this.view(refund);
  }

  /** `GET /v3/refund/domestic/refunds/{out_refund_no}` */
  query(outRefundNo: string): JsonObject {
    const refund = this.stored.get(outRefundNo);
    if (!refund) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
    return this.view(refund);
  }

  private checkRefundable(order: PayOrder, refundFen: number, totalFen: number): void {
    if (!order.paidAt) throw invalidRequest('订单未支付，不能退款');
    if (this.clock.now().getTime() - new Date(order.paidAt).getTime() > LONGEST_MS) throw invalidRequest('订单已超过一年，不能退款');
    if (totalFen !== order.total) throw invalidRequest('原订单金额不一致');
    const earlier = this.list().filter((one) => one.outTradeNo === order.outTradeNo && one.status !== 'CLOSED');
    if (earlier.length >= MOST_PARTIAL_REFUNDS) throw invalidRequest('单个订单最多部分退款 50 次');
    const refunded = earlier.reduce((sum, one) => sum + one.refund, 0);
    if (refunded + refundFen > order.total) throw invalidRequest('申请退款金额大于可退金额');
    if (this.settings.values.balanceShort) throw new PayError(403, 'NOT_ENOUGH', '基本账户余额不足，请充值后重新发起');
  }

  private settleSoon(refund: Refund): void {
    this.timers.after(this.timers.scaled(SETTLE_MS), () => this.settle(refund));
  }

  private settle(refund: Refund): void {
    const outcome = this.settings.values.refundOutcome;
    if (outcome === 'PROCESSING') return this.settleSoon(refund);
    refund.status = outcome;
    refund.settledAt = this.clock.now().toISOString();
    this.stored.put(refund.outRefundNo, refund);
    const order = this.orders.find(refund.outTradeNo);
    if (order) this.orders.markRefunded(order, this.list().some((one) => one.outTradeNo === order.outTradeNo && one.status !== 'CLOSED'));
    if (!refund.notifyUrl) return;
    const texts = { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭' };
    this.notifications.send({
      eventType: `REFUND.${outcome}`, summary: texts[outcome], originalType: 'refund',
      notifyUrl: refund.notifyUrl, outTradeNo: refund.outTradeNo, payload: this.notificationPayload(refund),
    });
  }

  private view(refund: Refund): JsonObject {
    return {
      refund_id: refund.refundId, out_refund_no: refund.outRefundNo, transaction_id: refund.transactionId, out_trade_no: refund.outTradeNo,
      channel: 'ORIGINAL', user_received_account: '支付用户零钱', create_time: rfc3339(new Date(refund.createdAt)),
      ...(refund.status === 'SUCCESS' && refund.settledAt ? { success_time: rfc3339(new Date(refund.settledAt)) } : {}),
      status: refund.status, funds_account: 'UNSETTLED', promotion_detail: [],
      amount: {
        total: refund.total, refund: refund.refund, from: [], payer_total: refund.total, payer_refund: refund.refund,
        settlement_refund: refund.refund, settlement_total: refund.total, discount_refund: 0, currency: 'CNY',
      },
    };
  }

  private notificationPayload(refund: Refund): JsonObject {
    return {
      mchid: this.credentials.mchId, out_trade_no: refund.outTradeNo, transaction_id: refund.transactionId,
      out_refund_no: refund.outRefundNo, refund_id: refund.refundId, refund_status: refund.status,
      ...(refund.status === 'SUCCESS' && refund.settledAt ? { success_time: rfc3339(new Date(refund.settledAt)) } : {}),
      user_received_account: '支付用户零钱',
      amount: { total: refund.total, refund: refund.refund, payer_total: refund.total, payer_refund: refund.refund },
    };
  }
}
