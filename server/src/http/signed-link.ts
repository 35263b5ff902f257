import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

/** Links that carry their own permission for a while, for `<img src>` and downloads. */
export class SignedLinks {
  private readonly key: KeyObject;
  constructor(secret: Buffer) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'signed-link', 32)));
  }

  /** `path` must have no query. The expiry is rounded up so that a page asked for twice gets the same, cacheable address. */
  sign(path: string, now: Date, seconds = 3600): string {
    const window = 600;
    const expires = Math.ceil((now.getTime() / 1000 + seconds) / window) * window;
    return `${path}?expires=${expires}&signature=${this.signature(path, expires)}`;
  }

  isValid(path: string, expires: number, signature: string, now: Date): boolean {
    if (!Number.isInteger(expires) || expires * 1000 < now.getTime()) return false;
    const expected = Buffer.from(this.signature(path, expires));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  private signature(path: string, expires: number): string {
    return createHmac('sha256', this.key).update(`${path}\n${expires}`).digest('base64url');
  }
}
