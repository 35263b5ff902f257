import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomText } from './random-text.js';
import type { JsonObject } from './field-check.js';
import { miniProgramCode } from './mini-program-code.js';
import { bodyOf, dropConnection } from './raw-request.js';
import type { SandboxParts } from './sandbox-parts.js';
import { sleep } from './timers.js';
import { WechatError } from './wechat-error.js';

interface MiniProgramRoute {
  method: 'GET' | 'POST';
  /** Needs a mini-program access token in the query. */
  needsToken?: boolean;
  answer: (call: { query: URLSearchParams; body: JsonObject }) => JsonObject | Buffer;
}

const BUSY = new WechatError(-1, 'system error');

/** The front door of api.weixin.qq.com: HTTP 200 with errcode. */
export class MiniProgramGateway {
  private readonly routes: Record<string, MiniProgramRoute>;

  constructor(private readonly parts: SandboxParts) {
    const { login, tokens, phoneNumbers, subscribeMessages, contentCheck } = parts;
    this.routes = {
      '/sns/jscode2session': { method: 'GET', answer: ({ query }) => login.codeToSession(query) },
      '/sns/oauth2/access_token': { method: 'GET', answer: ({ query }) => login.webAccessToken(query) },
      '/cgi-bin/stable_token': { method: 'POST', answer: ({ body }) => tokens.stableToken(body) },
      '/wxa/business/getuserphonenumber': { method: 'POST', needsToken: true, answer: ({ body }) => phoneNumbers.exchange(body) },
      '/cgi-bin/message/subscribe/send': { method: 'POST', needsToken: true, answer: ({ body }) => subscribeMessages.send(body) },
      '/wxa/msg_sec_check': { method: 'POST', needsToken: true, answer: ({ body }) => contentCheck.text(body) },
      '/wxa/media_check_async': { method: 'POST', needsToken: true, answer: ({ body }) => contentCheck.media(body) },
      '/wxa/getwxacodeunlimit': { method: 'POST', needsToken: true, answer: ({ body }) => miniProgramCode(body) },
    };
  }

  get paths(): string[] {
    return Object.keys(this.routes);
  }

  async handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { faults } = this.parts;
    const [path = '', search] = (request.raw.url ?? '').split('?');
    const slow = faults.take('api-slow', path);
    if (slow) await sleep(slow.ms ?? 1000);
    if (faults.take('api-drop-before', path)) return dropConnection(request, reply);
    const failure = faults.take('api-error', path);
    if (failure?.status !== undefined && failure.status !== 200) return void (await reply.code(failure.status).send());

    const answer = failure ? errorAnswer(faultError(failure.code)) : this.answer(path, request, new URLSearchParams(search ?? ''));
    if (faults.take('api-drop-after', path)) return dropConnection(request, reply);
    const lateFailure = faults.take('api-error-after', path);
    if (lateFailure?.status !== undefined && lateFailure.status !== 200) return void (await reply.code(lateFailure.status).send());
    const final = lateFailure ? errorAnswer(faultError(lateFailure.code)) : answer;
    if (Buffer.isBuffer(final)) return void (await reply.type('image/png').send(final));
    // The login answers come as text/plain, as WeChat's do.
    await reply.type(path.startsWith('/sns/') ? 'text/plain' : 'application/json; encoding=utf-8').send(JSON.stringify(final));
  }

  private answer(path: string, request: FastifyRequest, query: URLSearchParams): JsonObject | Buffer {
    const route = this.routes[path];
    if (!route) throw new Error(`no route ${path}`);
    try {
      if (request.method !== route.method) throw route.method === 'GET' ? new WechatError(43001, 'require GET method') : new WechatError(43002, 'require POST method');
      if (route.needsToken && this.parts.tokens.check(query.get('access_token')) !== 'weapp') throw new WechatError(48001, 'api unauthorized');
      const answer = route.answer({ query, body: route.method === 'POST' ? jsonBody(request) : {} });
      return Buffer.isBuffer(answer) || !route.needsToken ? answer : { errcode: 0, errmsg: 'ok', ...answer };
    } catch (error) {
      if (error instanceof WechatError) return errorAnswer(error);
      throw error;
    }
  }
}

function jsonBody(request: FastifyRequest): JsonObject {
  const raw = bodyOf(request);
  if (raw.length === 0) throw new WechatError(44002, 'empty post data');
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as JsonObject;
  } catch {
    // answered below
  }
  throw new WechatError(47001, 'data format error');
}

/** A code in digits becomes the errcode, so that any error can be shown. */
const faultError = (code: string | undefined): WechatError => (code && /^-?\d+$/.test(code) ? new WechatError(Number(code), 'sandbox fault') : BUSY);

const errorAnswer = (error: WechatError): JsonObject => ({ errcode: error.errcode, errmsg: `${error.message} rid: ${randomText(24).toLowerCase()}` });
