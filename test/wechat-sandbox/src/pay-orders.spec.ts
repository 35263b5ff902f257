import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type TestSandbox, orderBody, startTestSandbox } from './testing/test-merchant.js';

describe('orders', () => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox();
  });
  afterAll(() => test.stop());
  afterEach(() => test.merchant.control('POST', '/sandbox/clock', { offsetMs: 0 }));

  const HOUR = 3600_000;
  const moveClock = (offsetMs: number): Promise<Answer> => test.merchant.control('POST', '/sandbox/clock', { offsetMs });
  const body = (changes: Record<string, unknown> = {}) => orderBody(test.merchant, test.openid, changes);
  const place = (content: object, kind = 'jsapi'): Promise<Answer> => test.merchant.call('POST', `/v3/pay/transactions/${kind}`, content);
  const query = (outTradeNo: string): Promise<Answer> =>
    test.merchant.call('GET', `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}?mchid=${test.merchant.credentials.mchId}`);
  const close = (outTradeNo: string): Promise<Answer> =>
    test.merchant.call('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, { mchid: test.merchant.credentials.mchId });
  const pay = (content: object): Promise<Answer> => test.merchant.control('POST', '/sandbox/pay', content);

  it('places, is paid by signed client parameters, and shows it both ways', async () => {
    const content = body({ attach: '账单 77' });
    const placed = await place(content);
    expect(placed.status).toBe(200);
    const unpaid = await query(content.out_trade_no);
    expect(unpaid.json).toMatchObject({ trade_state: 'NOTPAY', attach: '账单 77' });
    expect(unpaid.json.transaction_id).toBeUndefined();

    const paid = await pay({ ...test.merchant.clientParameters(placed.json.prepay_id), user: 'wang-xiuying' });
    expect(paid.json).toMatchObject({ errMsg: 'requestPayment:ok', trade_state: 'SUCCESS' });
    const shown = await query(content.out_trade_no);
    expect(test.merchant.isGenuine(shown.headers, shown.body)).toBe(true);
    expect(shown.json).toMatchObject({
      appid: test.merchant.credentials.appId, mchid: test.merchant.credentials.mchId, trade_state: 'SUCCESS', trade_type: 'JSAPI', attach: '账单 77',
      payer: { openid: test.openid }, amount: { total: 4250, payer_total: 4250, currency: 'CNY' },
    });
    expect(shown.json.success_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
    const byId = await test.merchant.call('GET', `/v3/pay/transactions/id/${paid.json.transaction_id}?mchid=${test.merchant.credentials.mchId}`);
    expect(byId.json).toEqual(shown.json);
    expect((await pay({ prepay_id: placed.json.prepay_id })).json.error).toBe('ORDER_PAID');
  });

  it.each([
    ['no description', { description: undefined }, 'PARAM_ERROR'],
    ['a description of 128', { description: '水'.repeat(128) }, 'PARAM_ERROR'],
    ['a short order number', { out_trade_no: 'A1234' }, 'PARAM_ERROR'],
    ['a long order number', { out_trade_no: 'A'.repeat(33) }, 'PARAM_ERROR'],
    ['an order number with a dot', { out_trade_no: 'A.12345' }, 'PARAM_ERROR'],
    ['plain http to elsewhere', { notify_url: 'http://water.example/notify' }, 'PARAM_ERROR'],
    ['a notify address with a query', { notify_url: 'https://water.example/notify?a=1' }, 'PARAM_ERROR'],
    ['a notify address of 256', { notify_url: `https://water.example/${'n'.repeat(235)}` }, 'PARAM_ERROR'],
    ['nothing to pay', { amount: { total: 0 } }, 'PARAM_ERROR'],
    ['parts of a fen', { amount: { total: 1.5 } }, 'PARAM_ERROR'],
    ['an amount as text', { amount: { total: '100' } }, 'PARAM_ERROR'],
    ['dollars', { amount: { total: 100, currency: 'USD' } }, 'PARAM_ERROR'],
    ['an attach of 129', { attach: 'a'.repeat(129) }, 'PARAM_ERROR'],
    ['a null', { attach: null }, 'PARAM_ERROR'],
    ['a null deep inside', { scene_info: { store_info: { id: null } } }, 'PARAM_ERROR'],
    ['an emoji', { description: '水费💧' }, 'PARAM_ERROR'],
    ['a rare Han character', { attach: '𠮷' }, 'PARAM_ERROR'],
    ['no payer', { payer: {} }, 'PARAM_ERROR'],
    ['an unknown openid', { payer: { openid: 'oNobody' } }, 'PARAM_ERROR'],
    ['a time without its zone', { time_expire: '2030-01-01T00:00:00' }, 'PARAM_ERROR'],
    ['a time gone by', { time_expire: '2020-01-01T00:00:00+08:00' }, 'PARAM_ERROR'],
    ['a time beyond seven days', { time_expire: '2099-01-01T00:00:00+08:00' }, 'PARAM_ERROR'],
    ['an unknown merchant', { mchid: '1900000109' }, 'MCH_NOT_EXISTS'],
    ['an app of another merchant', { appid: 'wx0123456789abcdef' }, 'APPID_MCHID_NOT_MATCH'],
  ])('refuses %s', async (_name, changes, code) => {
    const content = body(changes);
    const answer = await place(content);
    expect([answer.status, answer.json.code]).toEqual([400, code]);
    expect((await query(content.out_trade_no)).status).toBe(404);
  });

  it('refuses an emoji written as escapes, broken UTF-8, and an openid of the other app', async () => {
    const escaped = JSON.stringify(body({ description: 'X' })).replace('"X"', '"\\ud83d\\ude00"');
    const answer = await test.merchant.call('POST', '/v3/pay/transactions/jsapi', escaped);
    expect([answer.status, answer.json.code]).toEqual([400, 'PARAM_ERROR']);
    expect((await test.merchant.call('POST', '/v3/pay/transactions/jsapi', '{"appid":')).json.code).toBe('PARAM_ERROR');
    expect((await place(body({ payer: { openid: test.h5Openid } }))).json.code).toBe('INVALID_REQUEST');
    expect((await place(body({ appid: test.merchant.credentials.h5AppId, payer: { openid: test.h5Openid } }))).status).toBe(200);
  });

  it('takes the same order again while unpaid, and only with the same parameters', async () => {
    const content = body();
    const first = await place(content);
    const second = await place(content);
    expect(second.status).toBe(200);
    const changed = await place({ ...content, amount: { total: 4251, currency: 'CNY' } });
    expect([changed.status, changed.json.code]).toEqual([403, 'OUT_TRADE_NO_USED']);
    expect((await pay({ prepay_id: first.json.prepay_id })).status).toBe(200);
    expect((await pay({ prepay_id: second.json.prepay_id })).json.error).toBe('ORDER_PAID');
    expect((await place(content)).json.code).toBe('INVALID_REQUEST');
  });

  it('closes, again and again, and then takes neither payment nor the same number', async () => {
    const content = body();
    const placed = await place(content);
    const closed = await close(content.out_trade_no);
    expect([closed.status, closed.body.length]).toEqual([204, 0]);
    expect(test.merchant.isGenuine(closed.headers, closed.body)).toBe(true);
    expect((await close(content.out_trade_no)).status).toBe(204);
    expect((await query(content.out_trade_no)).json.trade_state).toBe('CLOSED');
    expect((await pay({ prepay_id: placed.json.prepay_id })).json.error).toBe('ORDER_CLOSED');
    const again = await place(content);
    expect([again.status, again.json.code]).toEqual([400, 'ORDER_CLOSED']);
    const late = await pay({ prepay_id: placed.json.prepay_id, late: true });
    expect(late.json.trade_state).toBe('SUCCESS');
  });

  it('does not close a paid order, with either code', async () => {
    const { outTradeNo } = await test.paidOrder();
    for (const code of ['TRADE_ERROR', 'ORDER_PAID']) {
      await test.merchant.control('POST', '/sandbox/settings', { closePaidError: code });
      const answer = await close(outTradeNo);
      expect([answer.status, answer.json.code]).toEqual([403, code]);
    }
  });

  it('knows nothing of orders never placed, nor of another merchant', async () => {
    const unknown = await query('NOSUCHORDER');
    expect([unknown.status, unknown.json.code]).toEqual([404, 'ORDER_NOT_EXIST']);
    const { outTradeNo } = await test.paidOrder();
    expect((await test.merchant.call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=1900000109`)).json.code).toBe('MCH_NOT_EXISTS');
    expect((await test.merchant.call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}`)).json.code).toBe('PARAM_ERROR');
  });

  it('lets a prepay_id live two hours and an order until its time', async () => {
    const content = body({ out_trade_no: `T|*_-${Date.now()}` });
    const placed = await place(content);
    await moveClock(2 * HOUR);
    expect((await pay({ prepay_id: placed.json.prepay_id })).json.error).toBe('PREPAY_EXPIRED');
    expect((await query(content.out_trade_no)).json.trade_state).toBe('NOTPAY');
    await moveClock(8 * 24 * HOUR);
    expect((await query(content.out_trade_no)).json.trade_state).toBe('CLOSED');
  });

  it('a declined attempt stays NOTPAY, a cancelled one too', async () => {
    const content = body();
    const placed = await place(content);
    expect((await pay({ prepay_id: placed.json.prepay_id, outcome: 'decline' })).json.errMsg).toBe('requestPayment:fail');
    expect((await pay({ prepay_id: placed.json.prepay_id, outcome: 'cancel' })).json.errMsg).toBe('requestPayment:fail cancel');
    expect((await query(content.out_trade_no)).json.trade_state).toBe('NOTPAY');
  });

  it('the client refuses parameters that are not the merchant’s', async () => {
    const placed = await place(body());
    const good = test.merchant.clientParameters(placed.json.prepay_id);
    const refusals = await Promise.all([
      pay({ ...good, paySign: good.paySign.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }),
      pay({ ...good, package: 'prepay_id=wx1' }),
      pay({ ...good, signType: 'MD5' }),
      pay({ ...good, timeStamp: '1' }),
      pay(test.merchant.clientParameters(placed.json.prepay_id, test.merchant.credentials.h5AppId)),
      pay({ ...good, user: 'li-jianguo' }),
    ]);
    expect(refusals.map((answer) => answer.json.error)).toEqual(['SIGN_ERROR', 'SIGN_ERROR', 'SIGN_TYPE', 'SIGN_ERROR', 'APPID', 'WRONG_PAYER']);
    expect((await pay(good)).status).toBe(200);
  });

  it('a Native order is paid by whoever scans it', async () => {
    const content = { ...body(), payer: undefined };
    const placed = await place(content, 'native');
    expect(placed.json.code_url).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=\w+$/);
    expect((await pay({ code_url: placed.json.code_url, user: 'zhao-min' })).json.trade_state).toBe('SUCCESS');
    const shown = await query(content.out_trade_no);
    expect(shown.json).toMatchObject({ trade_type: 'NATIVE', payer: { openid: test.sandbox.parts.users.find('zhao-min')?.openid.weapp } });
  });
});
