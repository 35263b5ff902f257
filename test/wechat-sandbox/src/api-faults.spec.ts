import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type TestSandbox, orderBody, startTestSandbox } from './testing/test-merchant.js';

describe('faults of the interfaces', () => {
  const logged: string[] = [];
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox({ log: (line) => logged.push(line) });
  });
  afterAll(() => test.stop());
  afterEach(() => test.merchant.control('DELETE', '/sandbox/faults'));

  const fault = (content: object): Promise<Answer> => test.merchant.control('POST', '/sandbox/faults', content);
  const place = (body: object): Promise<Answer> => test.merchant.call('POST', '/v3/pay/transactions/jsapi', body);
  const exists = async (outTradeNo: string): Promise<boolean> =>
    (await test.merchant.call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${test.merchant.credentials.mchId}`)).status === 200;

  it.each([
    ['api-error', 500, false],
    ['api-error-after', 500, true],
    ['api-drop-before', undefined, false],
    ['api-drop-after', undefined, true],
  ])('%s', async (kind, status, acted) => {
    await fault({ kind, count: 1, match: 'jsapi' });
    const body = orderBody(test.merchant, test.openid);
    const answer = await place(body).catch(() => undefined);
    expect(answer?.status).toBe(status);
    if (answer) expect([answer.json.code, answer.headers['wechatpay-signature']]).toEqual(['SYSTEM_ERROR', undefined]);
    expect(await exists(body.out_trade_no)).toBe(acted);
    expect((await place(body)).status).toBe(200);
  });

  it('answers slowly, and with any error', async () => {
    await fault({ faults: [{ kind: 'api-slow', ms: 150, count: 1 }, { kind: 'api-error', status: 429, count: 1 }] });
    const before = Date.now();
    const answer = await place(orderBody(test.merchant, test.openid));
    expect(Date.now() - before).toBeGreaterThanOrEqual(145);
    expect([answer.status, answer.json.code]).toEqual([429, 'FREQUENCY_LIMITED']);
    await fault({ kind: 'api-error', status: 403, code: 'NO_AUTH', count: 1 });
    expect((await place(orderBody(test.merchant, test.openid))).json.code).toBe('NO_AUTH');
  });

  it('signs answers wrongly when told to', async () => {
    for (const kind of ['response-probe', 'response-forge']) {
      await fault({ kind, count: 1 });
      const answer = await place(orderBody(test.merchant, test.openid));
      expect([answer.status, test.merchant.isGenuine(answer.headers, answer.body)]).toEqual([200, false]);
    }
    const honest = await place(orderBody(test.merchant, test.openid));
    expect(test.merchant.isGenuine(honest.headers, honest.body)).toBe(true);
  });

  it('strikes the mini-program host too, as busy or as a 5xx', async () => {
    await fault({ kind: 'api-error', count: 1, match: '/cgi-bin' });
    expect((await test.merchant.control('POST', '/cgi-bin/stable_token', {})).json.errcode).toBe(-1);
    await fault({ kind: 'api-error', status: 502, count: 1 });
    expect((await test.merchant.control('POST', '/cgi-bin/stable_token', {})).status).toBe(502);
    await fault({ kind: 'api-error', code: '45009', count: 1 });
    expect((await test.merchant.control('POST', '/cgi-bin/stable_token', {})).json.errcode).toBe(45009);
  });

  it('counts down, lists, and switches off', async () => {
    await fault({ kind: 'notify-lose', count: 2 });
    await fault({ kind: 'api-slow', ms: 1 });
    expect((await test.merchant.control('GET', '/sandbox/faults')).json.active).toEqual([{ kind: 'notify-lose', count: 2 }, { kind: 'api-slow', ms: 1 }]);
    await fault({ kind: 'notify-lose', on: false });
    expect((await test.merchant.control('GET', '/sandbox/faults')).json.active).toEqual([{ kind: 'api-slow', ms: 1 }]);
    for (const wrong of [{ kind: 'earthquake' }, { kind: 'api-slow', ms: -1 }, { kind: 'api-slow', count: 0 }, { kind: 'api-error', status: 99 }]) expect((await fault(wrong)).status).toBe(400);
    expect((await test.merchant.control('POST', '/sandbox/settings', { signingMode: 'none' })).status).toBe(400);
  });

  it('logs one line per request, without secrets', async () => {
    logged.length = 0;
    const { appId, secret } = test.merchant.credentials;
    await test.merchant.control('GET', `/sns/jscode2session?appid=${appId}&secret=${secret}&js_code=c&grant_type=authorization_code`);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/ GET \/sns\/jscode2session 200 \d+ms$/);
    expect(logged[0]).not.toContain(secret);
  });

  it('a changed signature clock makes good requests look stale', async () => {
    await test.merchant.control('POST', '/sandbox/clock', { signatureOffsetMs: 10 * 60_000 });
    const answer = await place(orderBody(test.merchant, test.openid));
    await test.merchant.control('POST', '/sandbox/clock', { signatureOffsetMs: 0 });
    expect(answer.json.code).toBe('SIGN_ERROR');
  });
});
