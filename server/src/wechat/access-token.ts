import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Clock } from '../http/index.js';
import { callMiniProgramApi } from './mini-program-http.js';
import { WechatRefused, WechatUnknown } from './wechat-error.js';

/** In its last five minutes a token is replaced and both are good: then we ask for the new one. */
const overlapMs = 5 * 60_000;
const staleCodes = new Set(['40001', '42001']);

/** The mini-program's access token. Stable tokens are the same for every server, so each may keep its own copy. */
@Injectable()
export class AccessTokens {
  private current: { token: string; renewAt: number } | undefined;
  private asking: Promise<string> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Makes the call with a token; when WeChat no longer takes it, once more with a fresh one. */
  async withToken<T>(call: (token: string) => Promise<T>): Promise<T> {
    const token = await this.token();
    try {
      return await call(token);
    } catch (error) {
      if (!(error instanceof WechatRefused && staleCodes.has(error.code))) throw error;
      return call(await this.replace(token));
    }
  }

  private async token(): Promise<string> {
    if (this.current && this.clock.now().getTime() < this.current.renewAt) return this.current.token;
    return this.ask(false);
  }

  private async replace(refused: string): Promise<string> {
    if (this.current && this.current.token !== refused) return this.current.token;
    const token = await this.ask(false);
    return token === refused ? this.ask(true) : token;
  }

  private ask(force: boolean): Promise<string> {
    this.asking ??= this.fetch(force).finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async fetch(force: boolean): Promise<string> {
    const { appId, secret } = this.config.wechat.weapp;
    const answer = await callMiniProgramApi(`${this.config.wechat.apiBase}/cgi-bin/stable_token`, {
      grant_type: 'client_credential', appid: appId, secret, force_refresh: force,
    });
    const { access_token: token, expires_in: seconds } = answer;
    if (typeof token !== 'string' || typeof seconds !== 'number') throw new WechatUnknown('no access token in the answer');
    this.current = { token, renewAt: this.clock.now().getTime() + seconds * 1000 - overlapMs };
    return token;
  }
}
