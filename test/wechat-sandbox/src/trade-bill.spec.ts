import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { shanghaiDate } from './sandbox-clock.js';
import { type Answer, type TestSandbox, orderBody, send, startTestSandbox, until } from './testing/test-merchant.js';

const COLUMNS = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const SUMMARY = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

describe('the trade bill', () => {
  let test: TestSandbox;
  const HOUR = 3600_000;
  /** Noon in Shanghai on a day of its own, well before today, so that no test runs over midnight. */
  const noon = Date.parse(`${shanghaiDate(new Date())}T12:00:00+08:00`);
  const goTo = (instant: number): Promise<Answer> => test.merchant.control('POST', '/sandbox/clock', { offsetMs: Math.round(instant - Date.now()) });
  const day = (instant: number): string => shanghaiDate(new Date(instant));
  const ask = (date: string, rest = '&bill_type=ALL'): Promise<Answer> => test.merchant.call('GET', `/v3/bill/tradebill?bill_date=${date}${rest}`);
  const download = (url: string): Promise<Answer> => {
    const { pathname, search } = new URL(url);
    return test.merchant.call('GET', `${pathname}${search}`);
  };

  let paid: { outTradeNo: string; transactionId: string }[];
  beforeAll(async () => {
    test = await startTestSandbox({ speed: 1000 });
    await goTo(noon);
    paid = [await test.paidOrder({ description: '水费,5月', attach: '户号 10086' }), await test.paidOrder({ amount: { total: 1 } })];
    await test.merchant.call('POST', '/v3/refund/domestic/refunds', { out_trade_no: paid[0]?.outTradeNo, out_refund_no: 'R-bill', amount: { refund: 1250, total: 4250, currency: 'CNY' } });
    await until(async () => (await test.merchant.call('GET', '/v3/refund/domestic/refunds/R-bill')).json.status === 'SUCCESS');
    await goTo(noon + 24 * HOUR);
  });
  afterAll(() => test.stop());

  it('is a file whose SHA1 fits, with BOM, CRLF, backticks and the columns by name', async () => {
    const answer = await ask(day(noon));
    expect(answer.json.hash_type).toBe('SHA1');
    expect(test.merchant.isGenuine(answer.headers, answer.body)).toBe(true);
    const file = await download(answer.json.download_url);
    expect(file.headers['wechatpay-signature']).toBeUndefined();
    expect(createHash('sha1').update(file.body).digest('hex')).toBe(answer.json.hash_value);
    expect(file.body.subarray(0, 3).toString('hex')).toBe('efbbbf');

    const text = file.body.toString('utf8').slice(1);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(6);
    expect([lines[0], lines[4]]).toEqual([COLUMNS, SUMMARY]);
    const rows = lines.slice(1, 4).map((line) => {
      const cells = line.slice(1).split(',`');
      expect(cells).toHaveLength(27);
      return Object.fromEntries(COLUMNS.split(',').map((name, index) => [name, cells[index]]));
    });
    expect(rows[0]).toMatchObject({
      公众账号ID: test.merchant.credentials.appId, 商户号: test.merchant.credentials.mchId, 微信订单号: paid[0]?.transactionId, 商户订单号: paid[0]?.outTradeNo, 用户标识: test.openid,
      交易类型: 'JSAPI', 交易状态: 'SUCCESS', 应结订单金额: '42.50', 订单金额: '42.50', 商品名称: '水费,5月', 商户数据包: '户号 10086', 手续费: '0.26000', 费率: '0.60%', 退款金额: '0.00',
    });
    expect(rows[0]?.['交易时间']).toMatch(new RegExp(`^${day(noon)} 12:0\\d:\\d\\d$`));
    expect(rows.find((row) => row['交易状态'] === 'REFUND')).toMatchObject({ 商户订单号: paid[0]?.outTradeNo, 商户退款单号: 'R-bill', 退款金额: '12.50', 申请退款金额: '12.50', 应结订单金额: '0.00', 手续费: '-0.08000', 退款状态: 'SUCCESS' });
    expect(lines[5]).toBe('`3,`42.51,`12.50,`0.00,`0.18000,`42.51,`12.50');
  });

  it('comes compressed, the hash still over the plain file', async () => {
    const answer = await ask(day(noon), '&bill_type=ALL&tar_type=GZIP');
    const plain = gunzipSync((await download(answer.json.download_url)).body);
    expect(createHash('sha1').update(plain).digest('hex')).toBe(answer.json.hash_value);
  });

  it('comes for payments or refunds alone', async () => {
    const linesOf = async (type: string): Promise<number> => (await download((await ask(day(noon), `&bill_type=${type}`)).json.download_url)).body.toString('utf8').trimEnd().split('\r\n').length;
    expect(await linesOf('SUCCESS')).toBe(5);
    expect(await linesOf('REFUND')).toBe(4);
  });

  it('is downloaded only by a signed request and only for five minutes', async () => {
    const { download_url: url } = (await ask(day(noon))).json;
    const unsigned = await send(url);
    expect([unsigned.status, unsigned.json.code]).toEqual([401, 'SIGN_ERROR']);
    await goTo(noon + 24 * HOUR + 6 * 60_000);
    const late = await download(url);
    await goTo(noon + 24 * HOUR);
    expect(late.status).toBe(400);
  });

  it('is ready after ten the next day, and absent for an empty day', async () => {
    await goTo(noon + 21 * HOUR);
    expect((await ask(day(noon))).json.code).toBe('STATEMENT_CREATING');
    await goTo(noon + 22 * HOUR + 60_000);
    expect((await ask(day(noon))).status).toBe(200);
    await goTo(noon + 24 * HOUR);
    const empty = await ask(day(noon - 24 * HOUR));
    expect([empty.status, empty.json.code]).toEqual([400, 'NO_STATEMENT_EXIST']);
  });

  it('books a payment on the day it succeeded, not the day of the order', async () => {
    const midnight = Date.parse(`${day(noon + 24 * HOUR)}T00:00:00+08:00`);
    await goTo(midnight - 60_000);
    const body = orderBody(test.merchant, test.openid);
    const { prepay_id: prepayId } = (await test.merchant.call('POST', '/v3/pay/transactions/jsapi', body)).json;
    await goTo(midnight + 60_000);
    await test.merchant.control('POST', '/sandbox/pay', { prepay_id: prepayId });
    await goTo(noon + 48 * HOUR);
    const billOf = async (instant: number): Promise<string> => (await download((await ask(day(instant))).json.download_url)).body.toString('utf8');
    expect(await billOf(noon)).not.toContain(body.out_trade_no);
    expect(await billOf(noon + 24 * HOUR)).toContain(body.out_trade_no);
    await goTo(noon + 24 * HOUR);
  });

  it('has the mistakes that are planted in it, and sums that agree with its lines all the same', async () => {
    const plant = (body: object): Promise<Answer> => test.merchant.control('POST', '/sandbox/trade-bill-plants', body);
    const billOf = async (instant: number): Promise<string> => (await download((await ask(day(instant))).json.download_url)).body.toString('utf8');
    const [one, two] = [paid[0]!.outTradeNo, paid[1]!.outTradeNo];
    for (const body of [
      { kind: 'missing', number: one }, { kind: 'day-shift', number: two, days: -1 }, { kind: 'amount', number: 'R-bill', amountFen: 1 }, { kind: 'extra', number: 'STRANGER', amountFen: 777, date: day(noon) },
    ]) expect((await plant(body)).status).toBe(200);
    const bill = await billOf(noon);
    expect(bill).not.toMatch(new RegExp(`SUCCESS[^\n]*${one}|${two}`));
    expect(bill).toContain('`STRANGER,');
    expect(bill.trimEnd().split('\r\n').at(-1)).toBe('`2,`7.77,`0.01,`0.00,`0.05000,`7.77,`0.01');
    expect(await billOf(noon - 24 * HOUR)).toMatch(new RegExp(`${day(noon - 24 * HOUR)} 23:59:59.*${two}`));
    await plant({ clear: true });

    await plant({ kind: 'state', number: two });
    await plant({ kind: 'broken-row', date: day(noon) });
    await plant({ kind: 'wrong-hash', date: day(noon) });
    const answer = await ask(day(noon));
    const spoiled = (await download(answer.json.download_url)).body;
    expect(spoiled.toString('utf8')).toContain('`REVOKED,');
    expect(spoiled.toString('utf8').split('\r\n')[1]!.slice(1).split(',`')).toHaveLength(26);
    expect(createHash('sha1').update(spoiled).digest('hex')).not.toBe(answer.json.hash_value);
    await plant({ clear: true });
    expect([(await plant({ kind: 'some' })).status, (await plant({ kind: 'amount', number: 'x' })).status, (await plant({ kind: 'extra', number: 'x', amountFen: 1 })).status]).toEqual([400, 400, 400]);
  });

  it('refuses dates and types that are none', async () => {
    const codes = [];
    for (const [date, rest] of [['2026-2-1', ''], ['2026-02-30', ''], [day(noon + 24 * HOUR), ''], [day(noon), '&bill_type=SOME'], [day(noon), '&tar_type=ZIP']] as const) codes.push((await ask(date, rest)).json.code);
    expect(codes).toEqual(['PARAM_ERROR', 'PARAM_ERROR', 'INVALID_REQUEST', 'PARAM_ERROR', 'PARAM_ERROR']);
  });
});
