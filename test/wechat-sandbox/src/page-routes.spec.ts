import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type TestSandbox, orderBody, send, startTestSandbox } from './testing/test-merchant.js';

describe('the pages', () => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox();
  });
  afterAll(() => test.stop());

  const post = (path: string, fields: Record<string, string>): Promise<Answer> =>
    send(`${test.sandbox.url}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields).toString() });
  const h5Order = async (changes: object = {}): Promise<{ outTradeNo: string; fields: Record<string, string> }> => {
    const { h5AppId } = test.merchant.credentials;
    const body = orderBody(test.merchant, test.h5Openid, { appid: h5AppId, ...changes });
    const { prepay_id: prepayId } = (await test.merchant.call('POST', '/v3/pay/transactions/jsapi', body)).json;
    return { outTradeNo: body.out_trade_no, fields: { ...test.merchant.clientParameters(prepayId, h5AppId), return: 'http://127.0.0.1:5173/bill?id=7#/done' } };
  };
  const stateOf = (outTradeNo: string) => test.sandbox.parts.orders.find(outTradeNo)?.state;

  it('the pay sheet shows merchant, purpose and yuan, and pays on confirmation', async () => {
    const { outTradeNo, fields } = await h5Order({ description: '水费 <b>5月</b>' });
    const sheet = (await send(`${test.sandbox.url}/sandbox/cashier?${new URLSearchParams(fields)}`)).body.toString();
    for (const text of ['首问演示水务', '¥42.50', '水费 &lt;b&gt;5月&lt;/b&gt;', '王秀英', '确认支付', '取消']) expect(sheet).toContain(text);
    expect(stateOf(outTradeNo)).toBe('NOTPAY');
    const declined = await post('/sandbox/cashier', { ...fields, choice: 'decline' });
    expect([declined.status, stateOf(outTradeNo)]).toEqual([200, 'NOTPAY']);
    const cancelled = await post('/sandbox/cashier', { ...fields, choice: 'cancel' });
    expect([cancelled.status, cancelled.headers['location'], stateOf(outTradeNo)]).toEqual([303, 'http://127.0.0.1:5173/bill?id=7&wxpay=cancel#/done', 'NOTPAY']);
    const paid = await post('/sandbox/cashier', { ...fields, choice: 'confirm' });
    expect([paid.status, paid.headers['location'], stateOf(outTradeNo)]).toEqual([303, 'http://127.0.0.1:5173/bill?id=7&wxpay=ok#/done', 'SUCCESS']);
    expect((await post('/sandbox/cashier', { ...fields, choice: 'confirm' })).status).toBe(400);
  });

  it('the pay sheet refuses parameters whose signature is wrong, and never leads to a script', async () => {
    const { outTradeNo, fields } = await h5Order();
    const wrong = await send(`${test.sandbox.url}/sandbox/cashier?${new URLSearchParams({ ...fields, nonceStr: 'x' })}`);
    expect([wrong.status, wrong.body.toString().includes('支付验证签名失败')]).toEqual([400, true]);
    expect((await post('/sandbox/cashier', { ...fields, timeStamp: '1', choice: 'confirm' })).status).toBe(400);
    expect(stateOf(outTradeNo)).toBe('NOTPAY');
    const script = await post('/sandbox/cashier', { ...fields, return: 'javascript:alert(1)', choice: 'cancel' });
    expect([script.status, script.headers['location']]).toEqual([200, undefined]);
  });

  it('a Native order is payable from its page, by anyone', async () => {
    const body = { ...orderBody(test.merchant, ''), payer: undefined };
    const { code_url: codeUrl } = (await test.merchant.call('POST', '/v3/pay/transactions/native', body)).json;
    expect((await send(`${test.sandbox.url}/`)).body.toString()).toContain(encodeURIComponent(codeUrl));
    expect((await send(`${test.sandbox.url}/sandbox/native?code_url=${encodeURIComponent(codeUrl)}`)).body.toString()).toContain('赵敏');
    await post('/sandbox/native', { code_url: codeUrl, user: 'zhao-min', choice: 'confirm' });
    expect(stateOf(body.out_trade_no)).toBe('SUCCESS');
  });

  it('the home page switches faults and settings', async () => {
    // No fault of notifications: one of the payments above may still be on its way and would take it.
    expect((await post('/sandbox/page/fault', { kind: 'api-slow', count: '3', ms: '500', on: 'yes' })).status).toBe(303);
    expect(test.sandbox.parts.faults.list()).toEqual([{ kind: 'api-slow', count: 3, ms: 500 }]);
    expect((await send(`${test.sandbox.url}/`)).body.toString()).toContain('剩 3 次 · 500 毫秒');
    await post('/sandbox/page/fault', { kind: 'api-slow', on: 'no' });
    expect(test.sandbox.parts.faults.list()).toEqual([]);
    await post('/sandbox/page/settings', { billReady: 'at-once', balanceShort: 'yes', probeEvery: '5' });
    expect(test.sandbox.parts.settings.values).toMatchObject({ billReady: 'at-once', balanceShort: true, probeEvery: 5 });
    expect((await post('/sandbox/page/fault', { kind: 'x', on: 'yes' })).status).toBe(400);
  });
});
