import type { SandboxKeys } from './keys.js';
import type { Notifications } from './notifications.js';
import type { PayOrder, PayOrders } from './pay-orders.js';
import { verifyMessage } from './signature.js';
import type { Users } from './users.js';

/** What the merchant hands to wx.requestPayment or WeixinJSBridge. */
export interface ClientParameters {
  appId: string;
  timeStamp: string;
  nonceStr: string;
  /** `prepay_id=…` */
  package: string;
  signType: string;
  paySign: string;
}

/** The WeChat client refuses to pay; the text is what the payer would read. */
export class PaymentRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The WeChat client and the person holding it: looks at the client parameters, then pays, cancels or is declined. */
export class ClientPayment {
  constructor(
    private readonly keys: SandboxKeys,
    private readonly orders: PayOrders,
    private readonly users: Users,
    private readonly notifications: Notifications,
  ) {}

  /** The order behind signed client parameters. @throws PaymentRefused when the signature or anything signed is wrong */
  openParameters(parameters: Partial<ClientParameters>): PayOrder {
    const { appId, timeStamp, nonceStr, package: prepay, signType, paySign } = parameters;
    if (!appId || !timeStamp || !nonceStr || !prepay || !paySign) throw new PaymentRefused('MISSING_PARAMETER', '支付参数不全');
    if (signType !== 'RSA') throw new PaymentRefused('SIGN_TYPE', '签名方式 signType 必须是 RSA');
    if (!/^\d{1,32}$/.test(timeStamp)) throw new PaymentRefused('TIME_STAMP', 'timeStamp 必须是秒数');
    const message = Buffer.from(`${appId}\n${timeStamp}\n${nonceStr}\n${prepay}\n`);
    if (!verifyMessage(this.keys.merchantPublicKey, message, paySign)) throw new PaymentRefused('SIGN_ERROR', '支付验证签名失败');
    if (!prepay.startsWith('prepay_id=')) throw new PaymentRefused('PREPAY_ID', 'package 必须是 prepay_id=…');
    const order = this.openSession(prepay.slice('prepay_id='.length));
    if (order.appid !== appId) throw new PaymentRefused('APPID', '下单的应用与支付的应用不一致');
    return order;
  }

  /** The order behind a bare prepay_id or code_url. @throws PaymentRefused when it is unknown or over two hours old */
  openSession(id: string): PayOrder {
    const order = this.orders.findBySession(id);
    if (!order) throw new PaymentRefused('PREPAY_EXPIRED', '订单已失效，请重新下单');
    return order;
  }

  /**
   * The payer confirms.
   * @param late the payer had begun before the order was closed, and the payment comes through after it
   * @throws PaymentRefused when the order cannot be paid, or not by this user
   */
  confirm(order: PayOrder, userReference?: string, late = false): PayOrder {
    const payer = this.payerOf(order, userReference);
    if (order.state === 'CLOSED' && !late) throw new PaymentRefused('ORDER_CLOSED', '订单已关闭');
    if (order.state === 'SUCCESS' || order.state === 'REFUND') throw new PaymentRefused('ORDER_PAID', '订单已支付');
    this.orders.markPaid(order, payer);
    this.notifications.send({
      eventType: 'TRANSACTION.SUCCESS', summary: '支付成功', originalType: 'transaction',
      notifyUrl: order.notifyUrl, outTradeNo: order.outTradeNo, payload: this.orders.view(order),
    });
    return order;
  }

  private payerOf(order: PayOrder, reference?: string): string {
    const kind = this.orders.appKind(order.appid) ?? 'weapp';
    const user = this.users.find(reference ?? order.openid ?? '');
    if (!user) throw new PaymentRefused('UNKNOWN_USER', '没有这个微信用户');
    const openid = user.openid[kind];
    if (order.openid !== undefined && order.openid !== openid) throw new PaymentRefused('WRONG_PAYER', '下单账号与支付账号不一致');
    return openid;
  }
}
