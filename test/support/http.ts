/** Calls the server by its contracts, as a phone or a browser would: typed, and strict about what came back. */
import { randomUUID } from 'node:crypto';
import { type AnyEndpoint, type BodyInput, type ErrorBody, pathOf, type QueryInput, type ResponseOf } from '@shouwen/shared/contract';

export interface CallOptions<E> {
  body?: BodyInput<E>;
  query?: QueryInput<E>;
  /** Values of the path's `:name` places. */
  path?: Record<string, string | number>;
  /** One intent keeps one key over its retries; a fresh one is made when none is given. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** The server answered otherwise than the test expected. */
export class UnexpectedAnswer extends Error {
  constructor(readonly status: number, readonly body: unknown, endpoint: AnyEndpoint) {
    super(`${endpoint.method} ${endpoint.path} answered ${status}: ${JSON.stringify(body)}`);
  }
}

export class Client {
  /** `token`: a resident's or staff member's session. */
  constructor(readonly url: string, readonly token?: string) {}

  as(token: string): Client {
    return new Client(this.url, token);
  }

  /** The answer whatever it is. */
  async send<E extends AnyEndpoint>(endpoint: E, options: CallOptions<E> = {}): Promise<Answer<unknown>> {
    const query = new URLSearchParams(
      Object.entries((options.query ?? {}) as Record<string, unknown>).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]])),
    ).toString();
    const response = await fetch(`${this.url}${pathOf(endpoint, options.path)}${query && `?${query}`}`, {
      method: endpoint.method,
      redirect: 'manual',
      headers: {
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(endpoint.idempotent ? { 'idempotency-key': options.idempotencyKey ?? randomUUID() } : {}),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: isJson(response) ? JSON.parse(text) : text };
  }

  /** The response of a success; anything else throws `UnexpectedAnswer`. */
  async call<E extends AnyEndpoint>(endpoint: E, options: CallOptions<E> = {}): Promise<ResponseOf<E>> {
    const answer = await this.send(endpoint, options);
    if (answer.status !== 200) throw new UnexpectedAnswer(answer.status, answer.body, endpoint);
    return answer.body as ResponseOf<E>;
  }

  /** The error of a refusal, in the one shape every error has; a success throws `UnexpectedAnswer`. */
  async refused<E extends AnyEndpoint>(endpoint: E, options: CallOptions<E> = {}): Promise<ErrorBody & { status: number }> {
    const answer = await this.send(endpoint, options);
    const body = answer.body as Partial<ErrorBody>;
    if (answer.status < 400 || typeof body.code !== 'string' || typeof body.message !== 'string' || typeof body.requestId !== 'string')
      throw new UnexpectedAnswer(answer.status, answer.body, endpoint);
    return { ...(body as ErrorBody), status: answer.status };
  }
}

const isJson = (response: Response) => response.headers.get('content-type')?.includes('json') ?? false;
