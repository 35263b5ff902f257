import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { AccessTokens } from './access-token.js';
import { callMiniProgramApi } from './mini-program-http.js';
import { WechatUnknown } from './wechat-error.js';

/** Which WeChat app a person came through: the mini-program or the official account's web page. */
export type WechatApp = 'weapp' | 'h5';

/** Exchanges the codes that WeChat hands to clients. All methods throw `WechatRefused` or `WechatUnknown`. */
@Injectable()
export class LoginClient {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly tokens: AccessTokens,
  ) {}

  /** Who holds this single-use login code. The unionid joins a person's openids, where the company has linked its apps. */
  async identify(app: WechatApp, code: string): Promise<{ openid: string; unionid: string | null }> {
    const { apiBase, weapp, h5 } = this.config.wechat;
    const query = (parameters: Record<string, string>) => new URLSearchParams({ ...parameters, grant_type: 'authorization_code' }).toString();
    const url =
      app === 'weapp'
        ? `${apiBase}/sns/jscode2session?${query({ appid: weapp.appId, secret: weapp.secret, js_code: code })}`
        : `${apiBase}/sns/oauth2/access_token?${query({ appid: h5.appId, secret: h5.secret, code })}`;
    const { openid, unionid } = await callMiniProgramApi(url);
    if (typeof openid !== 'string' || openid === '') throw new WechatUnknown('no openid in the answer');
    return { openid, unionid: typeof unionid === 'string' && unionid !== '' ? unionid : null };
  }

  /** The number behind the phone button's single-use code, without country code. Costs the merchant money: ask once. */
  async phoneNumber(code: string): Promise<string> {
    const answer = await this.tokens.withToken((token) =>
      callMiniProgramApi(`${this.config.wechat.apiBase}/wxa/business/getuserphonenumber?access_token=${encodeURIComponent(token)}`, { code }),
    );
    const number = (answer['phone_info'] as { purePhoneNumber?: unknown } | undefined)?.purePhoneNumber;
    if (typeof number !== 'string' || !/^\d{5,15}$/.test(number)) throw new WechatUnknown('no phone number in the answer');
    return number;
  }

  /** Where a browser goes to be recognised; WeChat sends it back to `redirect` with `code` and `state`. */
  webAuthorizationUrl(redirect: string, state: string): string {
    const { openBase, h5 } = this.config.wechat;
    const query = new URLSearchParams({ appid: h5.appId, redirect_uri: redirect, response_type: 'code', scope: 'snsapi_base', state });
    return `${openBase}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`;
  }
}
