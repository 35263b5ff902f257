/** Whose key signs: the public key, platform certificates, or now one and now the other; a stranger's serial does not make us ask again and again. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as payment from '@shouwen/shared/contract/payment';
import { engines, type TestDatabase } from '../support/databases.js';
import { eventually, PayingTown } from '../support/paying.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';

let database: TestDatabase;
let sandbox: TestSandbox;
let server: ServerInProcess | undefined;
beforeEach(async () => {
  database = await engines[0]!.create();
  sandbox = await startTestSandbox();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await sandbox.close();
  await database.drop();
});
const noPublicKey = { WECHAT_PAY_PUBLIC_KEY_ID: '', WECHAT_PAY_PUBLIC_KEY_FILE: '' };

async function payOnce(town = new PayingTown(server!, sandbox)): Promise<void> {
  const payer = await town.payer();
  const account = await town.account(payer);
  // Two payments, so that in turns each key signs one.
  for (const ordinal of [2, 3]) {
    const started = await town.start(payer, [await town.bill(account, 100, ordinal)], 100);
    await town.confirm(payer, started);
    await town.until(started.payment.id, 'paid', 4);
    await eventually('WeChat has its answer', async () => (await town.attempts(started.payment.id)).length === 1);
    expect(await town.attempts(started.payment.id)).toMatchObject([{ status: 204 }]);
  }
}

it.each([
  ['certificate', noPublicKey],
  ['public-key', {}],
  ['migration', {}],
])('pays while WeChat signs in %s mode', async (signingMode, overrides) => {
  await sandbox.control.setting({ signingMode });
  server = await startServer(database, { ...sandbox.environment, ...overrides });
  await payOnce();
});

it('goes on when WeChat signs by another certificate than it knew, and no longer takes the old one', async () => {
  await sandbox.control.setting({ signingMode: 'certificate' });
  server = await startServer(database, { ...sandbox.environment, ...noPublicKey });
  const town = new PayingTown(server, sandbox);
  await payOnce(town);
  const { platformPrivateKey } = sandbox.parts.keys;
  const old = sandbox.parts.keys.credentials.platformSerial;
  const { serial } = await sandbox.control.rotateCertificate();
  expect(serial).not.toBe(old);
  server.clock.advance(61_000);
  await payOnce(town);
  const [timestamp, body] = [String(Math.floor(Date.now() / 1000)), '{"id":"1"}'];
  const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\nn\n${body}\n`), platformPrivateKey).toString('base64');
  const headers = { 'content-type': 'application/json', 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': 'n', 'wechatpay-signature': signature, 'wechatpay-serial': old };
  expect((await fetch(`${server.url}/api/wechat/notify/payment`, { method: 'POST', body, headers })).status).toBe(401);
});

it('orders nothing while the clocks are more than five minutes apart, and goes on when they agree', async () => {
  server = await startServer(database, sandbox.environment);
  const town = new PayingTown(server, sandbox);
  const payer = await town.payer();
  const account = await town.account(payer);
  for (const [n, skew] of [10 * 60_000, -10 * 60_000].entries()) {
    const bill = await town.bill(account, 100, 2 + n);
    server.clock.advance(skew);
    expect((await payer.client.refused(payment.startPayment, { body: { billIds: [bill], totalFen: 100, via: 'weapp' } })).code).toMatch(/^PAYMENT_(UNAVAILABLE|CLOSED)$/);
    server.clock.release();
    const started = await town.start(payer, [bill], 100);
    await town.confirm(payer, started);
    await town.until(started.payment.id, 'paid');
  }
});

it('asks for certificates once in a minute, whatever serials strangers make up, and trusts none of them', async () => {
  server = await startServer(database, { ...sandbox.environment, ...noPublicKey });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // Every question for certificates uses up one of these.
  await sandbox.control.fault({ kind: 'api-slow', match: '/v3/certificates', count: 10, ms: 1 });
  const knock = async (serial: string) => {
    const [timestamp, body] = [String(Math.floor(Date.now() / 1000)), '{"id":"1"}'];
    const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\nn\n${body}\n`), privateKey).toString('base64');
    const answer = await fetch(`${server!.url}/api/wechat/notify/payment`, {
      method: 'POST', body,
      headers: { 'content-type': 'application/json', 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': 'n', 'wechatpay-signature': signature, 'wechatpay-serial': serial },
    });
    return answer.status;
  };
  const serials = Array.from({ length: 12 }, (_, i) => createHash('sha1').update(String(i)).digest('hex').toUpperCase());
  for (const status of await Promise.all(serials.map(knock))) expect(status).toBe(401);
  expect(await knock(`PUB_KEY_ID_${'0'.repeat(32)}`)).toBe(401);
  expect(sandbox.parts.faults.list()).toMatchObject([{ kind: 'api-slow', count: 9 }]);
});

it('orders nothing while it cannot tell who answers', async () => {
  server = await startServer(database, { ...sandbox.environment, ...noPublicKey });
  const town = new PayingTown(server, sandbox);
  const payer = await town.payer();
  const bill = await town.bill(await town.account(payer), 100);
  await sandbox.control.fault({ kind: 'response-forge', match: '/v3/certificates' });
  expect((await payer.client.refused(payment.startPayment, { body: { billIds: [bill], totalFen: 100, via: 'weapp' } })).code).toBe('PAYMENT_UNAVAILABLE');
});
