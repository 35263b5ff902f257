import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Says that a resident has proven to know an account, for a while; signed, so nothing is stored for those who never confirm. A ticket of one purpose is none for another. */
export class BindingTickets {
  private readonly key: Buffer;
  constructor(secret: Buffer, purpose: 'binding' | 'relative', private readonly lifetimeMs: number) {
    this.key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `${purpose}-ticket`, 32));
  }

  issue(residentId: number, accountId: number, now: Date): string {
    const claim = `${residentId}.${accountId}.${now.getTime() + this.lifetimeMs}`;
    return `${claim}.${this.signature(claim)}`;
  }

  /** The account, or null for a ticket that is forged, another resident's, or too old. */
  accountOf(ticket: string, residentId: number, now: Date): number | null {
    const match = /^((\d+)\.(\d+)\.(\d+))\.([\w-]+)$/.exec(ticket);
    if (!match) return null;
    const [, claim, resident, account, expires, signature] = match as unknown as [string, string, string, string, string, string];
    const expected = Buffer.from(this.signature(claim));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
    return Number(resident) === residentId && Number(expires) > now.getTime() ? Number(account) : null;
  }

  private signature(claim: string): string {
    return createHmac('sha256', this.key).update(claim).digest('base64url');
  }
}
