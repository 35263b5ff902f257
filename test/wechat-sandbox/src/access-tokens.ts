import type { JsonObject } from './field-check.js';
import type { SandboxCredentials } from './keys.js';
import { randomText } from './random-text.js';
import { type SandboxClock, shanghaiDate } from './sandbox-clock.js';
import type { Collection } from './store.js';
import type { AppKind } from './users.js';
import { WechatError } from './wechat-error.js';

export interface AccessToken {
  token: string;
  kind: AppKind;
  issuedAt: number;
  expiresAt: number;
}

const LIFE_MS = 7200_000;
/** In its last five minutes a token is replaced, and both are good. */
const OVERLAP_MS = 5 * 60_000;
const FORCED_INTERVAL_MS = 30_000;
const FORCED_PER_DAY = 20;

export class AccessTokens {
  private readonly forced: { kind: AppKind; at: number }[] = [];

  constructor(
    private readonly stored: Collection<AccessToken>,
    private readonly credentials: SandboxCredentials,
    private readonly clock: SandboxClock,
  ) {}

  /** `POST /cgi-bin/stable_token`: the same token until its last five minutes. */
  stableToken(body: JsonObject): { access_token: string; expires_in: number } {
    const kind = this.appOf(body);
    const now = this.clock.now().getTime();
    const current = this.newestOf(kind, now);
    if (body['force_refresh'] === true && this.mayForce(kind, now)) {
      this.forced.push({ kind, at: now });
      for (const old of this.stored.values()) if (old.kind === kind) this.stored.remove(old.token);
      return this.answer(this.issue(kind, now), now);
    }
    if (current && current.expiresAt - now > OVERLAP_MS) return this.answer(current, now);
    return this.answer(this.issue(kind, now), now);
  }

  /** The app a token belongs to. @throws WechatError 40001 41001 42001 */
  check(token: string | null): AppKind {
    if (!token) throw new WechatError(41001, 'access_token missing');
    const known = this.stored.get(token);
    if (!known) throw new WechatError(40001, 'invalid credential, access_token is invalid or not latest');
    if (known.expiresAt <= this.clock.now().getTime()) throw new WechatError(42001, 'access_token expired');
    return known.kind;
  }

  private appOf(body: JsonObject): AppKind {
    if (body['grant_type'] !== 'client_credential') throw new WechatError(40002, 'invalid grant_type');
    const { appId, secret, h5AppId, h5Secret } = this.credentials;
    if (!body['appid']) throw new WechatError(41002, 'appid missing');
    if (!body['secret']) throw new WechatError(41004, 'appsecret missing');
    if (body['appid'] !== appId && body['appid'] !== h5AppId) throw new WechatError(40013, 'invalid appid');
    const kind: AppKind = body['appid'] === appId ? 'weapp' : 'h5';
    if (body['secret'] !== (kind === 'weapp' ? secret : h5Secret)) throw new WechatError(40125, 'invalid appsecret');
    return kind;
  }

  private newestOf(kind: AppKind, now: number): AccessToken | undefined {
    return this.stored.values().filter((one) => one.kind === kind && one.expiresAt > now).sort((left, right) => right.issuedAt - left.issuedAt)[0];
  }

  /** Within 30 seconds nothing is refreshed; more than 20 times a day is refused. */
  private mayForce(kind: AppKind, now: number): boolean {
    const ours = this.forced.filter((one) => one.kind === kind);
    const last = ours.at(-1);
    if (last && now - last.at < FORCED_INTERVAL_MS) return false;
    const today = shanghaiDate(new Date(now));
    if (ours.filter((one) => shanghaiDate(new Date(one.at)) === today).length >= FORCED_PER_DAY) throw new WechatError(45009, 'reach max api daily quota limit');
    return true;
  }

  private issue(kind: AppKind, now: number): AccessToken {
    for (const old of this.stored.values()) if (old.expiresAt < now - LIFE_MS) this.stored.remove(old.token);
    const token: AccessToken = { token: randomText(136), kind, issuedAt: now, expiresAt: now + LIFE_MS };
    this.stored.put(token.token, token);
    return token;
  }

  private answer(token: AccessToken, now: number): { access_token: string; expires_in: number } {
    return { access_token: token.token, expires_in: Math.floor((token.expiresAt - now) / 1000) };
  }
}
