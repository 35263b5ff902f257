import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NotifyReceiver, type ReceivedNotification } from './testing/notify-receiver.js';
import { type TestSandbox, startTestSandbox, until } from './testing/test-merchant.js';
import { RETRY_SCHEDULE_MS } from './notifications.js';

describe('notifications', () => {
  let test: TestSandbox;
  let receiver: NotifyReceiver;
  beforeAll(async () => {
    test = await startTestSandbox({ speed: 1000 });
    receiver = await NotifyReceiver.listen();
  });
  afterAll(async () => {
    await test.stop();
    await receiver.close();
  });
  afterEach(async () => {
    await until(() => waiting().length === 0);
    receiver.reset();
    await test.merchant.control('DELETE', '/sandbox/faults');
  });

  const waiting = () => test.sandbox.parts.notifications.list().filter((one) => one.state === 'waiting');
  const fault = (content: object) => test.merchant.control('POST', '/sandbox/faults', content);
  const pay = () => test.paidOrder({ notify_url: receiver.url });
  const attemptsOf = async (outTradeNo: string) => {
    const { notifications } = (await test.merchant.control('GET', '/sandbox/notifications')).json;
    return notifications.find((one: { outTradeNo: string }) => one.outTradeNo === outTradeNo);
  };
  /** What a careful merchant does before it believes anything. */
  const isBelievable = (notification: ReceivedNotification): boolean => {
    if (!test.merchant.isGenuine(notification.headers, notification.body)) return false;
    try {
      const content = test.merchant.decrypt(notification.json.resource);
      return content.mchid === test.merchant.credentials.mchId && content.appid === test.merchant.credentials.appId && content.amount.total === 4250;
    } catch {
      return false;
    }
  };

  it('tells of a payment, signed and encrypted', async () => {
    const { outTradeNo, transactionId } = await pay();
    await until(() => receiver.received.length === 1);
    const [notification] = receiver.received;
    if (!notification) throw new Error('none');
    expect(notification.json).toMatchObject({ event_type: 'TRANSACTION.SUCCESS', resource_type: 'encrypt-resource', resource: { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM' } });
    expect(isBelievable(notification)).toBe(true);
    expect(test.merchant.decrypt(notification.json.resource)).toMatchObject({ out_trade_no: outTradeNo, transaction_id: transactionId, trade_state: 'SUCCESS', payer: { openid: test.openid } });
    await until(async () => (await attemptsOf(outTradeNo)).state === 'delivered');
  });

  it('comes again on the schedule until 200 or 204, signed anew each time', async () => {
    receiver.answer = () => (receiver.received.length < 4 ? 500 : 200);
    const { outTradeNo } = await pay();
    await until(async () => (await attemptsOf(outTradeNo)).state === 'delivered');
    expect((await attemptsOf(outTradeNo)).attempts.map((one: { status: number }) => one.status)).toEqual([500, 500, 500, 200]);
    expect(new Set(receiver.received.map((one) => one.headers['wechatpay-nonce'])).size).toBe(4);
    expect(new Set(receiver.received.map((one) => one.json.id)).size).toBe(1);
    expect(receiver.received.every(isBelievable)).toBe(true);
  });

  it('waits as long as WeChat does, times the speed', () => {
    expect(RETRY_SCHEDULE_MS.map((ms) => ms / 1000)).toEqual([15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600]);
    expect(test.sandbox.parts.notifications.list().every((one) => one.attempts.length <= RETRY_SCHEDULE_MS.length + 1)).toBe(true);
  });

  it('gives up after the sixteenth attempt', async () => {
    const fast = await startTestSandbox({ speed: 1e7 });
    receiver.answer = () => 500;
    const { outTradeNo } = await fast.paidOrder({ notify_url: receiver.url });
    await until(() => fast.sandbox.parts.notifications.list()[0]?.state === 'given-up');
    expect(fast.sandbox.parts.notifications.list()[0]).toMatchObject({ outTradeNo, attempts: { length: 16 } });
    await fast.stop();
  });

  it('comes signed by the certificate and by the public key in turns during migration', async () => {
    await pay();
    await pay();
    await until(() => receiver.received.length === 2);
    const { platformSerial, publicKeyId } = test.merchant.credentials;
    expect(receiver.received.map((one) => one.headers['wechatpay-serial']).sort()).toEqual([platformSerial, publicKeyId].sort());
    await test.merchant.control('POST', '/sandbox/settings', { signingMode: 'public-key' });
    await pay();
    await pay();
    await until(() => receiver.received.length === 4);
    await test.merchant.control('POST', '/sandbox/settings', { signingMode: 'migration' });
    expect(receiver.received.slice(2).map((one) => one.headers['wechatpay-serial'])).toEqual([publicKeyId, publicKeyId]);
  });

  it.each(['notify-probe', 'forge-key', 'forge-body', 'forge-tag', 'forge-mchid', 'forge-appid', 'forge-amount', 'forge-timestamp'])('%s is told apart, and the genuine one follows', async (kind) => {
    await fault({ kind, count: 1 });
    receiver.answer = (notification) => (isBelievable(notification) ? 204 : 401);
    const { outTradeNo } = await pay();
    await until(async () => (await attemptsOf(outTradeNo)).state === 'delivered');
    const { attempts } = await attemptsOf(outTradeNo);
    expect(attempts).toMatchObject([{ fault: kind, expected: 'refuse', status: 401 }, { expected: 'accept', status: 204 }]);
    const [forged] = receiver.received;
    const signedWell = forged && test.merchant.isGenuine(forged.headers, forged.body);
    expect(signedWell).toBe(['forge-tag', 'forge-mchid', 'forge-appid', 'forge-amount'].includes(kind));
    if (kind === 'notify-probe') expect(forged?.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//);
  });

  it('sends a probe first for every n-th notification when told to', async () => {
    await test.merchant.control('POST', '/sandbox/settings', { probeEvery: 1 });
    receiver.answer = (notification) => (isBelievable(notification) ? 200 : 400);
    const { outTradeNo } = await pay();
    await until(async () => (await attemptsOf(outTradeNo)).state === 'delivered');
    await test.merchant.control('POST', '/sandbox/settings', { probeEvery: 0 });
    expect(receiver.received[0]?.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//);
    expect(receiver.received).toHaveLength(2);
  });

  it('loses, delays, doubles and replays', async () => {
    await fault({ kind: 'notify-lose', count: 2 });
    const lost = await pay();
    await until(async () => (await attemptsOf(lost.outTradeNo)).state === 'delivered');
    expect((await attemptsOf(lost.outTradeNo)).attempts).toMatchObject([{ fault: 'notify-lose' }, { fault: 'notify-lose' }, { status: 204 }]);
    expect(receiver.received).toHaveLength(1);

    receiver.reset();
    await fault({ kind: 'notify-delay', ms: 200, count: 1 });
    const before = Date.now();
    await pay();
    await until(() => receiver.received.length === 1);
    expect((receiver.received[0]?.at ?? 0) - before).toBeGreaterThanOrEqual(190);

    receiver.reset();
    await fault({ kind: 'notify-duplicate', count: 1 });
    await pay();
    await until(() => receiver.received.length === 2);
    expect(receiver.received[0]?.json.id).toBe(receiver.received[1]?.json.id);

    receiver.reset();
    await fault({ kind: 'notify-replay', count: 1 });
    await pay();
    await until(() => receiver.received.length === 2);
    expect(receiver.received[1]?.body.equals(receiver.received[0]?.body ?? Buffer.alloc(0))).toBe(true);
    expect(receiver.received[1]?.headers['wechatpay-signature']).toBe(receiver.received[0]?.headers['wechatpay-signature']);
  });

  it('puts a notification behind the next one', async () => {
    await fault({ kind: 'notify-reorder', count: 1 });
    const first = await pay();
    const second = await pay();
    await until(() => receiver.received.length === 2);
    expect(receiver.received.map((one) => test.merchant.decrypt(one.json.resource).out_trade_no)).toEqual([second.outTradeNo, first.outTradeNo]);
  });

  it('is sent again by hand', async () => {
    const { outTradeNo } = await pay();
    await until(async () => (await attemptsOf(outTradeNo)).state === 'delivered');
    const { id } = await attemptsOf(outTradeNo);
    const again = await test.merchant.control('POST', `/sandbox/notifications/${id}/resend`);
    expect(again.json).toMatchObject({ status: 204, expected: 'accept' });
    expect(receiver.received).toHaveLength(2);
    expect((await test.merchant.control('POST', '/sandbox/notifications/none/resend')).status).toBe(404);
  });
});
