import { createHash, randomUUID } from 'node:crypto';
import { type JsonObject, isLoopback } from './field-check.js';
import type { SandboxCredentials } from './keys.js';
import { randomDigits } from './random-text.js';
import type { Settings } from './settings.js';
import type { Timers } from './timers.js';
import type { Users } from './users.js';
import { WechatError } from './wechat-error.js';

/** Text containing this is found risky, text containing the second is sent to a person for review. */
const RISKY_WORDS = ['违规测试', '特3456书yuuo莞6543李zxcz蒜7782法fgnv级'];
const REVIEW_WORDS = ['待审测试'];
const LONGEST_TEXT = 2500;
const PUSH_AFTER_MS = 1000;

interface Verdict {
  suggest: 'pass' | 'review' | 'risky';
  label: number;
}

/** Text and picture checks. A picture is risky when its address contains `risky`, which is how tests choose. */
export class ContentCheck {
  constructor(
    private readonly users: Users,
    private readonly settings: Settings,
    private readonly timers: Timers,
    private readonly credentials: SandboxCredentials,
  ) {}

  /** `POST /wxa/msg_sec_check`. @throws WechatError */
  text(body: JsonObject): JsonObject {
    this.checkShared(body);
    const { content } = body;
    if (typeof content !== 'string' || content === '' || [...content].length > LONGEST_TEXT) throw new WechatError(40097, 'invalid args: content');
    const found = (words: string[]): boolean => words.some((word) => content.includes(word));
    const verdict: Verdict = found(RISKY_WORDS) ? { suggest: 'risky', label: 20001 } : found(REVIEW_WORDS) ? { suggest: 'review', label: 21000 } : { suggest: 'pass', label: 100 };
    return { trace_id: randomUUID(), result: verdict, detail: [{ strategy: 'content_model', errcode: 0, ...verdict, prob: 90 }] };
  }

  /** `POST /wxa/media_check_async`: only a trace id; the result is pushed. @throws WechatError */
  media(body: JsonObject): JsonObject {
    const user = this.checkShared(body);
    const { media_url: mediaUrl, media_type: mediaType } = body;
    if (mediaType !== 1 && mediaType !== 2) throw new WechatError(40097, 'invalid args: media_type');
    if (typeof mediaUrl !== 'string' || !URL.canParse(mediaUrl)) throw new WechatError(40097, 'invalid args: media_url');
    const traceId = randomUUID();
    const verdict: Verdict = mediaUrl.includes('risky') ? { suggest: 'risky', label: 20002 } : { suggest: 'pass', label: 100 };
    this.timers.after(this.timers.scaled(PUSH_AFTER_MS), () => void this.push({
      ToUserName: 'gh_sandbox', FromUserName: user, CreateTime: Math.floor(Date.now() / 1000), MsgType: 'event', Event: 'wxa_media_check',
      appid: this.credentials.appId, trace_id: traceId, version: 2, errcode: 0, errmsg: 'ok', result: verdict,
      detail: [{ strategy: 'content_model', errcode: 0, ...verdict, prob: 90 }],
    }));
    return { trace_id: traceId };
  }

  private checkShared(body: JsonObject): string {
    const owner = typeof body['openid'] === 'string' ? this.users.ofOpenid(body['openid']) : undefined;
    if (!owner || owner.kind !== 'weapp') throw new WechatError(40003, 'invalid openid');
    if (body['version'] !== 2) throw new WechatError(40097, 'invalid args: version');
    if (![1, 2, 3, 4].includes(body['scene'] as number)) throw new WechatError(40129, 'invalid scene');
    return owner.user.openid.weapp;
  }

  /** Message push in plain JSON, signed by SHA1 over token, timestamp and nonce; up to three times. */
  private async push(event: JsonObject): Promise<void> {
    const target = this.settings.values.messagePushUrl;
    if (target === '') return;
    const url = new URL(target);
    if (url.protocol !== 'https:' && !isLoopback(url.hostname)) return;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = randomDigits(10);
    const signature = createHash('sha1').update([this.credentials.messagePushToken, timestamp, nonce].sort().join('')).digest('hex');
    for (const [name, value] of Object.entries({ signature, timestamp, nonce, openid: String(event['FromUserName']) })) url.searchParams.set(name, value);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const response = await fetch(url, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(event), redirect: 'manual', signal: AbortSignal.any([AbortSignal.timeout(5000), this.timers.closing]),
      }).catch(() => undefined);
      if (response?.ok || this.timers.closing.aborted) return;
    }
  }
}
