import { pathOf, type AnyEndpoint, type BodyInput, type ErrorBody, type QueryInput, type ResponseOf } from '@shouwen/shared/contract';
import { ApiError } from './api-error';

export interface CallOptions<E> {
  params?: Record<string, string | number>;
  query?: QueryInput<E>;
  body?: BodyInput<E>;
  /** One per intent, the same on each retry. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

const RETRY_AFTER_MS = [400, 1200];

/**
 * Calls an endpoint of the shared contract. Reads, and commands that carry a key, are repeated when the network drops, the server is
 * busy, or the first send is still being worked on. Throws ApiError.
 */
export async function call<E extends AnyEndpoint>(endpoint: E, options: CallOptions<E> = {}): Promise<ResponseOf<E>> {
  const repeatable = endpoint.method === 'GET' || options.idempotencyKey !== undefined;
  for (let attempt = 0; ; attempt++) {
    try {
      return await send(endpoint, options);
    } catch (error) {
      const wait = RETRY_AFTER_MS[attempt];
      if (!repeatable || wait === undefined || !(error instanceof ApiError) || !passing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (options.signal?.aborted) throw error;
    }
  }
}

/** The address of an endpoint that answers with a file. */
export function addressOf<E extends AnyEndpoint>(endpoint: E, options: Pick<CallOptions<E>, 'params' | 'query'> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((options.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return pathOf(endpoint, options.params) + (text === '' ? '' : `?${text}`);
}

/** A new key for one intent. */
export function newIdempotencyKey(): string {
  // randomUUID exists on secure origins only; a hall may still reach its server by plain http inside the house.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What an answer of any status means. Throws ApiError for everything but 2xx. */
export function readAnswer<R>(status: number, text: string): R {
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (status >= 200 && status < 300) return body as R;
  if (isErrorBody(body)) throw ApiError.of(status, body);
  if (status === 401) throw new ApiError(401, 'SIGN_IN_REQUIRED', '登录已过期，请重新登录');
  throw new ApiError(status, 'INTERNAL', '服务器没有正常答复，请稍后再试');
}

async function send<E extends AnyEndpoint>(endpoint: E, options: CallOptions<E>): Promise<ResponseOf<E>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
  let status: number;
  let text: string;
  try {
    const response = await fetch(addressOf(endpoint, options), {
      method: endpoint.method,
      credentials: 'same-origin',
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    });
    status = response.status;
    text = await response.text();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw ApiError.offline();
  }
  return readAnswer(status, text);
}

function passing(error: ApiError): boolean {
  return error.code === 'OFFLINE' || error.code === 'BUSY' || error.code === 'REQUEST_IN_FLIGHT' || error.status === 502 || error.status === 504;
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'message' in body;
}
