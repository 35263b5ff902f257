import type { QueryInput } from '@shouwen/shared/contract';
import { registerTicket, staffTicket, staffTickets, unmask, type StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

export type TicketView = 'mine' | 'department' | 'hall' | 'leader';
type ListQuery = NonNullable<QueryInput<typeof staffTickets>>;
export type TicketFilter = Pick<ListQuery, 'status' | 'kind' | 'number'>;

export function useTicketList(view: TicketView, filter: TicketFilter) {
  return useInfiniteQuery({
    queryKey: queryKeys.ticketList(view, filter),
    queryFn: ({ pageParam, signal }) => call(staffTickets, { query: { view, ...filter, cursor: pageParam, size: 30 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useTicket(number: string) {
  return useQuery({ queryKey: queryKeys.ticket(number), queryFn: ({ signal }) => call(staffTicket, { params: { number }, signal }) });
}

export function useRegisterTicket(onDone: (ticket: StaffTicketDetail) => void) {
  const client = useQueryClient();
  return useIntent(registerTicket, (ticket) => {
    client.setQueryData(queryKeys.ticket(ticket.number), ticket);
    void client.invalidateQueries({ queryKey: queryKeys.tickets });
    onDone(ticket);
  });
}

export function useUnmask() {
  return useIntent(unmask);
}
