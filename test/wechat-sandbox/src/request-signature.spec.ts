import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { X509Certificate, generateKeyPairSync } from 'node:crypto';
import { type TestSandbox, orderBody, startTestSandbox } from './testing/test-merchant.js';

describe('the front door of the Pay API', () => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox();
  });
  afterAll(() => test.stop());

  const certificates = '/v3/certificates';
  const jsapi = '/v3/pay/transactions/jsapi';
  const nowSeconds = (): number => Math.floor(Date.now() / 1000);

  it('answers a good request with a signed body', async () => {
    const answer = await test.merchant.call('GET', certificates);
    expect(answer.status).toBe(200);
    expect(test.merchant.isGenuine(answer.headers, answer.body)).toBe(true);
    expect(test.merchant.isGenuine(answer.headers, Buffer.concat([answer.body, Buffer.from(' ')]))).toBe(false);
  });

  it('gives the platform certificate, encrypted under the APIv3 key', async () => {
    const [entry] = (await test.merchant.call('GET', certificates)).json.data;
    expect(entry.encrypt_certificate).toMatchObject({ algorithm: 'AEAD_AES_256_GCM', associated_data: 'certificate' });
    const certificate = new X509Certificate(test.merchant.decrypt(entry.encrypt_certificate));
    expect(certificate.serialNumber).toBe(entry.serial_no);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(new Date(entry.effective_time).getTime()).toBeLessThan(Date.now());
    expect(new Date(entry.expire_time).getTime()).toBeGreaterThan(Date.now());
    expect(() => test.merchant.decrypt({ ...entry.encrypt_certificate, associated_data: 'x' })).toThrow();
  });

  it('looks for the User-Agent first where WeChat does', async () => {
    const bare = { userAgent: undefined, authorization: undefined };
    for (const [method, path] of [['GET', certificates], ['POST', '/v3/refund/domestic/refunds'], ['GET', '/v3/refund/domestic/refunds/R1']] as const) {
      const answer = await test.merchant.call(method, path, method === 'POST' ? {} : undefined, bare);
      expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_REQUEST']);
    }
    const order = await test.merchant.call('POST', jsapi, orderBody(test.merchant, test.openid), { userAgent: undefined });
    expect(order.status).toBe(200);
  });

  it.each([
    ['no Authorization', { authorization: undefined }],
    ['another scheme', { authorization: 'Bearer x' }],
    ['a missing field', { fieldOrder: ['mchid', 'nonce_str', 'signature', 'timestamp'] }],
    ['spaces after the commas', { separator: ', ' }],
    ['a timestamp six minutes old', { timestamp: nowSeconds() - 360 }],
    ['a timestamp six minutes ahead', { timestamp: nowSeconds() + 360 }],
    ['another merchant', { mchid: '1900000109' }],
    ['an unknown serial', { serial: 'AB'.repeat(20) }],
    ['a body changed after signing', { signedBody: '{}' }],
  ])('refuses %s with 401 SIGN_ERROR and an unsigned answer', async (_name, options) => {
    const answer = await test.merchant.call('POST', jsapi, orderBody(test.merchant, test.openid), options);
    expect([answer.status, answer.json.code]).toEqual([401, 'SIGN_ERROR']);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('wechatpay-'))).toEqual([]);
  });

  it('refuses a signature by another key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const answer = await test.merchant.call('GET', certificates, undefined, { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() });
    expect([answer.status, answer.json.code]).toEqual([401, 'SIGN_ERROR']);
  });

  it('looks at the timestamp before the signature', async () => {
    const answer = await test.merchant.call('GET', certificates, undefined, { timestamp: nowSeconds() - 360, signedBody: 'x' });
    expect(answer.json.message).toContain('5 分钟');
  });

  it('takes the fields in any order, and four minutes of skew', async () => {
    const options = { fieldOrder: ['timestamp', 'signature', 'mchid', 'serial_no', 'nonce_str'], timestamp: nowSeconds() - 240 };
    expect((await test.merchant.call('GET', certificates, undefined, options)).status).toBe(200);
  });

  it('checks the query as part of what is signed', async () => {
    const authorization = test.merchant.authorization('GET', '/v3/pay/transactions/out-trade-no/NOSUCH1?mchid=1', '');
    const answer = await test.merchant.call('GET', '/v3/pay/transactions/out-trade-no/NOSUCH1?mchid=2', undefined, { authorization });
    expect(answer.status).toBe(401);
  });

  it('answers unknown paths and wrong methods with an empty body', async () => {
    const unknown = await test.merchant.call('GET', '/v3/nothing');
    const wrong = await test.merchant.call('GET', jsapi);
    expect([unknown.status, unknown.body.length, wrong.status, wrong.body.length]).toEqual([404, 0, 405, 0]);
  });

  it('signs by the key the merchant names', async () => {
    const { publicKeyId, platformSerial } = test.merchant.credentials;
    for (const platformSerialAsked of [publicKeyId, platformSerial]) {
      const answer = await test.merchant.call('GET', certificates, undefined, { platformSerial: platformSerialAsked });
      expect(answer.headers['wechatpay-serial']).toBe(platformSerialAsked);
      expect(test.merchant.isGenuine(answer.headers, answer.body)).toBe(true);
    }
    expect((await test.merchant.call('GET', certificates, undefined, { platformSerial: 'PUB_KEY_ID_0' })).status).toBe(400);
  });

  it('has no certificates to give in public-key mode, and signs by the public key', async () => {
    await test.merchant.control('POST', '/sandbox/settings', { signingMode: 'public-key' });
    const none = await test.merchant.call('GET', certificates);
    const order = await test.merchant.call('POST', jsapi, orderBody(test.merchant, test.openid));
    await test.merchant.control('POST', '/sandbox/settings', { signingMode: 'migration' });
    expect([none.status, none.json.code]).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect(order.headers['wechatpay-serial']).toBe(test.merchant.credentials.publicKeyId);
    expect(test.merchant.isGenuine(order.headers, order.body)).toBe(true);
  });
});
