import type { AnyEndpoint } from '@shouwen/shared/contract';
import { billRun, billRunPolicy, billRuns, reviewItems, reviewWorking, type BillRunView } from '@shouwen/shared/contract/bill-run';
import type { ReviewReason, ReviewState } from '@shouwen/shared/vocabulary';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

export const underWay = (state: BillRunView['state'] | undefined) => state === 'computing' || state === 'issuing' || state === 'cancelling';

export function useBillRuns() {
  return useInfiniteQuery({
    queryKey: [...queryKeys.billRuns, 'list'], queryFn: ({ pageParam, signal }) => call(billRuns, { query: { cursor: pageParam, size: 30 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined,
  });
}
/** Asks each second while bills are being computed, issued or deleted. */
export function useBillRun(id: number) {
  return useQuery({ queryKey: queryKeys.billRun(id), queryFn: ({ signal }) => call(billRun, { params: { id }, signal }), refetchInterval: (query) => (underWay(query.state.data?.state) ? 1000 : false) });
}
export function useReviews(id: number, filter: { state: ReviewState; reason?: ReviewReason }) {
  return useInfiniteQuery({
    queryKey: queryKeys.billRunReviews(id, filter), queryFn: ({ pageParam, signal }) => call(reviewItems, { params: { id }, query: { ...filter, cursor: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined,
  });
}
export function useWorking(id: number, item: number) {
  return useQuery({ queryKey: [...queryKeys.billRuns, 'working', id, item], queryFn: ({ signal }) => call(reviewWorking, { params: { id, item }, signal }) });
}
export function useBillRunPolicy() {
  return useQuery({ queryKey: [...queryKeys.billRuns, 'policy'], queryFn: ({ signal }) => call(billRunPolicy, { signal }) });
}

/** Everything about runs is asked again before `onDone`, so that nobody goes on with a list that was; also after a refusal: it says that something has changed. */
export function useBillRunCommand<E extends AnyEndpoint>(endpoint: E, onDone: (answer: unknown) => void) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.billRuns });
  const intent = useIntent(endpoint, (answer) => refresh().then(() => onDone(answer)));
  return { ...intent, send: (body: unknown, id?: number) => intent.mutate({ ...(id === undefined ? {} : { params: { id } }), body: body as never }, { onSettled: (_answer, error) => void (error && refresh()) }) };
}
