import type { AnyEndpoint, QueryInput, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/complaint-desk';
import { decideReview, followUpCounts, reviews } from '@shouwen/shared/contract/follow-up';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

/** Below the tickets' key: what moves a ticket moves its complaint. */
const key = (...of: unknown[]) => [...queryKeys.tickets, 'complaints', ...of] as const;

/** One list, page by page. */
function usePages<E extends AnyEndpoint, T>(endpoint: E & { readonly response?: { items: T[]; next: string | null } }, name: string, query: object) {
  return useInfiniteQuery({
    queryKey: key(name, query),
    queryFn: async ({ pageParam, signal }) => (await call(endpoint as AnyEndpoint, { query: { ...query, size: 40, ...(pageParam === null ? {} : { cursor: pageParam }) } as never, signal })) as { items: T[]; next: string | null },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function useComplaintCounts(enabled = true) {
  return useQuery({ queryKey: key('counts'), queryFn: ({ signal }) => call(contract.complaintCounts, { signal }), enabled });
}
export function useReviewCount() {
  return useQuery({ queryKey: key('review-count'), queryFn: ({ signal }) => call(followUpCounts, { signal }), select: (counts) => counts.reviews });
}
export const useWaiting = (wait: contract.ComplaintWait | undefined) => usePages<typeof contract.waitingComplaints, contract.ComplaintItem>(contract.waitingComplaints, 'waiting', wait === undefined ? {} : { wait });
export type RegisterFilter = QueryInput<typeof contract.exportComplaintRegister>;
export const useRegister = (filter: RegisterFilter) => usePages<typeof contract.complaintRegister, contract.ComplaintRegisterRow>(contract.complaintRegister, 'register', filter);
export const useStudies = (state: contract.StudyState) => usePages<typeof contract.studyItems, contract.StudyItem>(contract.studyItems, 'studies', { state });
export const useConsequences = (state: contract.ConsequenceState) => usePages<typeof contract.consequences, contract.ConsequenceItem>(contract.consequences, 'consequences', { state });
export const useReviews = (state: 'open' | 'decided') => usePages<typeof reviews, ResponseOf<typeof decideReview>>(reviews, 'reviews', { state });

export function useComplaintYear(year: number) {
  return useQuery({ queryKey: key('year', year), queryFn: ({ signal }) => call(contract.complaintYear, { params: { year }, signal }) });
}
export function useSheets(year: number) {
  return useQuery({ queryKey: key('sheets', year), queryFn: ({ signal }) => call(contract.yearlySheets, { params: { year }, signal }) });
}
export function useSheet(year: number, staffId: number) {
  return useQuery({ queryKey: key('sheet', year, staffId), queryFn: ({ signal }) => call(contract.yearlySheet, { params: { year, staffId }, signal }) });
}
/** Afterwards every list about tickets is asked again, also when it was refused: things were not as thought. */
export function useDeskCommand<E extends AnyEndpoint>(endpoint: E) {
  const client = useQueryClient();
  const intent = useIntent(endpoint);
  return {
    ...intent,
    send: (...[input, options]: Parameters<typeof intent.mutate>) => intent.mutate(input, { ...options, onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.tickets }) }),
  };
}
