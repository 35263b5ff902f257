import { beginCall, callerCard, endCall, noteFromCall, recentCalls, ticketFromCall } from '@shouwen/shared/contract/hotline';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

export function useCallerCard(callId: number) {
  return useQuery({ queryKey: queryKeys.call(callId), queryFn: ({ signal }) => call(callerCard, { params: { callId }, signal }) });
}
export function useRecentCalls() {
  return useQuery({ queryKey: queryKeys.recentCalls, queryFn: ({ signal }) => call(recentCalls, { signal }) });
}
export function useBeginCall() {
  const client = useQueryClient();
  return useIntent(beginCall, (card) => {
    client.setQueryData(queryKeys.call(card.callId), card);
    void client.invalidateQueries({ queryKey: queryKeys.recentCalls });
  });
}
export function useTicketFromCall() {
  const stale = useStaleAfterCall();
  return useIntent(ticketFromCall, stale);
}
export function useNoteFromCall() {
  const stale = useStaleAfterCall();
  return useIntent(noteFromCall, stale);
}
export function useEndCall() {
  const stale = useStaleAfterCall();
  return useIntent(endCall, stale);
}
function useStaleAfterCall() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: queryKeys.calls });
    void client.invalidateQueries({ queryKey: queryKeys.tickets });
  };
}
