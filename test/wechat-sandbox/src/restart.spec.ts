import { describe, expect, it } from '@jest/globals';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotifyReceiver } from './testing/notify-receiver.js';
import { startTestSandbox, until } from './testing/test-merchant.js';

describe('a restart', () => {
  it('finds keys, tokens, orders and refunds again, and delivers what was waiting', async () => {
    const receiver = await NotifyReceiver.listen();
    receiver.answer = () => 503;
    const before = await startTestSandbox({ speed: 1 });
    const { outTradeNo } = await before.paidOrder({ notify_url: receiver.url });
    const refund = { out_trade_no: outTradeNo, out_refund_no: 'R-restart', amount: { refund: 1, total: 4250, currency: 'CNY' } };
    await before.merchant.call('POST', '/v3/refund/domestic/refunds', refund);
    const { appId, secret } = before.merchant.credentials;
    const token = { grant_type: 'client_credential', appid: appId, secret };
    const tokenBefore = (await before.merchant.control('POST', '/cgi-bin/stable_token', token)).json.access_token;
    await until(() => receiver.received.length === 1);
    await until(() => before.sandbox.parts.notifications.list()[0]?.attempts.length === 1);
    await before.sandbox.close();

    // A kill in the middle of writing leaves half a line behind.
    appendFileSync(join(before.dataFolder, 'journal.jsonl'), '{"collection":"orders","key":"HALF","val');
    receiver.answer = () => 200;
    const file = readFileSync(join(before.dataFolder, 'credentials.json'), 'utf8');
    const after = await startTestSandbox({ dataFolder: before.dataFolder, speed: 1000 });
    expect(readFileSync(join(before.dataFolder, 'credentials.json'), 'utf8')).toBe(file);
    expect(after.openid).toBe(before.openid);
    const shown = await after.merchant.call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${after.merchant.credentials.mchId}`);
    expect(shown.json.trade_state).toBe('REFUND');
    await until(async () => (await after.merchant.call('GET', '/v3/refund/domestic/refunds/R-restart')).json.status === 'SUCCESS');
    expect((await after.merchant.control('POST', '/cgi-bin/stable_token', token)).json.access_token).toBe(tokenBefore);

    const [waiting] = after.sandbox.parts.notifications.list();
    expect(waiting).toMatchObject({ outTradeNo, state: 'waiting', step: 1 });
    const left = Date.parse(waiting?.nextAttemptAt ?? '') - Date.now();
    expect(left).toBeGreaterThan(5000); // still the fifteen seconds of the first run
    await after.sandbox.close();
    await receiver.close();
    await before.stop();
  });
});
