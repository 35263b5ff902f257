import { useRef, useState } from 'react';
import type { AnyEndpoint, BodyInput, ResponseOf } from '@shouwen/shared/contract';
import { ApiError, asApiError } from './api-error';
import { call, type CallOptions } from './call';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Unique enough to tell one person's intents apart for a day; it is no secret. */
export function newKey(): string {
  const random = Array.from({ length: 20 }, () => ALPHABET[Math.floor(Math.random() * ALPHABET.length)]).join('');
  return `${Date.now().toString(36)}-${random}`;
}

export type Problems = Record<string, string>;

/** What the contract's own schema says about a body, field by field, before anything is sent. */
export function problemsOf<E extends AnyEndpoint>(endpoint: E, body: unknown): Problems {
  const result = endpoint.body?.safeParse(body);
  if (!result || result.success) return {};
  return byPath(result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })));
}
function byPath(issues: { path: string; message: string }[]): Problems {
  const found: Problems = {};
  for (const { path, message } of issues) found[path] ??= message;
  return found;
}

/**
 * Something the resident does: `run` checks it, sends it and keeps one idempotency key for as long as the content stays the same,
 * so that pressing again after a lost answer does not do it twice. `error` is for the whole; `problems(body)` are by field path, from the
 * first press on and for what is filled in now.
 */
export function useIntent<E extends AnyEndpoint>(endpoint: E, fixed: { as?: CallOptions<E>['as'] } = {}) {
  const [state, set] = useState<{ pending: boolean; error: ApiError | null; refused: Problems }>({ pending: false, error: null, refused: {} });
  const [tried, setTried] = useState(false);
  const intent = useRef<{ content: string; key: string } | null>(null);
  const busy = useRef(false);

  async function run(options: { path?: CallOptions<E>['path']; body?: BodyInput<E> } = {}): Promise<ResponseOf<E> | null> {
    if (busy.current) return null;
    setTried(true);
    if (Object.keys(problemsOf(endpoint, options.body)).length > 0) {
      set({ pending: false, error: null, refused: {} });
      return null;
    }
    const content = JSON.stringify(options);
    if (intent.current?.content !== content) intent.current = { content, key: newKey() };
    busy.current = true;
    set({ pending: true, error: null, refused: {} });
    try {
      const response = await call(endpoint, { ...fixed, ...options, key: endpoint.idempotent ? intent.current.key : undefined } as CallOptions<E>);
      intent.current = null;
      set({ pending: false, error: null, refused: {} });
      setTried(false);
      return response;
    } catch (reason) {
      const error = asApiError(reason);
      // A refusal is an answer: the next press is a new intent. Only a missing answer keeps the key.
      if (!error.offline && !['REQUEST_IN_FLIGHT', 'BUSY', 'INTERNAL'].includes(error.code)) intent.current = null;
      set({ pending: false, error, refused: byPath(error.fields) });
      return null;
    } finally {
      busy.current = false;
    }
  }
  const clear = () => {
    set({ pending: false, error: null, refused: {} });
    setTried(false);
  };
  const problems = (body: BodyInput<E>): Problems => (tried ? { ...state.refused, ...problemsOf(endpoint, body) } : {});
  return { pending: state.pending, error: state.error, problems, run, clear };
}
