import { pathOf, type AnyEndpoint, type BodyInput, type QueryInput, type ResponseOf } from '@shouwen/shared/contract';
import { exchange, NoAnswer, type HttpAnswer } from '@/platform/http';
import { asApiError, errorFrom, noNetwork } from './api-error';
import { withQuery } from './query-string';
import { forget, signIn, tokenOf, type Who } from './session';

export interface CallOptions<E> {
  path?: Record<string, string | number>;
  body?: BodyInput<E>;
  query?: QueryInput<E>;
  /** Same key for each retry of one intent (see intent.ts). */
  key?: string;
  /** `anyone` needs no session and asks for none. */
  as?: Who | 'anyone';
}

const IN_FLIGHT_PATIENCE = 5;
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/**
 * Calls an endpoint of the shared contract. Throws ApiError for a refusal and for no network.
 * An expired resident session is renewed once, silently where the platform can.
 */
export async function call<E extends AnyEndpoint>(endpoint: E, options: CallOptions<E> = {}): Promise<ResponseOf<E>> {
  const who = options.as ?? 'resident';
  const path = withQuery(pathOf(endpoint, options.path), options.query as Record<string, unknown> | undefined);
  const answer = await withSession(who, (headers) =>
    exchange({
      method: endpoint.method,
      path,
      body: options.body,
      headers: options.key === undefined ? headers : { ...headers, 'idempotency-key': options.key },
    }),
  );
  return answer.data as ResponseOf<E>;
}

/** One exchange with the right token; also for uploads. */
export async function withSession<A extends HttpAnswer>(who: Who | 'anyone', send: (headers: Record<string, string>) => Promise<A>): Promise<A> {
  let renewed = false;
  for (let waits = 0; ; ) {
    if (who === 'resident' && tokenOf('resident') === null) {
      renewed = true;
      await signIn({ byTap: false }).catch((reason: unknown) => {
        throw asApiError(reason);
      });
    }
    const token = who === 'anyone' ? null : tokenOf(who);
    const answer = await send(token === null ? {} : { authorization: `Bearer ${token}` }).catch((reason: unknown) => {
      throw reason instanceof NoAnswer ? noNetwork() : reason;
    });
    if (answer.status < 400) return answer;
    const error = errorFrom(answer.status, answer.data);
    if (answer.status === 401 && error.code === 'SIGN_IN_REQUIRED' && who !== 'anyone') {
      forget(who);
      if (who === 'resident' && !renewed) continue;
    }
    // The first try of this very intent is still at work: its answer will be replayed.
    if (error.code === 'REQUEST_IN_FLIGHT' && waits++ < IN_FLIGHT_PATIENCE) {
      await pause(1000);
      continue;
    }
    throw error;
  }
}
