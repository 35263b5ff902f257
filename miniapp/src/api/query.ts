import { QueryClient, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useDidHide, useDidShow } from '@tarojs/taro';
import { useRef, useState } from 'react';
import type { AnyEndpoint, Page, ResponseOf } from '@shouwen/shared/contract';
import { clientConfiguration } from '@shouwen/shared/contract/identity';
import { ApiError } from './api-error';
import { call, type CallOptions } from './call';
import { useMayAsk } from './session';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Whether there is a network shows when we ask; phones are often wrong about it.
      networkMode: 'always',
      retry: (failures, error) => error instanceof ApiError && error.offline && failures < 1,
      retryDelay: 800,
      staleTime: 5_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: true,
    },
  },
});

type Ask<E> = Pick<CallOptions<E>, 'path' | 'query' | 'as'>;
const keyOf = <E extends AnyEndpoint>(endpoint: E, ask: Ask<E>): unknown[] => [ask.as ?? 'resident', endpoint.path, ask.path ?? {}, ask.query ?? {}];

/** Whether this page is the one being looked at. */
function useShown(onShow: () => void): boolean {
  const [shown, setShown] = useState(true);
  const first = useRef(true);
  useDidShow(() => {
    setShown(true);
    // The first showing is the mount, which asks by itself.
    if (!first.current) onShow();
    first.current = false;
  });
  useDidHide(() => setShown(false));
  return shown;
}

/**
 * Reads an endpoint and keeps the answer; asks again when the page is shown again, and every `everyMs` while it is looked at.
 * Resident endpoints wait until the resident is signed in.
 */
export function useAnswer<E extends AnyEndpoint>(endpoint: E, ask: Ask<E> = {}, options: { enabled?: boolean; everyMs?: number | ((data: ResponseOf<E> | undefined) => number | false) } = {}): UseQueryResult<ResponseOf<E>, ApiError> {
  const mayAsk = useMayAsk();
  const who = ask.as ?? 'resident';
  const enabled = (options.enabled ?? true) && (who !== 'resident' || mayAsk);
  const query = useQuery<ResponseOf<E>, ApiError>({
    queryKey: keyOf(endpoint, ask),
    queryFn: () => call(endpoint, ask as CallOptions<E>),
    enabled,
    refetchInterval: ({ state }) => {
      if (!shown || options.everyMs === undefined) return false;
      return typeof options.everyMs === 'function' ? options.everyMs(state.data) : options.everyMs;
    },
  });
  const shown = useShown(() => {
    if (enabled) void query.refetch();
  });
  return query;
}

type ItemOf<E> = ResponseOf<E> extends Page<infer T> ? T : never;

/** A list that comes in pages: what has been read so far, and how to read on. */
export function usePages<E extends AnyEndpoint>(endpoint: E, ask: Ask<E> = {}, options: { everyMs?: number } = {}) {
  const mayAsk = useMayAsk();
  const enabled = (ask.as ?? 'resident') !== 'resident' || mayAsk;
  const query = useInfiniteQuery({
    queryKey: [...keyOf(endpoint, ask), 'pages'],
    queryFn: ({ pageParam }) => call(endpoint, { ...ask, query: { ...(ask.query as object | undefined), cursor: pageParam ?? undefined } } as CallOptions<E>),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last as Page<unknown>).next,
    enabled,
    refetchInterval: () => (shown && options.everyMs !== undefined ? options.everyMs : false),
  });
  const shown = useShown(() => {
    if (enabled) void query.refetch();
  });
  const items = query.data?.pages.flatMap((page) => (page as Page<ItemOf<E>>).items);
  return { ...query, data: items, error: query.error as ApiError | null };
}

/** What was read from these endpoints is old now. */
export function outdate(...endpoints: AnyEndpoint[]): void {
  for (const endpoint of endpoints) void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === endpoint.path });
}
/** Puts an answer that came with a command where readers of `endpoint` find it. */
export function remember<E extends AnyEndpoint>(endpoint: E, ask: Ask<E>, data: ResponseOf<E>): void {
  queries.setQueryData(keyOf(endpoint, ask), data);
}

/** Company, hotline, map and templates; rarely changes. */
export function useConfiguration() {
  return useAnswer(clientConfiguration, { as: 'anyone' }).data;
}
