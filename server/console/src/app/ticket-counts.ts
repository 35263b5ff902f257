import { staffTicketCounts } from '@shouwen/shared/contract/ticket';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call';
import { queryKeys } from '../api/query-client';

export function useTicketCounts() {
  return useQuery({ queryKey: queryKeys.ticketCounts, queryFn: ({ signal }) => call(staffTicketCounts, { signal }) });
}
