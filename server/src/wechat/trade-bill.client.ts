import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import * as z from 'zod';
import { PlatformKeys } from './certificates.js';
import { PayHttp } from './pay-http.js';
import { WechatRefused, WechatUnknown } from './wechat-error.js';

/** `empty`: nothing was paid on the day · `creating`: ask again in half an hour. */
export type TradeBill = { kind: 'empty' } | { kind: 'creating' } | { kind: 'file'; /** Of the uncompressed file. */ sha1: string; /** Gzip. */ open(): Promise<Readable> };

const answerSchema = z.object({ hash_type: z.literal('SHA1'), hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/), download_url: z.url() });

/** The list of everything that was paid and refunded on a day, as WeChat knows it. */
@Injectable()
export class TradeBillClient {
  private readonly logger = new Logger('WechatBill');

  constructor(
    private readonly http: PayHttp,
    private readonly keys: PlatformKeys,
  ) {}

  /** Asks for a day's (Asia/Shanghai) bill. The address in the answer lives minutes: open it at once. Throws `WechatRefused`, `WechatUnknown`. */
  async find(date: string): Promise<TradeBill> {
    const { status, headers, body } = await this.http.send('GET', `/v3/bill/tradebill?bill_date=${encodeURIComponent(date)}&bill_type=ALL&tar_type=GZIP`);
    if (status !== 200) {
      const refusal = z.object({ code: z.string(), message: z.string() }).safeParse(json(body));
      if (refusal.data?.code === 'NO_STATEMENT_EXIST') return { kind: 'empty' };
      if (refusal.data?.code === 'STATEMENT_CREATING') return { kind: 'creating' };
      if (status === 429 || status >= 500 || status < 400) throw new WechatUnknown(`HTTP ${status} ${refusal.data?.code ?? ''}`);
      throw new WechatRefused(refusal.data?.code ?? String(status), status, refusal.data?.message ?? '');
    }
    const fault = await this.keys.faultOf(headers, body);
    if (fault !== null) {
      this.logger.error({ alarm: 'the answer about a trade bill is not signed by WeChat', fault });
      throw new WechatUnknown(`answer ${fault}`);
    }
    const answer = answerSchema.safeParse(json(body));
    if (!answer.success) throw new WechatUnknown('answer about a trade bill of an unknown shape');
    const { hash_value: sha1, download_url: url } = answer.data;
    return { kind: 'file', sha1: sha1.toLowerCase(), open: () => this.http.download(url) };
  }
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
