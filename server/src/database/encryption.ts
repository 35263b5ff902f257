import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { plainPhoneNumber } from '@shouwen/shared/value';
import type { ValueTransformer } from 'typeorm';

/**
 * Personal data at rest (PR-1): AES-256-GCM, `v1.` + base64url(nonce, tag, ciphertext). One process serves one
 * company, so the key is set once when the data source is made.
 */
let keys: { cipher: KeyObject; digest: KeyObject } | undefined;

export function useEncryptionKey(secret: Buffer): void {
  const derive = (purpose: string) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), purpose, 32)));
  keys = { cipher: derive('column'), digest: derive('digest') };
}

function require_(): { cipher: KeyObject; digest: KeyObject } {
  if (!keys) throw new Error('the encryption key is not set yet');
  return keys;
}

export function encrypt(plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', require_().cipher, nonce);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
}

export function decrypt(stored: string): string {
  if (!stored.startsWith('v1.')) throw new Error('not an encrypted value');
  const bytes = Buffer.from(stored.slice(3), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', require_().cipher, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

/** For a column that holds personal data; make it `text`. */
export const encrypted: ValueTransformer = {
  to: (value: string | null | undefined) => (value === null || value === undefined ? value : encrypt(value)),
  from: (value: string | null) => (value === null || value === undefined ? value : decrypt(value)),
};

/** Keyed digest for finding an encrypted value by equality (openids); 64 hexadecimal digits. */
export function digestOf(value: string): string {
  return createHmac('sha256', require_().digest).update(value).digest('hex');
}

/** The digest of a phone number, the same for each of its spellings (HL-4). */
export const phoneDigestOf = (phone: string): string => digestOf(plainPhoneNumber(phone));
