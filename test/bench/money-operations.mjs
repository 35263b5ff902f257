/** The requests of money: each beside the least that the bare limit must do for it. */
import { createConnection } from 'mysql2/promise';
import { serverSettings } from '../support/server-settings.mjs';
import { WechatVoice } from './wechat-keys.mjs';

/** Of CPU time; `prepay`: of two signatures, the call to WeChat and the bare transaction. */
export const MONEY_TARGETS = { read: 2.5, list: 2.5, prepay: 1.5, settle: 3, pay: 3 };

/** @param {{ url: string, money: { accounts: number, first: Record<string, number>, tokens: string[], cashiers: number[] }, staffTokens: Map<number, string>, wechatKeyFile: string }} bench */
export async function moneyOperationsOn({ url, money: { accounts, first, tokens, cashiers }, staffTokens, wechatKeyFile }) {
  const voice = new WechatVoice(wechatKeyFile);
  const { WECHAT_PAY_MCH_ID: mchid, WECHAT_PAY_API_V3_KEY: apiV3Key } = serverSettings();
  const connection = await createConnection({ uri: url, supportBigNumbers: true });
  let open, ordered, atCounter;
  try {
    [open] = await connection.query("SELECT id, account_id AS account, total_fen AS fen FROM bill WHERE id > ? AND id <= ? AND state = 'unpaid' ORDER BY id", [first.bill + accounts, first.bill + accounts + tokens.length]);
    [ordered] = await connection.query("SELECT p.id, p.out_trade_no AS outTradeNo, p.app_id AS appId, p.amount_fen AS fen, i.bill_id AS billId FROM payment p JOIN payment_item i ON i.payment_id = p.id WHERE p.state = 'unpaid' AND p.id > ? ORDER BY p.id", [first.payment + accounts]);
    [atCounter] = await connection.query("SELECT id, account_id AS account, total_fen AS fen FROM bill WHERE id > ? AND id <= ? AND state = 'unpaid' ORDER BY id", [first.bill + accounts + tokens.length + ordered.length, first.bill + 2 * accounts]);
  } finally {
    await connection.end();
  }
  const top = ordered.at(-1)?.id ?? 0;
  const tokenOf = ({ account }) => tokens[account - first.account - 1];
  let turn = 0;
  const person = () => 1 + (turn++ % 200);
  const toOrder = open.slice();
  const shares = { limit: ordered.filter((_, n) => n % 3 === 0), product: ordered.filter((_, n) => n % 3 !== 0) };
  const counters = { limit: atCounter.filter((_, n) => n % 3 === 0), product: atCounter.filter((_, n) => n % 3 !== 0) };
  const notification = ({ outTradeNo, appId, fen }) => {
    const body = voice.notification(
      { mchid, appid: appId, out_trade_no: outTradeNo, transaction_id: `4300${outTradeNo.slice(-20)}`, trade_type: 'JSAPI', trade_state: 'SUCCESS', success_time: new Date().toISOString(), amount: { total: fen, payer_total: fen, currency: 'CNY' } },
      apiV3Key,
    );
    return { method: 'POST', body, headers: voice.headers(JSON.stringify(body)) };
  };

  return [
    {
      name: '账单列表', target: MONEY_TARGETS.list,
      limit: () => ({ path: `/bills/${first.resident + person() - 1}` }),
      product: () => ({ path: '/api/bills?size=20', token: tokens[person() - 1] }),
    },
    {
      name: '账单明细', target: MONEY_TARGETS.read,
      limit: () => ({ path: `/bill/${first.bill + accounts + (turn++ % tokens.length) + 1}` }),
      product: () => {
        const bill = open[turn++ % open.length];
        return { path: `/api/bills/${bill.id}`, token: tokenOf(bill) };
      },
    },
    {
      name: '支付通知到销账', target: MONEY_TARGETS.settle,
      limit: () => {
        const order = shares.limit.pop();
        return order && { path: `/notify/${order.id}/${order.billId}`, ...notification(order) };
      },
      product: () => {
        const order = shares.product.pop();
        return order && { path: '/api/wechat/notify/payment', ...notification(order) };
      },
    },
    {
      name: '窗口收费', target: MONEY_TARGETS.pay,
      limit: () => {
        const bill = counters.limit.pop();
        return bill && { method: 'POST', path: `/counter/${bill.id}`, body: {} };
      },
      product: () => {
        const bill = counters.product.pop();
        if (!bill) return undefined;
        const fen = Number(bill.fen);
        return {
          method: 'POST', path: '/api/staff/counter/payments', key: true, token: staffTokens.get(cashiers[turn++ % cashiers.length]),
          body: { accounts: [{ accountId: bill.account, bills: [{ billId: bill.id, payFen: fen, seenFen: fen }], prepayFen: 0 }], totalFen: fen, how: { method: 'cash', tenderedFen: fen }, servedMs: 9000 },
        };
      },
    },
    {
      name: '下单（含两次签名）', target: MONEY_TARGETS.prepay,
      // Payers pay before WeChat is first asked whether they did, after five seconds.
      between: () => settleOrders(url, top),
      limit: () => ({ method: 'POST', path: '/prepay', body: { billId: first.bill + accounts + 1 + (turn++ % tokens.length) } }),
      product: () => {
        const bill = toOrder.pop();
        return bill && { method: 'POST', path: '/api/payments', token: tokenOf(bill), body: { billIds: [bill.id], totalFen: Number(bill.fen), via: 'weapp' } };
      },
    },
  ];
}

/** What was ordered during the measurement is settled, as far as asking about it goes. */
async function settleOrders(url, after) {
  const connection = await createConnection({ uri: url });
  try {
    await connection.query("UPDATE payment SET state = 'closed' WHERE id > ? AND state = 'unpaid'", [after]);
  } finally {
    await connection.end();
  }
}
