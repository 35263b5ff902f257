import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NotifyReceiver } from './testing/notify-receiver.js';
import { type Answer, type TestSandbox, startTestSandbox, until } from './testing/test-merchant.js';

describe('refunds', () => {
  let test: TestSandbox;
  let receiver: NotifyReceiver;
  beforeAll(async () => {
    test = await startTestSandbox({ speed: 60 });
    receiver = await NotifyReceiver.listen();
  });
  afterAll(async () => {
    await test.stop();
    await receiver.close();
  });
  afterEach(async () => {
    receiver.reset();
    await test.merchant.control('POST', '/sandbox/settings', { refundOutcome: 'SUCCESS', balanceShort: false });
    await test.merchant.control('POST', '/sandbox/clock', { offsetMs: 0 });
  });

  const path = '/v3/refund/domestic/refunds';
  let count = 0;
  const refund = (outTradeNo: string, fen: number, changes: Record<string, unknown> = {}): Promise<Answer> => {
    count += 1;
    return test.merchant.call('POST', path, {
      out_trade_no: outTradeNo, out_refund_no: `R@${count}`, amount: { refund: fen, total: 4250, currency: 'CNY' }, ...changes,
    });
  };
  const query = (outRefundNo: string): Promise<Answer> => test.merchant.call('GET', `${path}/${encodeURIComponent(outRefundNo)}`);
  const stateOf = async (outTradeNo: string): Promise<string> =>
    (await test.merchant.call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${test.merchant.credentials.mchId}`)).json.trade_state;

  it('is PROCESSING, then SUCCESS, and tells so with refund_status', async () => {
    const { outTradeNo, transactionId } = await test.paidOrder();
    const applied = await refund('', 1000, { out_trade_no: undefined, transaction_id: transactionId, notify_url: receiver.url, out_refund_no: 'R1-first' });
    expect(applied.status).toBe(200);
    expect(applied.json).toMatchObject({ status: 'PROCESSING', out_refund_no: 'R1-first', transaction_id: transactionId, out_trade_no: outTradeNo, amount: { refund: 1000, total: 4250 } });
    expect(await stateOf(outTradeNo)).toBe('REFUND');
    await until(async () => (await query('R1-first')).json.status === 'SUCCESS');
    await until(() => receiver.received.length === 1);
    const [notification] = receiver.received;
    if (!notification) throw new Error('none');
    expect(test.merchant.isGenuine(notification.headers, notification.body)).toBe(true);
    expect(notification.json).toMatchObject({ event_type: 'REFUND.SUCCESS', resource: { original_type: 'refund' } });
    const content = test.merchant.decrypt(notification.json.resource);
    expect(content).toMatchObject({ mchid: test.merchant.credentials.mchId, refund_status: 'SUCCESS', out_refund_no: 'R1-first', amount: { refund: 1000 } });
    expect(content.status).toBeUndefined();
  });

  it('is the same refund under the same number, and not another one', async () => {
    const { outTradeNo } = await test.paidOrder();
    const first = await refund(outTradeNo, 1000, { out_refund_no: 'R-same' });
    const second = await refund(outTradeNo, 1000, { out_refund_no: 'R-same' });
    expect(second.json.refund_id).toBe(first.json.refund_id);
    expect((await refund(outTradeNo, 1001, { out_refund_no: 'R-same' })).json.code).toBe('INVALID_REQUEST');
    expect((await refund(outTradeNo, 3250)).status).toBe(200);
  });

  it('never gives back more than was paid', async () => {
    const { outTradeNo } = await test.paidOrder();
    expect((await refund(outTradeNo, 4251)).json.code).toBe('INVALID_REQUEST');
    expect((await refund(outTradeNo, 4000)).status).toBe(200);
    expect((await refund(outTradeNo, 251)).json.code).toBe('INVALID_REQUEST');
    expect((await refund(outTradeNo, 250)).status).toBe(200);
    expect((await refund(outTradeNo, 1)).status).toBe(400);
  });

  it('takes fifty partial refunds and no more', async () => {
    const { outTradeNo } = await test.paidOrder();
    for (let number = 0; number < 50; number += 1) expect((await refund(outTradeNo, 1)).status).toBe(200);
    expect((await refund(outTradeNo, 1)).json.code).toBe('INVALID_REQUEST');
  });

  it('refuses what is unknown, unpaid, too old, of another total, or written wrongly', async () => {
    const unknown = await refund('NOSUCHORDER', 1);
    expect([unknown.status, unknown.json.code]).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect((await query('NOSUCHREFUND')).json.code).toBe('RESOURCE_NOT_EXISTS');
    const { outTradeNo } = await test.paidOrder();
    expect((await refund(outTradeNo, 1, { amount: { refund: 1, total: 4000, currency: 'CNY' } })).json.code).toBe('INVALID_REQUEST');
    expect((await refund(outTradeNo, 1, { amount: { refund: 1, total: 4250 } })).json.code).toBe('PARAM_ERROR');
    expect((await refund(outTradeNo, 1, { out_refund_no: 'R#1' })).json.code).toBe('PARAM_ERROR');
    expect((await refund(outTradeNo, 1, { out_refund_no: 'R'.repeat(65) })).json.code).toBe('PARAM_ERROR');
    expect((await refund(outTradeNo, 1, { out_trade_no: undefined })).json.code).toBe('PARAM_ERROR');
    expect((await refund(outTradeNo, 1, { reason: '多收😀' })).json.code).toBe('PARAM_ERROR');
    await test.merchant.control('POST', '/sandbox/clock', { offsetMs: 366 * 86_400_000 });
    expect((await refund(outTradeNo, 1)).json.code).toBe('INVALID_REQUEST');
  });

  it('refuses when the merchant has no money', async () => {
    const { outTradeNo } = await test.paidOrder();
    await test.merchant.control('POST', '/sandbox/settings', { balanceShort: true });
    const answer = await refund(outTradeNo, 1);
    expect([answer.status, answer.json.code]).toEqual([403, 'NOT_ENOUGH']);
  });

  it('ends ABNORMAL or CLOSED when told to; a closed one leaves the money refundable', async () => {
    for (const outcome of ['ABNORMAL', 'CLOSED']) {
      await test.merchant.control('POST', '/sandbox/settings', { refundOutcome: outcome });
      const { outTradeNo } = await test.paidOrder();
      await refund(outTradeNo, 4250, { out_refund_no: `R-${outcome}`, notify_url: receiver.url });
      await until(async () => (await query(`R-${outcome}`)).json.status === outcome);
      await until(() => receiver.received.some((one) => one.json.event_type === `REFUND.${outcome}`));
      expect(await stateOf(outTradeNo)).toBe(outcome === 'CLOSED' ? 'SUCCESS' : 'REFUND');
      expect((await refund(outTradeNo, 1)).status).toBe(outcome === 'CLOSED' ? 200 : 400);
    }
  });

  it('may answer 429 though it was accepted', async () => {
    const { outTradeNo } = await test.paidOrder();
    await test.merchant.control('POST', '/sandbox/faults', { kind: 'api-error-after', status: 429, count: 1, match: '/v3/refund' });
    const answer = await refund(outTradeNo, 100, { out_refund_no: 'R-429' });
    expect([answer.status, answer.json.code]).toEqual([429, 'FREQUENCY_LIMITED']);
    expect((await query('R-429')).status).toBe(200);
  });
});
