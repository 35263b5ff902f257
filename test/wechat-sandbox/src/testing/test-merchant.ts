import { X509Certificate, createDecipheriv, createPrivateKey, createPublicKey, createSign, createVerify, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientParameters } from '../client-payment.js';
import type { SandboxCredentials } from '../keys.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../start-sandbox.js';

/** Written apart from the sandbox's own signing code, so that a mistake there is not repeated here. */

export interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  body: Buffer;
  json: any; // the answers' shape is what the specs look at
}

export function send(url: string, options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers as Answer['headers'], body, json: parsed(body) });
      });
    });
    call.on('error', reject);
    call.end(options.body);
  });
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

export interface SigningOptions {
  timestamp?: number;
  mchid?: string;
  serial?: string;
  privateKey?: string;
  /** Signed instead of the body that is sent. */
  signedBody?: string;
  authorization?: string | undefined;
  userAgent?: string | undefined;
  contentType?: string;
  platformSerial?: string;
  fieldOrder?: string[];
  separator?: string;
}

export class TestMerchant {
  constructor(
    readonly url: string,
    readonly credentials: SandboxCredentials,
  ) {}

  authorization(method: string, path: string, body: string, options: SigningOptions = {}): string {
    const timestamp = String(options.timestamp ?? Math.floor(Date.now() / 1000));
    const nonce = randomBytes(16).toString('hex');
    const message = `${method}\n${path}\n${timestamp}\n${nonce}\n${options.signedBody ?? body}\n`;
    const values: Record<string, string> = {
      mchid: options.mchid ?? this.credentials.mchId,
      nonce_str: nonce,
      signature: createSign('RSA-SHA256').update(message).sign(options.privateKey ?? this.credentials.merchantPrivateKey, 'base64'),
      timestamp,
      serial_no: options.serial ?? this.credentials.merchantSerial,
    };
    const order = options.fieldOrder ?? Object.keys(values);
    return `WECHATPAY2-SHA256-RSA2048 ${order.map((name) => `${name}="${values[name]}"`).join(options.separator ?? ',')}`;
  }

  async call(method: string, path: string, content?: object | string, options: SigningOptions = {}): Promise<Answer> {
    const body = content === undefined ? '' : typeof content === 'string' ? content : JSON.stringify(content);
    const headers: Record<string, string> = { Accept: 'application/json' };
    const authorization = 'authorization' in options ? options.authorization : this.authorization(method, path, body, options);
    if (authorization !== undefined) headers['Authorization'] = authorization;
    const userAgent = 'userAgent' in options ? options.userAgent : 'test-merchant/1';
    if (userAgent !== undefined) headers['User-Agent'] = userAgent;
    if (method === 'POST') headers['Content-Type'] = options.contentType ?? 'application/json';
    if (options.platformSerial) headers['Wechatpay-Serial'] = options.platformSerial;
    return send(`${this.url}${path}`, { method, headers, body: method === 'POST' ? body : undefined });
  }

  /** Is this answer or notification signed by WeChat? */
  isGenuine(headers: Record<string, string | undefined>, body: Buffer): boolean {
    const { 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce, 'wechatpay-signature': signature, 'wechatpay-serial': serial } = headers;
    if (!timestamp || !nonce || !signature || !serial) return false;
    if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
    const key = serial === this.credentials.publicKeyId
      ? createPublicKey(this.credentials.publicKey)
      : serial === this.credentials.platformSerial ? new X509Certificate(this.credentials.platformCertificate).publicKey : undefined;
    return key !== undefined && createVerify('RSA-SHA256').update(`${timestamp}\n${nonce}\n`).update(body).update('\n').verify(key, signature, 'base64');
  }

  /** @throws when the tag does not fit */
  decrypt(resource: { ciphertext: string; nonce: string; associated_data: string }): any {
    const sealed = Buffer.from(resource.ciphertext, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.credentials.apiV3Key, resource.nonce);
    decipher.setAAD(Buffer.from(resource.associated_data));
    decipher.setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString('utf8');
    return parsed(Buffer.from(text)) ?? text;
  }

  clientParameters(prepayId: string, appId = this.credentials.appId): ClientParameters {
    const parameters = { appId, timeStamp: String(Math.floor(Date.now() / 1000)), nonceStr: randomBytes(16).toString('hex'), package: `prepay_id=${prepayId}` };
    const message = `${parameters.appId}\n${parameters.timeStamp}\n${parameters.nonceStr}\n${parameters.package}\n`;
    const paySign = createSign('RSA-SHA256').update(message).sign(createPrivateKey(this.credentials.merchantPrivateKey), 'base64');
    return { ...parameters, signType: 'RSA', paySign };
  }

  /** The sandbox's own `/sandbox/…` calls, and the mini-program host's. */
  async control(method: string, path: string, body?: object): Promise<Answer> {
    return send(`${this.url}${path}`, { method, headers: body ? { 'Content-Type': 'application/json' } : {}, body: body && JSON.stringify(body) });
  }
}

let orderCount = 0;

export function orderBody(merchant: TestMerchant, openid: string, changes: Record<string, unknown> = {}): Record<string, unknown> & { out_trade_no: string } {
  orderCount += 1;
  return {
    appid: merchant.credentials.appId, mchid: merchant.credentials.mchId, description: '水费 2026年5月', out_trade_no: `T${Date.now()}${orderCount}`,
    notify_url: 'http://127.0.0.1:9/notify', amount: { total: 4250, currency: 'CNY' }, payer: { openid }, ...changes,
  };
}

export interface TestSandbox {
  sandbox: Sandbox;
  merchant: TestMerchant;
  openid: string;
  h5Openid: string;
  dataFolder: string;
  /** Places a JSAPI order and pays it. */
  paidOrder: (changes?: Record<string, unknown>) => Promise<{ outTradeNo: string; transactionId: string }>;
  stop: () => Promise<void>;
}

/** A sandbox of its own for one spec file, in a folder that goes with it. */
export async function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'wechat-sandbox-spec-'));
  const sandbox = await startSandbox({ speed: 100, ...options, dataFolder });
  const merchant = new TestMerchant(sandbox.url, sandbox.credentials);
  const user = sandbox.parts.users.find('wang-xiuying');
  if (!user) throw new Error('the demo user is missing');
  return {
    sandbox, merchant, dataFolder, openid: user.openid.weapp, h5Openid: user.openid.h5,
    paidOrder: async (changes = {}) => {
      const body = orderBody(merchant, user.openid.weapp, changes);
      const placed = await merchant.call('POST', '/v3/pay/transactions/jsapi', body);
      const paid = await merchant.control('POST', '/sandbox/pay', { ...merchant.clientParameters(placed.json.prepay_id), user: 'wang-xiuying' });
      if (paid.status !== 200) throw new Error(`not paid: ${paid.body.toString()}`);
      return { outTradeNo: body.out_trade_no, transactionId: paid.json.transaction_id };
    },
    stop: async () => {
      await sandbox.close();
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true });
    },
  };
}

export async function until(met: () => boolean | Promise<boolean>, longestMs = 5000): Promise<void> {
  const end = Date.now() + longestMs;
  while (!(await met())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
