import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ClientPayParameters } from '@shouwen/shared/contract/payment';
import * as z from 'zod';
import { CONFIG, type Config } from '../config/index.js';
import { Clock } from '../http/index.js';
import { PlatformKeys } from './certificates.js';
import { PayHttp } from './pay-http.js';
import { clientText, newNonce } from './signature.js';
import { WechatRefused, WechatUnknown } from './wechat-error.js';

/** An order for the WeChat client; amounts in fen. Repeating it with the same content is allowed while it is unpaid. */
export interface NativeOrder {
  appId: string;
  outTradeNo: string;
  /** At most 127 characters, none of four bytes. */
  description: string;
  amountFen: number;
  expiresAt: Date;
  notifyUrl: string;
}
export interface JsapiOrder extends NativeOrder {
  openid: string;
}

/** A transaction as queries and notifications show it. */
export const transactionSchema = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string(),
  /** A partial refund already shows REFUND; a declined attempt stays NOTPAY. */
  trade_state: z.string(),
  transaction_id: z.string().min(1).max(32).optional(),
  success_time: z.iso.datetime({ offset: true }).optional(),
  amount: z.object({ total: z.int(), currency: z.string().optional() }).optional(),
});
export type Transaction = z.infer<typeof transactionSchema>;

export interface RefundOrder {
  outTradeNo: string;
  /** Names the refund for ever: asked again with the same number it is the same refund. */
  outRefundNo: string;
  refundFen: number;
  totalFen: number;
  reason: string;
  notifyUrl: string;
}
export const refundSchema = z.object({
  refund_id: z.string(),
  out_refund_no: z.string(),
  out_trade_no: z.string(),
  status: z.enum(['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL']),
  success_time: z.iso.datetime({ offset: true }).optional(),
  amount: z.object({ refund: z.int(), total: z.int() }),
});
export type WechatRefund = z.infer<typeof refundSchema>;

/** RFC 3339 in Beijing time, to the second. */
const rfc3339 = (instant: Date) => `${new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
/** 429 may mean "accepted": like 5xx, WeChat may or may not have acted. */
const isUnknown = (status: number) => status === 429 || status >= 500;

/**
 * Pay API v3. Every 2xx answer's signature is verified over its raw bytes. Methods throw `WechatRefused` (4xx, with
 * WeChat's code) or `WechatUnknown` (no trustworthy answer: ask before doing anything else).
 */
@Injectable()
export class PayClient {
  private readonly logger = new Logger('WechatPay');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly http: PayHttp,
    private readonly keys: PlatformKeys,
    private readonly clock: Clock,
  ) {}

  /** Places the order; the answer names a session of two hours. */
  async placeOrder(order: JsapiOrder): Promise<{ prepayId: string }> {
    const answer = await this.call('POST', '/v3/pay/transactions/jsapi', { ...this.orderBody(order), payer: { openid: order.openid } });
    return { prepayId: this.parse(z.object({ prepay_id: z.string().min(1).max(64) }), answer).prepay_id };
  }

  /** An order for whoever scans the code, which lives two hours. */
  async placeNativeOrder(order: NativeOrder): Promise<{ codeUrl: string }> {
    const answer = await this.call('POST', '/v3/pay/transactions/native', this.orderBody(order));
    return { codeUrl: this.parse(z.object({ code_url: z.string().min(1).max(128) }), answer).code_url };
  }

  private orderBody(order: NativeOrder) {
    return {
      appid: order.appId,
      mchid: this.config.wechat.pay.mchId,
      description: order.description,
      out_trade_no: order.outTradeNo,
      time_expire: rfc3339(order.expiresAt),
      notify_url: order.notifyUrl,
      amount: { total: order.amountFen, currency: 'CNY' },
    };
  }

  /** What `wx.requestPayment` or WeixinJSBridge needs. */
  async clientParameters(appId: string, prepayId: string): Promise<ClientPayParameters> {
    const timeStamp = String(Math.floor(this.clock.now().getTime() / 1000));
    const nonceStr = newNonce();
    const packageText = `prepay_id=${prepayId}`;
    return { appId, timeStamp, nonceStr, package: packageText, signType: 'RSA', paySign: await this.http.sign(clientText(appId, timeStamp, nonceStr, packageText)) };
  }

  /** Null when WeChat knows no such order. */
  async findTransaction(outTradeNo: string): Promise<Transaction | null> {
    const path = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}?mchid=${encodeURIComponent(this.config.wechat.pay.mchId)}`;
    return this.orNull(async () => this.parse(transactionSchema, await this.call('GET', path)));
  }

  /** After this nobody can begin to pay the order. On any refusal (it is paid, or unknown) ask for the transaction. */
  async closeOrder(outTradeNo: string): Promise<void> {
    await this.call('POST', `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}/close`, { mchid: this.config.wechat.pay.mchId });
  }

  /** Safe to repeat with the same `outRefundNo`. */
  async refund(order: RefundOrder): Promise<WechatRefund> {
    return this.parse(
      refundSchema,
      await this.call('POST', '/v3/refund/domestic/refunds', {
        out_trade_no: order.outTradeNo,
        out_refund_no: order.outRefundNo,
        reason: order.reason,
        notify_url: order.notifyUrl,
        amount: { refund: order.refundFen, total: order.totalFen, currency: 'CNY' },
      }),
    );
  }

  /** Null when WeChat knows no such refund. */
  async findRefund(outRefundNo: string): Promise<WechatRefund | null> {
    return this.orNull(async () => this.parse(refundSchema, await this.call('GET', `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`)));
  }

  private async call(method: 'GET' | 'POST', path: string, content?: unknown): Promise<unknown> {
    const { status, headers, body } = await this.http.send(method, path, content);
    if (status >= 200 && status < 300) {
      const fault = await this.keys.faultOf(headers, body);
      if (fault !== null) {
        this.logger.error({ message: 'an answer of WeChat Pay is not signed by WeChat', fault, path: path.split('?')[0] });
        throw new WechatUnknown(`answer ${fault}`);
      }
      return body.length === 0 ? null : this.json(body);
    }
    const refusal = z.object({ code: z.string(), message: z.string() }).safeParse(this.json(body));
    if (isUnknown(status) || status < 400) throw new WechatUnknown(`HTTP ${status} ${refusal.data?.code ?? ''}`);
    throw new WechatRefused(refusal.data?.code ?? String(status), status, refusal.data?.message ?? '');
  }

  private async orNull<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof WechatRefused && error.status === 404) return null;
      throw error;
    }
  }

  private json(body: Buffer): unknown {
    try {
      return JSON.parse(body.toString('utf8')) as unknown;
    } catch {
      return null;
    }
  }

  private parse<T>(schema: z.ZodType<T>, answer: unknown): T {
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new WechatUnknown(`answer of an unknown shape: ${parsed.error.issues[0]?.path.join('.')}`);
    return parsed.data;
  }
}
