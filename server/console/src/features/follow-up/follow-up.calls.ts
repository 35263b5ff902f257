import type { AnyEndpoint, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/follow-up';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent, type IntentInput } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

/** Below the tickets' key: what closes or is rated changes the list. */
const key = (...of: unknown[]) => [...queryKeys.tickets, 'follow-ups', ...of] as const;

export function useFollowUps(desk: contract.FollowUpDesk, state: 'due' | 'later' | 'ended') {
  return useInfiniteQuery({
    queryKey: key('list', desk, state),
    queryFn: ({ pageParam, signal }) => call(contract.followUps, { query: { desk, state, size: 40, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    // Colleagues call from the same list.
    refetchInterval: 30_000,
  });
}
export function useFollowUpCounts() {
  return useQuery({ queryKey: key('counts'), queryFn: ({ signal }) => call(contract.followUpCounts, { signal }), refetchInterval: 60_000 });
}
export function useFollowUpCommand<E extends AnyEndpoint>(endpoint: E, onDone?: (answer: ResponseOf<E>, input: IntentInput<E>) => void) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, onDone);
  return { ...intent, send: (input: IntentInput<E>) => intent.mutate(input, { onSettled: () => void client.invalidateQueries({ queryKey: key() }) }) };
}
export function useEvaluationState(id: number | null) {
  return useQuery({ queryKey: ['evaluation', id], queryFn: ({ signal }) => call(contract.evaluationState, { params: { id: id! }, signal }), enabled: id !== null, refetchInterval: (query) => (query.state.data && query.state.data.state !== 'open' ? false : 3000) });
}
