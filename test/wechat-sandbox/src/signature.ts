import { type KeyObject, createCipheriv, sign, verify } from 'node:crypto';
import { randomText } from './random-text.js';

export const AUTHORIZATION_SCHEME = 'WECHATPAY2-SHA256-RSA2048';
/** A signature that starts so is a probe: the receiver must refuse it. */
export const PROBE_PREFIX = 'WECHATPAY/SIGNTEST/';
/** Skew allowed between the two clocks, in seconds. */
export const ALLOWED_SKEW_SECONDS = 300;

/** The lines a merchant signs; the last line feed stays when the body is empty. */
export function requestMessage(method: string, url: string, timestamp: string, nonce: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${method}\n${url}\n${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
}

/** The lines WeChat signs in responses and notifications. */
export function replyMessage(timestamp: string, nonce: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
}

/** SHA256withRSA, PKCS#1 v1.5, base64; off the main thread. */
export function signMessage(key: KeyObject, message: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    sign('RSA-SHA256', message, key, (error, signature) => (error ? reject(error) : resolve(signature.toString('base64'))));
  });
}

export function verifyMessage(key: KeyObject, message: Buffer, signature: string): boolean {
  return verify('RSA-SHA256', message, key, Buffer.from(signature, 'base64'));
}

export interface AuthorizationFields {
  mchid: string;
  nonce_str: string;
  signature: string;
  timestamp: string;
  serial_no: string;
}

const FIELD_NAMES = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'];

/** Fields in any order, each once, no spaces after the commas; undefined when it is not of this form. */
export function parseAuthorization(header: string): AuthorizationFields | undefined {
  const fields: Record<string, string> = {};
  for (const part of header.slice(AUTHORIZATION_SCHEME.length + 1).split(',')) {
    const match = /^([a-z_]+)="([^"]*)"$/.exec(part);
    const [, name = '', value = ''] = match ?? [];
    if (!FIELD_NAMES.includes(name) || name in fields || value === '') return undefined;
    fields[name] = value;
  }
  return FIELD_NAMES.every((name) => name in fields) ? (fields as unknown as AuthorizationFields) : undefined;
}

export interface EncryptedResource {
  algorithm: 'AEAD_AES_256_GCM';
  ciphertext: string;
  associated_data: string;
  nonce: string;
}

/** AEAD_AES_256_GCM under the APIv3 key; the tag is the last 16 bytes of the ciphertext. */
export function encryptResource(apiV3Key: string, plaintext: string, associatedData: string): EncryptedResource {
  const nonce = randomText(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: sealed.toString('base64'), associated_data: associatedData, nonce };
}
