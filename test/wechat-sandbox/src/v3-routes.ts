import type { JsonObject } from './field-check.js';
import { encryptResource } from './signature.js';
import { PayError } from './pay-error.js';
import { rfc3339 } from './sandbox-clock.js';
import type { SandboxParts } from './sandbox-parts.js';

export interface PayCall {
  /** The variable part of the path, decoded. */
  name: string;
  query: URLSearchParams;
  /** Only for routes that take a body. */
  body: JsonObject;
}

/** A JSON answer, nothing (204), or a file (unsigned). */
export type PayAnswer = { json: unknown } | { empty: true } | { file: Buffer };

export interface PayRoute {
  method: 'GET' | 'POST';
  path: RegExp;
  /** Refused without a User-Agent before anything else is looked at. */
  needsUserAgent?: boolean;
  answer: (call: PayCall) => PayAnswer;
}

/** Every path of the Pay API that the sandbox knows. */
export function payRoutes(parts: SandboxParts): PayRoute[] {
  const { orders, refunds, bills } = parts;
  return [
    { method: 'GET', path: /^\/v3\/certificates$/, needsUserAgent: true, answer: () => ({ json: certificates(parts) }) },
    { method: 'POST', path: /^\/v3\/pay\/transactions\/jsapi$/, answer: ({ body }) => ({ json: { prepay_id: orders.place('JSAPI', body) } }) },
    { method: 'POST', path: /^\/v3\/pay\/transactions\/native$/, answer: ({ body }) => ({ json: { code_url: orders.place('NATIVE', body) } }) },
    {
      method: 'GET', path: /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)$/,
      answer: ({ name, query }) => ({ json: orders.query(orders.find(name), query.get('mchid')) }),
    },
    {
      method: 'GET', path: /^\/v3\/pay\/transactions\/id\/([^/]+)$/,
      answer: ({ name, query }) => ({ json: orders.query(orders.findByTransaction(name), query.get('mchid')) }),
    },
    {
      method: 'POST', path: /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)\/close$/,
      answer: ({ name, body }) => {
        orders.close(name, body);
        return { empty: true };
      },
    },
    { method: 'POST', path: /^\/v3\/refund\/domestic\/refunds$/, needsUserAgent: true, answer: ({ body }) => ({ json: refunds.apply(body) }) },
    { method: 'GET', path: /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/, needsUserAgent: true, answer: ({ name }) => ({ json: refunds.query(name) }) },
    { method: 'GET', path: /^\/v3\/bill\/tradebill$/, answer: ({ query }) => ({ json: bills.apply(query, parts.baseUrl()) }) },
    { method: 'GET', path: /^\/v3\/billdownload\/file$/, answer: ({ query }) => ({ file: bills.download(query.get('token')) }) },
  ];
}

function certificates({ keys, settings }: SandboxParts): unknown {
  if (settings.values.signingMode === 'public-key') {
    throw new PayError(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥');
  }
  const { credentials, platformCertificate } = keys;
  return {
    data: [{
      serial_no: credentials.platformSerial,
      effective_time: rfc3339(new Date(platformCertificate.validFrom)),
      expire_time: rfc3339(new Date(platformCertificate.validTo)),
      encrypt_certificate: encryptResource(credentials.apiV3Key, credentials.platformCertificate, 'certificate'),
    }],
  };
}
