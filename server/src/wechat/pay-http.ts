import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ReadableStream } from 'node:stream/web';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Clock } from '../http/index.js';
import { newNonce, requestText, SCHEME, type SignedHeaders, signText } from './signature.js';
import { WechatUnknown } from './wechat-error.js';

const timeoutMs = 5000;
/** A connection that nobody used for so long is ended by us, before WeChat does. */
const idleMs = 4000;
/** A day's bill may be hundreds of megabytes. */
const downloadTimeoutMs = 600_000;

export interface RawAnswer {
  status: number;
  headers: SignedHeaders;
  body: Buffer;
}

/** Signed requests to the Pay API. The answers are **not** verified here: `PayClient` and `PlatformKeys` do that. */
@Injectable()
export class PayHttp {
  private readonly merchantKey: KeyObject;
  /** Not `fetch`, which costs several times as much as the signature of the call. */
  private readonly request: typeof httpRequest;
  private readonly agent: Agent;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.merchantKey = createPrivateKey(config.wechat.pay.privateKey);
    const isSecure = config.wechat.payBase.startsWith('https:');
    this.request = isSecure ? httpsRequest : httpRequest;
    this.agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, timeout: idleMs });
  }

  /** `path` with its query. Throws `WechatUnknown` when no whole answer came within five seconds. */
  async send(method: 'GET' | 'POST', path: string, content?: unknown): Promise<RawAnswer> {
    const body = content === undefined ? '' : JSON.stringify(content);
    const headers = await this.signedHeaders(method, path, body);
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const options = { method, headers, agent: this.agent, signal: AbortSignal.timeout(timeoutMs) };
        this.request(`${this.config.wechat.payBase}${path}`, options, resolve).on('error', reject).end(body);
      });
      return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
    } catch (error) {
      throw new WechatUnknown(error instanceof Error ? error.name : 'no answer', error);
    }
  }

  /** The content behind an address that WeChat gave, which must be its own; the answer is not signed. Throws `WechatUnknown`. */
  async download(address: string): Promise<Readable> {
    const { origin, pathname, search } = new URL(address);
    if (origin !== new URL(this.config.wechat.payBase).origin) throw new WechatUnknown('a download address elsewhere');
    const path = `${pathname}${search}`;
    const headers = await this.signedHeaders('GET', path, '');
    try {
      const response = await fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(downloadTimeoutMs) });
      if (!response.ok || !response.body) throw new WechatUnknown(`download HTTP ${response.status}`);
      return Readable.fromWeb(response.body as ReadableStream);
    } catch (error) {
      if (error instanceof WechatUnknown) throw error;
      throw new WechatUnknown(error instanceof Error ? error.name : 'no answer', error);
    }
  }

  private async signedHeaders(method: string, path: string, body: string): Promise<Record<string, string>> {
    const { mchId, merchantSerial, publicKey } = this.config.wechat.pay;
    const timestamp = Math.floor(this.clock.now().getTime() / 1000);
    const nonce = newNonce();
    const signature = await signText(this.merchantKey, requestText(method, path, timestamp, nonce, body));
    return {
      accept: 'application/json',
      'user-agent': 'shouwen',
      authorization: `${SCHEME} mchid="${mchId}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${merchantSerial}"`,
      ...(publicKey ? { 'wechatpay-serial': publicKey.id } : {}),
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
    };
  }

  /** Signs what a client needs; base64. */
  sign(text: string): Promise<string> {
    return signText(this.merchantKey, text);
  }
}
