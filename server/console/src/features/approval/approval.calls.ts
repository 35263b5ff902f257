import type { AnyEndpoint } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/approval';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

/** Below the reminders' key: what is asked for and decided is announced there. */
const key = (...of: unknown[]) => [...queryKeys.notices, 'approvals', ...of] as const;

export function useApprovals(view: contract.ApprovalView) {
  return useInfiniteQuery({
    queryKey: key('list', view),
    queryFn: ({ pageParam, signal }) => call(contract.approvals, { query: { view, size: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last) => last.next,
  });
}
/** One by its address, though it be in no list before the viewer. */
export function useApproval(id: number | null) {
  return useQuery({ queryKey: key('one', id), queryFn: ({ signal }) => call(contract.approval, { params: { id: id! }, signal }), enabled: id !== null });
}
export function useApprovalCounts(enabled = true) {
  return useQuery({ queryKey: key('counts'), queryFn: ({ signal }) => call(contract.approvalCounts, { signal }), enabled });
}
/** Asked again also after a refusal: the subject may have changed. */
export function useApprovalCommand<E extends AnyEndpoint>(endpoint: E, id: number, onDone: () => void) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, onDone);
  return { ...intent, send: (body: unknown) => intent.mutate({ params: { id }, body: body as never }, { onSettled: () => void client.invalidateQueries({ queryKey: key() }) }) };
}
