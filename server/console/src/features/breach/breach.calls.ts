import type { AnyEndpoint, QueryInput } from '@shouwen/shared/contract';
import { breaches } from '@shouwen/shared/contract/breach';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

export type BreachFilter = Pick<NonNullable<QueryInput<typeof breaches>>, 'view' | 'kind' | 'state' | 'from' | 'to'>;
/** Below the reminders' key: what is recorded, contested and decided is announced there. */
const key = [...queryKeys.notices, 'breaches'] as const;

export function useBreaches(filter: BreachFilter) {
  return useInfiniteQuery({
    queryKey: [...key, filter],
    queryFn: ({ pageParam, signal }) => call(breaches, { query: { ...filter, cursor: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Contest or decision; the list is asked again also after a refusal. */
export function useBreachCommand<E extends AnyEndpoint>(endpoint: E, id: number, onDone: () => void) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, onDone);
  return { ...intent, send: (body: unknown) => intent.mutate({ params: { id }, body: body as never }, { onSettled: () => void client.invalidateQueries({ queryKey: key }) }) };
}
