import { createDecipheriv, type KeyObject, randomBytes, sign, verify } from 'node:crypto';

/*
 * Signing is our own and not wechatpay-node-v3's: that signs synchronously and reads the key from PEM text each time
 * (3.6 times the CPU), takes nonces from Math.random, has the host built in, verifies no answer, and its decryption never
 * checks the tag. The package stays as the yardstick of our tests: PKCS#1 v1.5 gives one signature for one message.
 */
export const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
/** WeChat sends signatures that start so to see whether receivers check: they must fail. */
const PROBE = 'WECHATPAY/SIGNTEST/';
const allowedSkewSeconds = 300;

/** SHA256withRSA, PKCS#1 v1.5, base64, off the main thread. */
export function signText(key: KeyObject, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    sign('RSA-SHA256', Buffer.from(text), key, (error, signature) => (error ? reject(error) : resolve(signature.toString('base64'))));
  });
}

export const newNonce = () => randomBytes(16).toString('hex');

/** The lines of a request to the Pay API; the last line feed stays when the body is empty. */
export const requestText = (method: string, pathAndQuery: string, timestamp: number, nonce: string, body: string) => `${method}\n${pathAndQuery}\n${timestamp}\n${nonce}\n${body}\n`;

/** The lines of the client parameters. */
export const clientText = (appId: string, timeStamp: string, nonceStr: string, packageText: string) => `${appId}\n${timeStamp}\n${nonceStr}\n${packageText}\n`;

/** Headers by lower-case name, as Node gives them. */
export type SignedHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Why an answer or a notification is not WeChat's word. */
export type SignatureFault = 'unsigned' | 'probe' | 'stale' | 'unknown-serial' | 'wrong-signature';

/** The serial that signed, with its other parts; a text says what is wrong before any key is asked for. */
export function readSignature(headers: SignedHeaders, now: Date): { serial: string; timestamp: string; nonce: string; signature: string } | SignatureFault {
  const [timestamp, nonce, signature, serial] = ['timestamp', 'nonce', 'signature', 'serial'].map((name) => headers[`wechatpay-${name}`]);
  if (typeof timestamp !== 'string' || typeof nonce !== 'string' || typeof signature !== 'string' || typeof serial !== 'string') return 'unsigned';
  if (signature.startsWith(PROBE)) return 'probe';
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > allowedSkewSeconds) return 'stale';
  return { serial, timestamp, nonce, signature };
}

/** Over the raw bytes, as WeChat signed them; off the main thread. */
export function isSignedBy(key: KeyObject, parts: { timestamp: string; nonce: string; signature: string }, body: Buffer): Promise<boolean> {
  const message = Buffer.concat([Buffer.from(`${parts.timestamp}\n${parts.nonce}\n`), body, Buffer.from('\n')]);
  return new Promise((resolve, reject) => {
    verify('RSA-SHA256', message, key, Buffer.from(parts.signature, 'base64'), (error, valid) => (error ? reject(error) : resolve(valid)));
  });
}

export interface EncryptedResource {
  algorithm: 'AEAD_AES_256_GCM';
  ciphertext: string;
  nonce: string;
  associated_data?: string | undefined;
}
const tagLength = 16;

/** Decrypts with the APIv3 key. Throws when anything was altered: the tag is checked. */
export function openResource(apiV3Key: string, resource: EncryptedResource): string {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  if (resource.algorithm !== 'AEAD_AES_256_GCM' || sealed.length < tagLength) throw new Error('not an AEAD_AES_256_GCM resource');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(resource.nonce), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(resource.associated_data ?? ''));
  decipher.setAuthTag(sealed.subarray(-tagLength));
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagLength)), decipher.final()]).toString('utf8');
}
