import type { AnyEndpoint, QueryInput, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/application';
import type { ApplicationStage } from '@shouwen/shared/vocabulary';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent, type IntentInput } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

/** Below the tickets' key: what moves a ticket moves its application. */
const key = (...of: unknown[]) => [...queryKeys.tickets, 'applications', ...of] as const;

export function useApplicationCounts() {
  return useQuery({ queryKey: key('counts'), queryFn: ({ signal }) => call(contract.applicationCounts, { signal }) });
}
export function useApplications(stage: ApplicationStage, scope: 'mine' | 'department') {
  return useInfiniteQuery({
    queryKey: key('list', stage, scope),
    queryFn: ({ pageParam, signal }) => call(contract.staffApplications, { query: { stage, scope, size: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}
export function useApplication(number: string) {
  return useQuery({ queryKey: key('one', number), queryFn: ({ signal }) => call(contract.staffApplication, { params: { number }, signal }) });
}
export function useGuides() {
  return useQuery({ queryKey: ['application-guides'], queryFn: ({ signal }) => call(contract.guides, { signal }), staleTime: 300_000 });
}
export function useTriage(words: string) {
  return useQuery({ queryKey: ['application-triage', words], queryFn: ({ signal }) => call(contract.triage, { query: { words }, signal }), enabled: words.length > 1, staleTime: 60_000 });
}
export function useWeeklyCheck(day: string | undefined) {
  return useQuery({ queryKey: key('check', day ?? ''), queryFn: ({ signal }) => call(contract.weeklyCheck, { query: day === undefined ? {} : { day }, signal }) });
}
export type LedgerFilter = QueryInput<typeof contract.applicationFigures>;
export function useLedger(filter: LedgerFilter) {
  return useInfiniteQuery({
    queryKey: key('ledger', filter),
    queryFn: ({ pageParam, signal }) => call(contract.applicationLedger, { query: { ...filter, size: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}
export function useFigures(filter: LedgerFilter) {
  return useQuery({ queryKey: key('figures', filter), queryFn: ({ signal }) => call(contract.applicationFigures, { query: filter, signal }) });
}

/** A command on applications; afterwards every list about tickets is asked again. */
export function useApplicationCommand<E extends AnyEndpoint>(endpoint: E, done?: (answer: ResponseOf<E>, input: IntentInput<E>) => void) {
  const client = useQueryClient();
  return useIntent(endpoint, (answer, input) => {
    void client.invalidateQueries({ queryKey: queryKeys.tickets });
    done?.(answer, input);
  });
}
