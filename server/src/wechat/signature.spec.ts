import { createCipheriv, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import WxPay from 'wechatpay-node-v3';
import { clientText, isSignedBy, openResource, readSignature, requestText, signText } from './signature.js';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const key = createPrivateKey(pem);
const yardstick = new WxPay({ appid: 'wx1', mchid: '1600000001', serial_no: 'A1', publicKey: Buffer.from('-'), privateKey: Buffer.from(pem) });

it('signs requests as wechatpay-node-v3 does', async () => {
  const body = { amount: { total: 1 }, description: '水费' };
  const ours = await signText(key, requestText('POST', '/v3/pay/transactions/jsapi', 1_700_000_000, 'n0nce', JSON.stringify(body)));
  expect(ours).toBe(yardstick.getSignature('POST', 'n0nce', '1700000000', '/v3/pay/transactions/jsapi', JSON.stringify(body)));
  expect(await signText(key, requestText('GET', '/v3/certificates', 1_700_000_000, 'n0nce', ''))).toBe(yardstick.getSignature('GET', 'n0nce', '1700000000', '/v3/certificates'));
});

it('signs client parameters as the documents say', async () => {
  const text = 'wx1\n1700000000\nn0nce\nprepay_id=wx2\n';
  expect(clientText('wx1', '1700000000', 'n0nce', 'prepay_id=wx2')).toBe(text);
  expect(await signText(key, text)).toBe(sign('RSA-SHA256', Buffer.from(text), key).toString('base64'));
});

it('verifies the raw bytes, and nothing that differs by one of them', async () => {
  const body = Buffer.from('{"a":"水"}');
  const signature = await signText(key, `1\nn\n${body.toString()}\n`);
  const publicKey = createPublicKey(key);
  expect(await isSignedBy(publicKey, { timestamp: '1', nonce: 'n', signature }, body)).toBe(true);
  expect(await isSignedBy(publicKey, { timestamp: '1', nonce: 'n', signature }, Buffer.from('{"a": "水"}'))).toBe(false);
  expect(await isSignedBy(publicKey, { timestamp: '2', nonce: 'n', signature }, body)).toBe(false);
  expect(await isSignedBy(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey, { timestamp: '1', nonce: 'n', signature }, body)).toBe(false);
});

it('refuses what is unsigned, a probe, or five minutes off', () => {
  const now = new Date('2026-03-02T01:00:00Z');
  const at = (seconds: number) => String(now.getTime() / 1000 + seconds);
  const headers = (timestamp: string, signature = 'abc') => ({ 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': 'n', 'wechatpay-serial': 'S', 'wechatpay-signature': signature });
  expect(readSignature(headers(at(0)), now)).toMatchObject({ serial: 'S' });
  expect(readSignature(headers(at(-300)), now)).toMatchObject({ serial: 'S' });
  expect(readSignature(headers(at(-301)), now)).toBe('stale');
  expect(readSignature(headers(at(301)), now)).toBe('stale');
  expect(readSignature(headers('soon'), now)).toBe('stale');
  expect(readSignature(headers(at(0), 'WECHATPAY/SIGNTEST/abc'), now)).toBe('probe');
  expect(readSignature({}, now)).toBe('unsigned');
});

it('opens a sealed resource, and refuses an altered one', () => {
  const apiKey = randomBytes(16).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiKey), Buffer.from('123456789012'));
  cipher.setAAD(Buffer.from('transaction'));
  const sealed = Buffer.concat([cipher.update('{"total":1}'), cipher.final(), cipher.getAuthTag()]);
  const resource = { algorithm: 'AEAD_AES_256_GCM' as const, nonce: '123456789012', associated_data: 'transaction', ciphertext: sealed.toString('base64') };
  expect(openResource(apiKey, resource)).toBe('{"total":1}');
  for (const place of [0, sealed.length - 1]) {
    const altered = Buffer.from(sealed);
    altered[place]! ^= 1;
    expect(() => openResource(apiKey, { ...resource, ciphertext: altered.toString('base64') })).toThrow();
  }
  expect(() => openResource(apiKey, { ...resource, associated_data: 'refund' })).toThrow();
  expect(() => openResource(apiKey, { ...resource, ciphertext: sealed.subarray(0, -4).toString('base64') })).toThrow();
});
