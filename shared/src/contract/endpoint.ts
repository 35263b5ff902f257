import * as z from 'zod/mini';

// WeChat forbids `new Function`, which zod otherwise probes for.
z.config({ jitless: true });
// What a schema has no sentence of its own for is still said in Chinese; zod would say "Invalid input".
z.config({ customError: () => '填写的内容不正确' });

export type Method = 'GET' | 'POST' | 'DELETE';

/** Any schema of the shared contract; `z.output` of it is what the server's handler receives. */
export type Schema = z.ZodMiniType;

/**
 * One endpoint: what the server routes, validates and documents, and what the clients call. `body` and
 * `query` are checked at the server's door; `response` is a type only (it has no value at run time).
 */
export interface Endpoint<Body extends Schema | undefined, Query extends Schema | undefined, Response> {
  readonly method: Method;
  /** With `:name` places, e.g. `/api/tickets/:number`. */
  readonly path: string;
  readonly summary: string;
  readonly body: Body;
  readonly query: Query;
  /** A retried call must send the same `Idempotency-Key` header; the first answer is replayed. */
  readonly idempotent: boolean;
  /** Never set: carries the response type. */
  readonly response?: Response;
}

interface Definition<Body, Query> {
  method: Method;
  path: string;
  /** One Chinese line for the API documentation. */
  summary: string;
  body?: Body;
  query?: Query;
  idempotent?: boolean;
}

/** Defines an endpoint: `endpoint<Response>()({ method, path, summary, … })`. */
export const endpoint =
  <Response>() =>
  <Body extends Schema | undefined = undefined, Query extends Schema | undefined = undefined>(
    definition: Definition<Body, Query>,
  ): Endpoint<Body, Query, Response> => ({
    method: definition.method,
    path: definition.path,
    summary: definition.summary,
    body: definition.body as Body,
    query: definition.query as Query,
    idempotent: definition.idempotent ?? false,
  });

export type AnyEndpoint = Endpoint<Schema | undefined, Schema | undefined, unknown>;
/** What the server's handler receives (after defaults and trimming). */
export type BodyOf<E> = E extends Endpoint<infer B extends Schema, infer _Q, infer _R> ? z.output<B> : undefined;
export type QueryOf<E> = E extends Endpoint<infer _B, infer Q extends Schema, infer _R> ? z.output<Q> : undefined;
/** What a client sends. */
export type BodyInput<E> = E extends Endpoint<infer B extends Schema, infer _Q, infer _R> ? z.input<B> : undefined;
export type QueryInput<E> = E extends Endpoint<infer _B, infer Q extends Schema, infer _R> ? z.input<Q> : undefined;
export type ResponseOf<E> = E extends Endpoint<infer _B, infer _Q, infer R> ? R : never;

/** Fills `:name` places: `pathOf(e, { number: '200000017' })`. */
export function pathOf(e: Pick<AnyEndpoint, 'path'>, parameters: Record<string, string | number> = {}): string {
  return e.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`missing path parameter ${name} of ${e.path}`);
    return encodeURIComponent(String(value));
  });
}

/** Every error answer has this shape. */
export interface ErrorBody {
  code: string;
  /** A Chinese sentence that says what to do next. */
  message: string;
  requestId: string;
  /** Rule book id, where a rule was the reason, e.g. `CP-5`. */
  rule?: string;
  /** For `INVALID_INPUT`: what is wrong with which field. */
  fields?: { path: string; message: string }[];
}

/** A page of a list; ask again with `cursor: next` until `next` is null. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
