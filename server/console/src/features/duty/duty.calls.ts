import type { AnyEndpoint } from '@shouwen/shared/contract';
import {
  attendanceList, changePresence, dutyBoard, leaveCounts, leaveDetail, leaves, myAttendance, myPresence, type LeaveDetail, type PresenceView,
} from '@shouwen/shared/contract/duty';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

export type LeaveView = 'mine' | 'waiting' | 'relief' | 'place';

export function usePresence() {
  return useQuery({ queryKey: queryKeys.presence, queryFn: ({ signal }) => call(myPresence, { signal }) });
}
/** Also after a refusal: then the state was not as thought. */
export function useChangePresence() {
  const client = useQueryClient();
  const intent = useIntent(changePresence, (presence: PresenceView) => {
    client.setQueryData(queryKeys.presence, presence);
    void client.invalidateQueries({ queryKey: queryKeys.me });
  });
  return { ...intent, send: (...[input, options]: Parameters<typeof intent.mutate>) => intent.mutate(input, { ...options, onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.duty }) }) };
}
export function useDutyBoard() {
  return useQuery({ queryKey: queryKeys.dutyBoard, queryFn: ({ signal }) => call(dutyBoard, { signal }), refetchInterval: 60_000 });
}
export function useLeaveCounts() {
  return useQuery({ queryKey: queryKeys.leaveCounts, queryFn: ({ signal }) => call(leaveCounts, { signal }) });
}
export function useLeaves(view: LeaveView, enabled = true) {
  return useInfiniteQuery({
    queryKey: queryKeys.leaveList(view), enabled,
    queryFn: ({ pageParam, signal }) => call(leaves, { query: { view, cursor: pageParam, size: 30 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined,
  });
}
export function useLeave(id: number) {
  return useQuery({ queryKey: queryKeys.leave(id), queryFn: ({ signal }) => call(leaveDetail, { params: { id }, signal }) });
}
/** A step of a leave; a refusal refreshes it as well. */
export function useLeaveCommand<E extends AnyEndpoint>(endpoint: E) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, (answer) => {
    const leave = answer as LeaveDetail;
    client.setQueryData(queryKeys.leave(leave.id), leave);
  });
  return { ...intent, send: (...[input, options]: Parameters<typeof intent.mutate>) => intent.mutate(input, { ...options, onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.duty }) }) };
}
export function useAttendance(month: string, staffId: number | null) {
  return useQuery({ queryKey: queryKeys.attendance(month, staffId ?? 'me'), queryFn: ({ signal }) => call(myAttendance, { query: { month, ...(staffId === null ? {} : { staffId }) }, signal }) });
}
export function useAttendanceList(month: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: queryKeys.attendance(month, 'list'), enabled,
    queryFn: ({ pageParam, signal }) => call(attendanceList, { query: { month, cursor: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined,
  });
}
