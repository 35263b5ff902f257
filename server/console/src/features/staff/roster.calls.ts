import type { AnyEndpoint } from '@shouwen/shared/contract';
import { workingHours } from '@shouwen/shared/contract/duty';
import { posts, roster, rosterChanges } from '@shouwen/shared/contract/staff';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

export type Shown = 'yes' | 'no' | 'all';

export function useRoster(search: string, active: Shown) {
  return useInfiniteQuery({
    queryKey: queryKeys.roster(search, active),
    queryFn: ({ pageParam, signal }) => call(roster, { query: { search, active, cursor: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined,
  });
}
export function useRosterChanges(id: number) {
  return useInfiniteQuery({
    queryKey: queryKeys.rosterChanges(id),
    queryFn: ({ pageParam, signal }) => call(rosterChanges, { params: { id }, query: { cursor: pageParam, size: 10 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined,
  });
}
export function usePosts() {
  return useQuery({ queryKey: queryKeys.posts, queryFn: ({ signal }) => call(posts, { signal }) });
}
export function useWorkingHours() {
  return useQuery({ queryKey: queryKeys.workingHours, queryFn: ({ signal }) => call(workingHours, { signal }) });
}
/** A change of the administrator's data; a refusal refreshes it as well. */
export function useRosterCommand<E extends AnyEndpoint>(endpoint: E) {
  const client = useQueryClient();
  const intent = useIntent(endpoint);
  return {
    ...intent,
    send: (...[input, options]: Parameters<typeof intent.mutate>) => intent.mutate(input, {
      ...options,
      onSettled: () => {
        for (const queryKey of [['roster'], queryKeys.posts, queryKeys.duty, queryKeys.catalogue, queryKeys.departments, ['colleagues']]) void client.invalidateQueries({ queryKey });
      },
    }),
  };
}
