import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const sha256 = (body: string | Buffer) => createHash('sha256').update(body).digest('hex');

/** Signs a request: method, path with query, time, nonce and the digest of the exact body, one a line (HMAC-SHA256, hexadecimal). */
export function signRequest(secret: string, { method, path, timestamp, nonce, body }: { method: string; path: string; timestamp: number; nonce: string; body: string }): string {
  return createHmac('sha256', secret).update(`${method}\n${path}\n${timestamp}\n${nonce}\n${sha256(body)}\n`).digest('hex');
}

/** Signs an answer to the request with this nonce, so that it cannot be put in another's place. */
export function signAnswer(secret: string, { status, timestamp, nonce, body }: { status: number; timestamp: number; nonce: string; body: string | Buffer }): string {
  return createHmac('sha256', secret).update(`${status}\n${timestamp}\n${nonce}\n${sha256(body)}\n`).digest('hex');
}

export function sameSignature(given: string | null, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
