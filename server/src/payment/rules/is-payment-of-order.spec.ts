import { expect, it } from 'vitest';
import { mismatchOf } from './is-payment-of-order.js';

const order = { outTradeNo: 'S1', mchId: '1600000001', appId: 'wx1', amountFen: 1234 };
const paid = { mchid: '1600000001', appid: 'wx1', out_trade_no: 'S1', transaction_id: '42', amount: { total: 1234, currency: 'CNY' } };

it('takes the payment of the order', () => {
  expect(mismatchOf(order, paid)).toBeNull();
  expect(mismatchOf(order, { ...paid, amount: { total: 1234 } })).toBeNull();
});
it.each([
  ['merchant', { mchid: '1900000109' }],
  ['app', { appid: 'wx2' }],
  ['order', { out_trade_no: 'S2' }],
  ['amount', { amount: { total: 1235 } }],
  ['amount', { amount: undefined }],
  ['currency', { amount: { total: 1234, currency: 'USD' } }],
  ['transaction', { transaction_id: undefined }],
])('sees another %s', (mismatch, change) => {
  expect(mismatchOf(order, { ...paid, ...change })).toBe(mismatch);
});
