import type { AnyEndpoint } from '@shouwen/shared/contract';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/api-error';
import { useIntent } from '../api/intent';
import { queryKeys } from '../api/query-client';

/** A command on a ticket. A conflict fetches the ticket anew, so that the form can show what has happened meanwhile. */
export function useTicketCommand<E extends AnyEndpoint & { readonly response?: StaffTicketDetail }>(endpoint: E, number: string, onDone: (ticket: StaffTicketDetail) => void) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, (answer) => {
    const ticket = answer as StaffTicketDetail;
    client.setQueryData(queryKeys.ticket(number), ticket);
    void client.invalidateQueries({ queryKey: queryKeys.tickets });
    onDone(ticket);
  });
  return {
    ...intent,
    send: (body: unknown) =>
      intent.mutate({ params: { number }, body: body as never }, {
        onError: (error) => {
          if (error instanceof ApiError && (error.status === 409 || error.status === 403)) void client.invalidateQueries({ queryKey: queryKeys.ticket(number) });
        },
      }),
  };
}
