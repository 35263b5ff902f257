import type { IncomingHttpHeaders } from 'node:http';
import type { SandboxKeys } from './keys.js';
import { PayError } from './pay-error.js';
import type { SandboxClock } from './sandbox-clock.js';
import { ALLOWED_SKEW_SECONDS, AUTHORIZATION_SCHEME, parseAuthorization, requestMessage, verifyMessage } from './signature.js';

export interface SignedRequest {
  method: string;
  /** Path and query exactly as they came. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const signError = (issue: string, detail: Record<string, unknown> = {}): PayError =>
  new PayError(401, 'SIGN_ERROR', issue, { location: 'authorization', field: 'signature', issue, ...detail });

/**
 * Who sent this, and untouched? In WeChat's order: Authorization there, its scheme, the timestamp, only then the signature.
 * @throws PayError 401 SIGN_ERROR
 */
export function checkRequestSignature(request: SignedRequest, keys: SandboxKeys, clock: SandboxClock): void {
  const header = request.headers.authorization;
  if (!header) throw signError('Http头缺少签名信息 Authorization');
  if (!header.startsWith(`${AUTHORIZATION_SCHEME} `)) throw signError(`Authorization 认证类型不正确，应为 ${AUTHORIZATION_SCHEME}`);
  const fields = parseAuthorization(header);
  if (!fields) throw signError('Authorization 格式不正确');
  const skew = Math.abs(clock.signatureSeconds() - Number(fields.timestamp));
  if (!/^\d{1,12}$/.test(fields.timestamp) || skew > ALLOWED_SKEW_SECONDS) throw signError('Authorization 中的 timestamp 与发起请求的时间不得超过 5 分钟');
  if (fields.mchid !== keys.credentials.mchId) throw signError('商户号不存在');
  if (fields.serial_no.toUpperCase() !== keys.credentials.merchantSerial) throw signError('商户证书序列号有误');

  const message = requestMessage(request.method, request.url, fields.timestamp, fields.nonce_str, request.body);
  if (verifyMessage(keys.merchantPublicKey, message, fields.signature)) return;
  throw signError('签名错误，请检查后再试', {
    sign_information: {
      method: request.method,
      url: request.url,
      truncated_sign_message: `${request.method}\n${request.url}\n${fields.timestamp}\n${fields.nonce_str}\n…`,
      sign_message_length: message.length,
    },
  });
}
