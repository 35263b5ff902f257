import type { AnyEndpoint, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/arrears';
import type { PlanStanding } from '@shouwen/shared/vocabulary';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent, type IntentInput } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

/** Below the reminders' key: a broken plan and a decided one are announced there. */
const key = (...of: unknown[]) => [...queryKeys.notices, 'arrears', ...of] as const;

export function useArrearsCounts() {
  return useQuery({ queryKey: key('counts'), queryFn: ({ signal }) => call(contract.arrearsCounts, { signal }), refetchInterval: 60_000 });
}
export function useArrearsCalls(state: 'due' | 'later' | 'ended') {
  return useInfiniteQuery({
    queryKey: key('calls', state), queryFn: ({ pageParam, signal }) => call(contract.arrearsCalls, { query: { state, size: 40, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last) => last.next,
    // Colleagues call from the same list.
    refetchInterval: 30_000,
  });
}
export function usePlans(standing: PlanStanding | undefined) {
  return useInfiniteQuery({
    queryKey: key('plans', standing), queryFn: ({ pageParam, signal }) => call(contract.plans, { query: { size: 40, ...(standing && { standing }), ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last) => last.next,
  });
}
export function useAccountArrears(accountNumber: string) {
  return useQuery({ queryKey: key('account', accountNumber), queryFn: ({ signal }) => call(contract.accountArrears, { params: { accountNumber }, signal }) });
}
export function useReminderSeries() {
  return useQuery({ queryKey: key('series'), queryFn: ({ signal }) => call(contract.reminderSeries, { signal }) });
}
export function useArrearsCommand<E extends AnyEndpoint>(endpoint: E, onDone?: (answer: ResponseOf<E>, input: IntentInput<E>) => void) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, onDone);
  return { ...intent, send: (input: IntentInput<E>) => intent.mutate(input, { onSettled: () => void client.invalidateQueries({ queryKey: key() }) }) };
}
