/** Stands where WeChat Pay stands: places every order at once, signed, and knows of none that it is paid. A process of its own, whose cost is nobody's. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { WechatVoice } from './wechat-keys.mjs';

const voice = new WechatVoice(process.env.WECHAT_PRIVATE_KEY_FILE);
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const [, orderNumber] = /\/out-trade-no\/(\w+)\?/.exec(request.url) ?? [];
    const body = JSON.stringify(orderNumber ? { appid: process.env.WECHAT_APP_ID, mchid: process.env.WECHAT_PAY_MCH_ID, out_trade_no: orderNumber, trade_state: 'NOTPAY', trade_state_desc: '订单未支付' } : request.url.startsWith('/v3/pay/transactions/') ? { prepay_id: `wx${randomBytes(16).toString('hex')}`, code_url: `weixin://wxpay/bizpayurl?pr=${randomBytes(6).toString('hex')}` } : {});
    response.writeHead(200, { 'content-type': 'application/json', ...voice.headers(body) }).end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
