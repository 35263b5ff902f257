import type { QueryInput } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/report';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';

const key = (...of: unknown[]) => ['reports', ...of] as const;
export type TakingsFilter = QueryInput<typeof contract.takings>;
export type CollectionFilter = { fromMonth: string; toMonth: string };
export type ExceptionFilter = Pick<NonNullable<QueryInput<typeof contract.exceptions>>, 'kind' | 'from' | 'to'>;

export function useTakings(filter: TakingsFilter) {
  return useQuery({ queryKey: key('takings', filter), queryFn: ({ signal }) => call(contract.takings, { query: filter, signal }), placeholderData: keepPreviousData });
}
export function useArrearsByAge() {
  return useQuery({ queryKey: key('arrears'), queryFn: ({ signal }) => call(contract.arrearsByAge, { query: {}, signal }) });
}
export function useCollection(filter: CollectionFilter) {
  return useQuery({ queryKey: key('collection', filter), queryFn: ({ signal }) => call(contract.collection, { query: filter, signal }), placeholderData: keepPreviousData });
}
export function useRenewCollection(filter: CollectionFilter) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call(contract.renewCollection, { body: filter }), onSuccess: (report) => client.setQueryData(key('collection', filter), report) });
}
export function useExceptions(filter: ExceptionFilter) {
  return useInfiniteQuery({
    queryKey: key('exceptions', filter), queryFn: ({ pageParam, signal }) => call(contract.exceptions, { query: { ...filter, size: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last) => last.next,
  });
}
