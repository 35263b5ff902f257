import { afterEach, describe, expect, it } from 'vitest';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { NotifyReceiver } from './testing/notify-receiver.js';
import type { SandboxOptions } from './start-sandbox.js';
import { type TestSandbox, startTestSandbox, until } from './testing/test-merchant.js';

describe('a restart', () => {
  const opened: TestSandbox[] = [];
  const open = async (options: Partial<SandboxOptions> = {}): Promise<TestSandbox> => {
    const test = await startTestSandbox(options);
    opened.push(test);
    return test;
  };
  afterEach(async () => {
    for (const test of opened.splice(0).reverse()) await test.stop();
  });

  it('finds keys, tokens, orders and refunds again, and delivers what was waiting', async () => {
    const receiver = await NotifyReceiver.listen();
    receiver.answer = () => 503;
    const before = await open({ speed: 1 });
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
    const after = await open({ dataFolder: before.dataFolder, speed: 1000 });
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
    await receiver.close();
  });

  it('leaves nothing behind when closed while a merchant is slow to answer', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    silent.unref();
    const test = await open();
    let asked = false;
    silent.on('request', () => (asked = true));
    await test.paidOrder({ notify_url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/notify` });
    await until(() => asked);
    const begun = Date.now();
    await test.sandbox.close();
    expect(Date.now() - begun).toBeLessThan(2000);
    const again = await open({ dataFolder: test.dataFolder });
    expect(again.sandbox.parts.notifications.list()).toMatchObject([{ state: 'waiting', step: 0, attempts: [] }]);
    silent.closeAllConnections();
    silent.close();
  });
});
