import type { AnyEndpoint } from '@shouwen/shared/contract';
import { bookableDays, slots } from '@shouwen/shared/contract/appointment';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/call';
import { useIntent } from '../api/intent';
import { queryKeys } from '../api/query-client';

export function useBookableDays(hallId: number | null, serviceId: number | null) {
  return useQuery({
    queryKey: queryKeys.bookable('days', hallId ?? 0, serviceId ?? 0), enabled: hallId !== null && serviceId !== null,
    queryFn: ({ signal }) => call(bookableDays, { params: { hallId: hallId! }, query: { serviceId: serviceId! }, signal }),
  });
}
export function useSlots(hallId: number | null, serviceId: number | null, date: string | null) {
  return useQuery({
    queryKey: queryKeys.bookable('slots', hallId ?? 0, serviceId ?? 0, date ?? ''), enabled: hallId !== null && serviceId !== null && date !== null,
    queryFn: ({ signal }) => call(slots, { params: { hallId: hallId! }, query: { serviceId: serviceId!, date: date! }, signal }),
  });
}
/** Anything that changes the day; a refusal refreshes it as well, since the day was not as thought. */
export function useDayCommand<E extends AnyEndpoint>(endpoint: E) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, () => void client.invalidateQueries({ queryKey: queryKeys.tickets }));
  return {
    ...intent,
    send: (...[input, options]: Parameters<typeof intent.mutate>) => intent.mutate(input, {
      ...options,
      onSettled: () => {
        void client.invalidateQueries({ queryKey: queryKeys.appointments });
        // A caller's card lists bookings.
        void client.invalidateQueries({ queryKey: queryKeys.calls });
      },
    }),
  };
}
