import { Inject, Injectable } from '@nestjs/common';
import * as z from 'zod';
import { CONFIG, type Config } from '../config/index.js';
import { PlatformKeys } from './certificates.js';
import { openResource, type SignatureFault, type SignedHeaders } from './signature.js';

/** Not WeChat's word, or not for us. Nothing may be done about it but to say so. */
export class NotificationRejected extends Error {
  constructor(readonly reason: SignatureFault | 'unreadable' | 'wrong-tag') {
    super(`notification rejected: ${reason}`);
  }
}

const envelope = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().max(40),
  resource: z.object({ algorithm: z.literal('AEAD_AES_256_GCM'), ciphertext: z.string(), nonce: z.string(), associated_data: z.string().optional(), original_type: z.string().optional() }),
});

export interface OpenedNotification {
  /** The same in every repetition. */
  id: string;
  eventType: string;
  /** Decrypted and authentic; whose merchant, app and amount it speaks of, the caller checks. */
  content: unknown;
}

@Injectable()
export class NotificationReader {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly keys: PlatformKeys,
  ) {}

  /** Checks signature (over the raw bytes) and time, then decrypts. Throws `NotificationRejected`. */
  async open(headers: SignedHeaders, raw: Buffer): Promise<OpenedNotification> {
    const fault = await this.keys.faultOf(headers, raw);
    if (fault !== null) throw new NotificationRejected(fault);
    return this.read(raw);
  }

  /** Decrypts bytes that were checked when they came in. */
  read(raw: Buffer): OpenedNotification {
    let parsed: z.infer<typeof envelope>;
    try {
      parsed = envelope.parse(JSON.parse(raw.toString('utf8')));
    } catch {
      throw new NotificationRejected('unreadable');
    }
    let plain: string;
    try {
      plain = openResource(this.config.wechat.pay.apiV3Key, parsed.resource);
    } catch {
      throw new NotificationRejected('wrong-tag');
    }
    try {
      return { id: parsed.id, eventType: parsed.event_type, content: JSON.parse(plain) as unknown };
    } catch {
      throw new NotificationRejected('unreadable');
    }
  }
}
