import { readStaffNotice, readStaffNotices, staffNotices, unreadStaffNotices } from '@shouwen/shared/contract/notice';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { queryKeys } from '../../api/query-client';

export function useUnreadNotices() {
  return useQuery({ queryKey: queryKeys.unreadNotices, queryFn: ({ signal }) => call(unreadStaffNotices, { signal }) });
}
export function useNotices() {
  return useInfiniteQuery({
    queryKey: queryKeys.noticeList,
    queryFn: ({ pageParam, signal }) => call(staffNotices, { query: { cursor: pageParam, size: 30 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined,
  });
}
export function useReadNotice() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (id: number) => call(readStaffNotice, { params: { id } }), onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.notices }) });
}
export function useReadAllNotices() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (upTo: number) => call(readStaffNotices, { body: { upTo } }), onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.notices }) });
}
