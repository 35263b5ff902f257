import { randomBytes } from 'node:crypto';
import type { SandboxCredentials } from './keys.js';
import { OneTimeCodes } from './one-time-codes.js';
import { randomText } from './random-text.js';
import type { SandboxClock } from './sandbox-clock.js';
import type { AppKind, SandboxUser, Users } from './users.js';
import { WechatError } from './wechat-error.js';

const LOGINS_PER_MINUTE = 100;

/** wx.login → code2session for the mini-program, web authorisation for H5. */
export class Login {
  private readonly codes = new OneTimeCodes<{ userId: string; kind: AppKind }>();
  private readonly recent = new Map<string, number[]>();

  constructor(
    private readonly credentials: SandboxCredentials,
    private readonly users: Users,
    private readonly clock: SandboxClock,
  ) {}

  /** What wx.login, or the authorisation page, hands out. */
  issueCode(user: SandboxUser, kind: AppKind): string {
    return this.codes.issue({ userId: user.id, kind }, this.clock.now());
  }

  /** `GET /sns/jscode2session`. @throws WechatError 40029 40226 45011 and bad credentials */
  codeToSession(query: URLSearchParams): Record<string, string> {
    this.checkApp(query, 'weapp');
    const user = this.redeem(required(query, 'js_code', 41008), 'weapp', 40029);
    if (user.blocked) throw new WechatError(40226, 'code blocked');
    this.checkFrequency(user);
    return { session_key: randomBytes(16).toString('base64'), openid: user.openid.weapp, unionid: user.unionid };
  }

  /** `GET /sns/oauth2/access_token`. @throws WechatError 40029 40163 and bad credentials */
  webAccessToken(query: URLSearchParams): Record<string, string | number> {
    this.checkApp(query, 'h5');
    const user = this.redeem(required(query, 'code', 41008), 'h5', 40163);
    return {
      access_token: randomText(86), expires_in: 7200, refresh_token: randomText(86), openid: user.openid.h5, scope: 'snsapi_base', unionid: user.unionid,
    };
  }

  private checkApp(query: URLSearchParams, kind: AppKind): void {
    const [appId, secret] = kind === 'weapp' ? [this.credentials.appId, this.credentials.secret] : [this.credentials.h5AppId, this.credentials.h5Secret];
    if (required(query, 'appid', 41002) !== appId) throw new WechatError(40013, 'invalid appid');
    if (required(query, 'secret', 41004) !== secret) throw new WechatError(40125, 'invalid appsecret');
    if (query.get('grant_type') !== 'authorization_code') throw new WechatError(40002, 'invalid grant_type');
  }

  private redeem(code: string, kind: AppKind, usedError: 40029 | 40163): SandboxUser {
    const result = this.codes.redeem(code, this.clock.now());
    if ('refused' in result) throw result.refused === 'used' && usedError === 40163 ? new WechatError(40163, 'code been used') : new WechatError(40029, 'invalid code');
    const user = this.users.find(result.value.userId);
    if (!user || result.value.kind !== kind) throw new WechatError(40029, 'invalid code');
    return user;
  }

  private checkFrequency(user: SandboxUser): void {
    const minuteAgo = Date.now() - 60_000;
    const logins = (this.recent.get(user.id) ?? []).filter((at) => at > minuteAgo);
    if (logins.length >= LOGINS_PER_MINUTE) throw new WechatError(45011, 'api minute-quota reach limit, must slower, retry next minute');
    this.recent.set(user.id, [...logins, Date.now()]);
  }
}

function required(query: URLSearchParams, name: string, errcode: number): string {
  const value = query.get(name);
  if (!value) throw new WechatError(errcode, `${name} missing`);
  return value;
}
