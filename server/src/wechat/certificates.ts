import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import * as z from 'zod';
import { CONFIG, type Config } from '../config/index.js';
import { Clock } from '../http/index.js';
import { PayHttp } from './pay-http.js';
import { isSignedBy, openResource, readSignature, type SignatureFault, type SignedHeaders } from './signature.js';

/** A stranger's made-up serials must not make us ask WeChat each time. */
const leastMsBetweenFetches = 60_000;

const certificateList = z.object({
  data: z.array(z.object({
    serial_no: z.string(),
    encrypt_certificate: z.object({ algorithm: z.literal('AEAD_AES_256_GCM'), nonce: z.string(), associated_data: z.string(), ciphertext: z.string() }),
  })),
});

/**
 * WeChat's keys by serial: the public key (`PUB_KEY_ID_…`) where the company uses it, and platform certificates. While a
 * company moves from one to the other WeChat signs with either, and certificates are replaced about once a year: an
 * unknown serial makes us fetch.
 */
@Injectable()
export class PlatformKeys {
  private readonly logger = new Logger('WechatKeys');
  private readonly publicKey: { id: string; key: KeyObject } | null;
  private certificates = new Map<string, { key: KeyObject; until: Date }>();
  private fetching: Promise<void> | undefined;
  private fetchedAt: number | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly http: PayHttp,
    private readonly clock: Clock,
  ) {
    const { publicKey } = config.wechat.pay;
    this.publicKey = publicKey && { id: publicKey.id, key: createPublicKey(publicKey.pem) };
  }

  /** Is `body` WeChat's own word? Null when it is, else what is wrong. */
  async faultOf(headers: SignedHeaders, body: Buffer): Promise<SignatureFault | null> {
    const parts = readSignature(headers, this.clock.now());
    if (typeof parts === 'string') return parts;
    const key = await this.keyOf(parts.serial);
    if (!key) return 'unknown-serial';
    return (await isSignedBy(key, parts, body)) ? null : 'wrong-signature';
  }

  private async keyOf(serial: string): Promise<KeyObject | null> {
    const known = this.known(serial, this.certificates);
    if (known || serial.startsWith('PUB_KEY_ID_')) return known;
    const now = this.clock.now().getTime();
    if (!this.fetching && (this.fetchedAt === undefined || Math.abs(now - this.fetchedAt) >= leastMsBetweenFetches)) {
      this.fetchedAt = now;
      this.fetching = this.fetch().finally(() => (this.fetching = undefined));
    }
    await this.fetching?.catch((error: unknown) => this.logger.warn({ message: 'platform certificates not fetched', reason: error instanceof Error ? error.message : String(error) }));
    return this.known(serial, this.certificates);
  }

  private known(serial: string, certificates: PlatformKeys['certificates']): KeyObject | null {
    if (serial === this.publicKey?.id) return this.publicKey.key;
    const certificate = certificates.get(serial);
    return certificate && certificate.until > this.clock.now() ? certificate.key : null;
  }

  /** The list is encrypted under our APIv3 key, which only WeChat has; its signature is checked with the keys it brings. */
  private async fetch(): Promise<void> {
    const { status, headers, body } = await this.http.send('GET', '/v3/certificates');
    if (status !== 200) throw new Error(`HTTP ${status}`);
    const found: PlatformKeys['certificates'] = new Map();
    for (const { serial_no: serial, encrypt_certificate: sealed } of certificateList.parse(JSON.parse(body.toString('utf8'))).data) {
      const certificate = new X509Certificate(openResource(this.config.wechat.pay.apiV3Key, sealed));
      found.set(serial, { key: certificate.publicKey, until: new Date(certificate.validTo) });
    }
    const parts = readSignature(headers, this.clock.now());
    const key = typeof parts === 'string' ? null : this.known(parts.serial, found);
    if (typeof parts === 'string' || !key || !(await isSignedBy(key, parts, body))) throw new Error('the list of certificates is not signed by WeChat');
    this.certificates = found;
  }
}
