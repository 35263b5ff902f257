import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { AccessTokens } from './access-token.js';
import { callMiniProgramApi } from './mini-program-http.js';
import { WechatRefused } from './wechat-error.js';

/** `no-consent`: the person has no agreed message left; `refused`: WeChat will never take this message. */
export type MessageOutcome = { outcome: 'sent' } | { outcome: 'no-consent' } | { outcome: 'refused'; code: string };

export interface SubscribeMessage {
  openid: string;
  templateId: string;
  /** Page of the mini-program that opens on tap, without a leading slash. */
  page: string;
  data: Record<string, { value: string }>;
}

const NO_CONSENT = '43101';
/** The message itself is wrong; anything else (quota, credentials) may pass later. */
const lastingRefusals = new Set(['40003', '40037', '41030', '47003']);

@Injectable()
export class MessageClient {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly tokens: AccessTokens,
  ) {}

  /** Sends one subscribe message. Throws `WechatUnknown` or a passing `WechatRefused` (quota): try again later. */
  async send(message: SubscribeMessage): Promise<MessageOutcome> {
    try {
      await this.tokens.withToken((token) =>
        callMiniProgramApi(`${this.config.wechat.apiBase}/cgi-bin/message/subscribe/send?access_token=${encodeURIComponent(token)}`, {
          touser: message.openid,
          template_id: message.templateId,
          page: message.page,
          data: message.data,
          miniprogram_state: this.config.production ? 'formal' : 'developer',
          lang: 'zh_CN',
        }),
      );
      return { outcome: 'sent' };
    } catch (error) {
      if (!(error instanceof WechatRefused)) throw error;
      if (error.code === NO_CONSENT) return { outcome: 'no-consent' };
      if (lastingRefusals.has(error.code)) return { outcome: 'refused', code: error.code };
      throw error;
    }
  }
}
