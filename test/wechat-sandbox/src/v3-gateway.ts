import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Fault } from './faults.js';
import { readJsonBody } from './field-check.js';
import { PayError, paramError } from './pay-error.js';
import type { SignerName } from './platform-signer.js';
import { checkRequestSignature } from './request-signature.js';
import { bodyOf, dropConnection } from './raw-request.js';
import type { SandboxParts } from './sandbox-parts.js';
import { sleep } from './timers.js';
import { type PayAnswer, type PayRoute, payRoutes } from './v3-routes.js';

/** The front door of api.mch.weixin.qq.com: looks at requests in WeChat's order, then signs the answers. */
export class V3Gateway {
  private readonly routes: PayRoute[];

  constructor(private readonly parts: SandboxParts) {
    this.routes = payRoutes(parts);
  }

  async handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { faults } = this.parts;
    const [path = ''] = (request.raw.url ?? '').split('?');
    reply.header('Request-ID', randomUUID());

    const slow = faults.take('api-slow', path);
    if (slow) await sleep(slow.ms ?? 1000);
    if (faults.take('api-drop-before', path)) return dropConnection(request, reply);
    const route = this.routes.find((one) => one.path.test(path) && one.method === request.method);
    if (!route) return void (await reply.code(this.routes.some((one) => one.path.test(path)) ? 405 : 404).send());

    try {
      const failure = faults.take('api-error', path);
      if (failure) throw systemError(failure);
      const { answer, signer } = this.answer(route, request, path);
      if (faults.take('api-drop-after', path)) return dropConnection(request, reply);
      const lateFailure = faults.take('api-error-after', path);
      if (lateFailure) throw systemError(lateFailure);
      await this.send(reply, answer, signer, path);
    } catch (error) {
      if (!(error instanceof PayError)) throw error;
      await reply.code(error.status).type('application/json; charset=utf-8').send(JSON.stringify({ code: error.code, message: error.message, detail: error.detail }));
    }
  }

  /** All checks, then the act. @throws PayError */
  private answer(route: PayRoute, request: FastifyRequest, path: string): { answer: PayAnswer; signer: SignerName } {
    const { keys, clock, signer } = this.parts;
    const url = request.raw.url ?? '';
    const body = bodyOf(request);
    if (route.needsUserAgent && !request.headers['user-agent']) throw new PayError(400, 'INVALID_REQUEST', 'Http头缺少 User-Agent');
    checkRequestSignature({ method: request.method, url, headers: request.headers, body }, keys, clock);
    const serial = request.headers['wechatpay-serial'];
    const signerName = signer.signerOf(typeof serial === 'string' ? serial : undefined);
    if (!signerName) throw new PayError(400, 'PARAM_ERROR', '平台证书序列号或微信支付公钥 ID 错误：Wechatpay-Serial');
    if (route.method === 'POST' && !/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw paramError('Content-Type', '必须是 application/json');
    const answer = route.answer({
      name: decoded(route.path.exec(path)?.[1] ?? ''),
      query: new URLSearchParams(url.split('?')[1] ?? ''),
      body: route.method === 'POST' ? readJsonBody(body) : {},
    });
    return { answer, signer: signerName };
  }

  private async send(reply: FastifyReply, answer: PayAnswer, signerName: SignerName, path: string): Promise<void> {
    if ('file' in answer) return void (await reply.type('text/plain').send(answer.file));
    const body = Buffer.from('json' in answer ? JSON.stringify(answer.json) : '');
    const fault = this.parts.faults.take(['response-probe', 'response-forge'], path);
    reply.headers(await this.parts.signer.headers(body, signerName, fault && (fault.kind === 'response-probe' ? 'probe' : 'other-key')));
    if ('json' in answer) await reply.type('application/json; charset=utf-8').send(body);
    else await reply.code(204).send();
  }
}

function systemError(fault: Fault): PayError {
  const status = fault.status ?? 500;
  const code = fault.code ?? (status === 429 ? 'FREQUENCY_LIMITED' : 'SYSTEM_ERROR');
  return new PayError(status, code, status === 429 ? '频率超限，请降低请求频率' : '系统异常，请稍后重试');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new PayError(400, 'PARAM_ERROR', '路径参数编码不正确');
  }
}
