import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { type InvoiceAnswer, type InvoiceProvider, type InvoiceRequest, InvoiceUnknown } from './invoice-provider.js';
import { sameSignature, signAnswer, signRequest } from './signature.js';

export interface HttpProviderSettings {
  base: string;
  appId: string;
  secret: string;
  seller: { name: string; taxNumber: string };
}

const PATIENCE_MS = 10_000;
const MOST_BYTES = 8 * 1024 * 1024;
const SKEW_SECONDS = 300;

const filePath = z.string().regex(/^\/v1\/files\/[0-9A-Za-z._/-]{1,200}$/);
const answerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('accepted'), requestNumber: z.string(), amountFen: z.int() }),
  z.object({ state: z.literal('issued'), requestNumber: z.string(), amountFen: z.int(), number: z.string().min(1).max(40), issuedAt: z.iso.datetime({ offset: true }), pdf: filePath, ofd: filePath }),
  z.object({ state: z.literal('refused'), requestNumber: z.string(), amountFen: z.int(), code: z.string().max(40), message: z.string().max(200) }),
]);

/** The provider behind HTTP: signed requests, signed answers; whatever is not surely an answer to this request is `InvoiceUnknown`. */
export class HttpInvoiceProvider implements InvoiceProvider {
  constructor(
    private readonly settings: HttpProviderSettings,
    private readonly now: () => Date,
  ) {}

  async request(request: InvoiceRequest): Promise<InvoiceAnswer> {
    const { status, body } = await this.exchange('POST', '/v1/invoices', JSON.stringify({ ...request, seller: this.settings.seller }));
    if (status !== 200 && status !== 202 && status !== 422) throw new InvoiceUnknown(`the provider answered ${status}`);
    return answerTo(request, body);
  }

  async find(requestNumber: string, amountFen: number): Promise<InvoiceAnswer | null> {
    const { status, body } = await this.exchange('GET', `/v1/invoices/${requestNumber}`, '');
    if (status === 404) return null;
    if (status !== 200) throw new InvoiceUnknown(`the provider answered ${status}`);
    return answerTo({ requestNumber, amountFen }, body);
  }

  async file(path: string): Promise<Buffer> {
    const { status, body } = await this.exchange('GET', filePath.parse(path), '');
    if (status !== 200) throw new InvoiceUnknown(`the provider answered ${status}`);
    return body;
  }

  private async exchange(method: 'GET' | 'POST', path: string, body: string): Promise<{ status: number; body: Buffer }> {
    const { base, appId, secret } = this.settings;
    const nonce = randomBytes(12).toString('hex');
    const timestamp = this.seconds();
    const url = new URL(base + path);
    const headers = {
      authorization: `SHOUWEN-HMAC appid="${appId}",timestamp="${timestamp}",nonce="${nonce}",signature="${signRequest(secret, { method, path: url.pathname + url.search, timestamp, nonce, body })}"`,
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    };
    try {
      const response = await fetch(url, { method, headers, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS), ...(method === 'POST' ? { body } : {}) });
      const bytes = await limited(response);
      this.verify(response, nonce, bytes);
      return { status: response.status, body: bytes };
    } catch (error) {
      if (error instanceof InvoiceUnknown) throw error;
      throw new InvoiceUnknown(error instanceof Error ? error.message : String(error));
    }
  }

  private verify(response: Response, nonce: string, body: Buffer): void {
    const timestamp = Number(response.headers.get('x-timestamp'));
    if (!Number.isInteger(timestamp) || Math.abs(timestamp - this.seconds()) > SKEW_SECONDS) throw new InvoiceUnknown('the answer is not of now');
    if (!sameSignature(response.headers.get('x-signature'), signAnswer(this.settings.secret, { status: response.status, timestamp, nonce, body }))) throw new InvoiceUnknown('the answer is not signed by the provider');
  }

  private seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }
}

async function limited(response: Response): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MOST_BYTES) throw new InvoiceUnknown('the answer is too long');
    parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts);
}

/** Only an answer that names this request and its sum counts. */
function answerTo({ requestNumber, amountFen }: Pick<InvoiceRequest, 'requestNumber' | 'amountFen'>, body: Buffer): InvoiceAnswer {
  let given: unknown;
  try {
    given = JSON.parse(body.toString('utf8'));
  } catch {
    throw new InvoiceUnknown('the answer is not JSON');
  }
  const parsed = answerSchema.safeParse(given);
  if (!parsed.success) throw new InvoiceUnknown('the answer is not of the agreed form');
  const answer = parsed.data;
  if (answer.requestNumber !== requestNumber || answer.amountFen !== amountFen) throw new InvoiceUnknown('the answer is to another request');
  switch (answer.state) {
    case 'accepted':
      return { state: 'accepted' };
    case 'refused':
      return { state: 'refused', code: answer.code, message: answer.message };
    case 'issued':
      return { state: 'issued', number: answer.number, issuedAt: new Date(answer.issuedAt), pdfPath: answer.pdf, ofdPath: answer.ofd };
  }
}
