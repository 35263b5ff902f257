import { type JsonObject, checkNotifyUrl, currencyField, fenField, instantField, objectField, optionalText, textField } from './field-check.js';
import { PayError, invalidRequest, paramError } from './pay-error.js';
import { randomDigits, randomText } from './random-text.js';
import { type SandboxClock, rfc3339, shanghaiDate } from './sandbox-clock.js';
import type { SandboxCredentials } from './keys.js';
import type { Settings } from './settings.js';
import type { Collection } from './store.js';
import type { AppKind, Users } from './users.js';

export type TradeType = 'JSAPI' | 'NATIVE';
export type TradeState = 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND';

export interface PayOrder {
  outTradeNo: string;
  appid: string;
  tradeType: TradeType;
  description: string;
  attach: string;
  notifyUrl: string;
  /** Fen. */
  total: number;
  /** Only JSAPI orders name their payer. */
  openid?: string;
  expiresAt: string;
  createdAt: string;
  state: TradeState;
  /** The parameters as first sent: the same order again must not differ. */
  parameters: string;
  /** A prepay_id, or the code_url of a Native order, lives two hours. */
  sessions: { id: string; expiresAt: string }[];
  transactionId?: string;
  paidAt?: string;
  paidBy?: string;
}

const OUT_TRADE_NO = /^[0-9A-Za-z_\-|*]+$/;
const SESSION_MS = 2 * 3600_000;
const LONGEST_MS = 7 * 86_400_000;

const STATE_TEXT: Record<TradeState, string> = { NOTPAY: '订单未支付', SUCCESS: '支付成功', CLOSED: '订单已关闭', REFUND: '订单发生过退款' };

export class PayOrders {
  private readonly bySession = new Map<string, PayOrder>();
  private readonly byTransaction = new Map<string, PayOrder>();

  constructor(
    private readonly stored: Collection<PayOrder>,
    private readonly clock: SandboxClock,
    private readonly credentials: SandboxCredentials,
    private readonly settings: Settings,
    private readonly users: Users,
  ) {
    for (const order of stored.values()) this.index(order);
  }

  list(): PayOrder[] {
    return this.stored.values().map((order) => this.refreshed(order));
  }

  /** `POST /v3/pay/transactions/jsapi|native` → prepay_id or code_url. */
  place(tradeType: TradeType, body: JsonObject): string {
    const now = this.clock.now();
    const appid = textField(body, 'appid', { max: 32 });
    const mchid = textField(body, 'mchid', { max: 32 });
    const description = textField(body, 'description', { max: 127 });
    const outTradeNo = textField(body, 'out_trade_no', { min: 6, max: 32, pattern: OUT_TRADE_NO });
    const notifyUrl = checkNotifyUrl(textField(body, 'notify_url', { max: 255 }));
    const attach = optionalText(body, 'attach', { max: 128 }) ?? '';
    const amount = objectField(body, 'amount');
    const total = fenField(amount, 'amount.total');
    currencyField(amount, false);
    const openid = tradeType === 'JSAPI' ? textField(objectField(body, 'payer'), 'payer.openid', { max: 128 }) : undefined;
    const expiresAt = instantField(body, 'time_expire') ?? new Date(now.getTime() + LONGEST_MS);

    if (mchid !== this.credentials.mchId) throw new PayError(400, 'MCH_NOT_EXISTS', '商户号不存在');
    const kind = this.appKind(appid);
    if (!kind) throw new PayError(400, 'APPID_MCHID_NOT_MATCH', 'appid 和 mch_id 不匹配');
    if (openid !== undefined) this.checkPayer(openid, kind);

    const parameters = JSON.stringify({ tradeType, appid, description, notifyUrl, attach, total, openid, timeExpire: body['time_expire'] });
    const known = this.find(outTradeNo);
    if (known) {
      if (known.state === 'CLOSED') throw new PayError(400, 'ORDER_CLOSED', '该订单已关闭');
      if (known.parameters !== parameters) throw new PayError(403, 'OUT_TRADE_NO_USED', '商户订单号重复');
      if (known.state !== 'NOTPAY') throw invalidRequest('该订单已支付');
    }
    if (expiresAt <= now) throw paramError('time_expire', '必须晚于当前时间');
    if (expiresAt.getTime() > now.getTime() + LONGEST_MS) throw paramError('time_expire', '不能晚于 7 天之后');

    const order: PayOrder = known ?? {
      outTradeNo, appid, tradeType, description, attach, notifyUrl, total, openid, parameters,
      expiresAt: expiresAt.toISOString(), createdAt: now.toISOString(), state: 'NOTPAY', sessions: [],
    };
    const id = tradeType === 'JSAPI'
      ? `wx${rfc3339(now).replace(/\D/g, '').slice(2, 14)}${randomText(20).toLowerCase()}`
      : `weixin://wxpay/bizpayurl?pr=${randomText(9)}`;
    order.sessions.push({ id, expiresAt: new Date(now.getTime() + SESSION_MS).toISOString() });
    this.save(order);
    return id;
  }

  /** A query by merchant order number or transaction id. */
  query(order: PayOrder | undefined, mchid: string | null): JsonObject {
    this.checkMerchant(mchid);
    if (!order) throw new PayError(404, 'ORDER_NOT_EXIST', '订单不存在');
    return this.view(order);
  }

  /** `POST …/close`; repeatable. */
  close(outTradeNo: string, body: JsonObject): void {
    this.checkMerchant(textField(body, 'mchid', { max: 32 }));
    const order = this.find(outTradeNo);
    if (!order) throw new PayError(404, 'ORDER_NOT_EXIST', '订单不存在');
    if (order.state === 'SUCCESS' || order.state === 'REFUND') {
      throw new PayError(403, this.settings.values.closePaidError, '订单已支付，不能关闭');
    }
    order.state = 'CLOSED';
    this.save(order);
  }

  find(outTradeNo: string): PayOrder | undefined {
    const order = this.stored.get(outTradeNo);
    return order && this.refreshed(order);
  }

  findByTransaction(transactionId: string): PayOrder | undefined {
    return this.byTransaction.get(transactionId);
  }

  /** The order behind a prepay_id or code_url, as long as that lives. */
  findBySession(id: string): PayOrder | undefined {
    const order = this.bySession.get(id);
    const session = order?.sessions.find((one) => one.id === id);
    if (!order || !session || new Date(session.expiresAt) <= this.clock.now()) return undefined;
    return this.refreshed(order);
  }

  /** Books the payment. `payer` is the openid under the order's app. */
  markPaid(order: PayOrder, payer: string): void {
    const now = this.clock.now();
    order.state = 'SUCCESS';
    order.paidAt = now.toISOString();
    order.paidBy = payer;
    order.transactionId = `4200${randomDigits(6)}${shanghaiDate(now).replaceAll('-', '')}${randomDigits(10)}`;
    this.save(order);
  }

  markRefunded(order: PayOrder, refunded: boolean): void {
    order.state = refunded ? 'REFUND' : 'SUCCESS';
    this.save(order);
  }

  /** The transaction as queries and notifications show it. */
  view(order: PayOrder): JsonObject {
    const shared = {
      appid: order.appid, mchid: this.credentials.mchId, out_trade_no: order.outTradeNo, attach: order.attach,
      trade_state: order.state, trade_state_desc: STATE_TEXT[order.state], promotion_detail: [],
    };
    if (!order.transactionId || !order.paidAt) {
      return { ...shared, amount: { total: order.total, currency: 'CNY' }, payer: {} };
    }
    return {
      ...shared, transaction_id: order.transactionId, trade_type: order.tradeType, bank_type: 'OTHERS',
      success_time: rfc3339(new Date(order.paidAt)), payer: { openid: order.paidBy },
      amount: { total: order.total, payer_total: order.total, currency: 'CNY', payer_currency: 'CNY' },
    };
  }

  appKind(appid: string): AppKind | undefined {
    if (appid === this.credentials.appId) return 'weapp';
    return appid === this.credentials.h5AppId ? 'h5' : undefined;
  }

  private checkMerchant(mchid: string | null): void {
    if (!mchid) throw paramError('mchid', '必填');
    if (mchid !== this.credentials.mchId) throw new PayError(400, 'MCH_NOT_EXISTS', '商户号不存在');
  }

  private checkPayer(openid: string, kind: AppKind): void {
    const owner = this.users.ofOpenid(openid);
    if (!owner) throw paramError('payer.openid', '无效的 openid');
    if (owner.kind !== kind) throw invalidRequest('appid 和 openid 不匹配');
  }

  /** An unpaid order closes by itself when its time has come. */
  private refreshed(order: PayOrder): PayOrder {
    if (order.state === 'NOTPAY' && new Date(order.expiresAt) <= this.clock.now()) {
      order.state = 'CLOSED';
      this.save(order);
    }
    return order;
  }

  private save(order: PayOrder): void {
    this.stored.put(order.outTradeNo, order);
    this.index(order);
  }

  private index(order: PayOrder): void {
    for (const session of order.sessions) this.bySession.set(session.id, order);
    if (order.transactionId) this.byTransaction.set(order.transactionId, order);
  }
}
