import { corrections, hallCalendarEditions, hallCalendars, previewCorrection, type CalendarChange } from '@shouwen/shared/contract/calendar';
import { books, checkEdition, currentEdition, editions, oneEdition, type BookContent, type BookKind } from '@shouwen/shared/contract/rulebook';
import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';

const keys = {
  all: ['rulebook'] as const,
  current: (kind: BookKind) => ['rulebook', 'current', kind] as const,
  halls: ['rulebook', 'halls'] as const,
  corrections: ['rulebook', 'corrections'] as const,
};

export function useBooks() {
  return useQuery({ queryKey: keys.all, queryFn: ({ signal }) => call(books, { signal }) });
}
export function useCurrent<K extends BookKind>(kind: K) {
  return useQuery({
    queryKey: keys.current(kind),
    queryFn: async ({ signal }) => {
      const { edition, content } = await call(currentEdition, { params: { kind }, signal });
      // The answer's kind is the one asked for.
      return { edition, content: content as BookContent[K] };
    },
  });
}
export function useEditions(kind: BookKind) {
  return useInfiniteQuery({
    queryKey: ['rulebook', 'editions', kind], initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => call(editions, { params: { kind }, query: { size: 20, cursor: pageParam ?? undefined }, signal }),
    getNextPageParam: (page) => page.next,
  });
}
/** An edition never changes. */
export function useEdition(kind: BookKind, edition: number | null) {
  return useQuery({
    queryKey: ['rulebook', 'edition', kind, edition], enabled: edition !== null, staleTime: Infinity,
    queryFn: ({ signal }) => call(oneEdition, { params: { kind, edition: edition! }, signal }),
  });
}
/** What publishing would change; asked anew for every draft. */
export function useCheck(kind: BookKind, basedOn: number, content: unknown) {
  return useQuery({ queryKey: ['rulebook', 'check', kind, basedOn, content], staleTime: 0, queryFn: ({ signal }) => call(checkEdition, { params: { kind }, body: { basedOn, content }, signal }) });
}
export function useHallCalendars() {
  return useQuery({ queryKey: keys.halls, queryFn: ({ signal }) => call(hallCalendars, { signal }) });
}
export function useHallEditions(hallId: number) {
  return useInfiniteQuery({
    queryKey: ['rulebook', 'hall-editions', hallId], initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => call(hallCalendarEditions, { params: { hallId }, query: { size: 20, cursor: pageParam ?? undefined }, signal }),
    getNextPageParam: (page) => page.next,
  });
}
export function useMoved(change: CalendarChange | null) {
  return useInfiniteQuery({
    queryKey: ['rulebook', 'moved', change], enabled: change !== null, staleTime: 0, initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => call(previewCorrection, { body: { change: change!, cursor: pageParam ?? undefined, size: 20 }, signal }),
    getNextPageParam: (page) => page.next,
  });
}
/** Asks each second while a correction goes through the tickets. */
export function useCorrections() {
  return useQuery({
    queryKey: keys.corrections, queryFn: ({ signal }) => call(corrections, { signal }),
    refetchInterval: (query) => (query.state.data?.items.some(({ state }) => state === 'running') ? 1000 : false),
  });
}
export function published(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: keys.all });
  void client.invalidateQueries({ queryKey: ['categories'] });
}
