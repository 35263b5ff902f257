import { searchTickets } from '@shouwen/shared/contract/search';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/call';
import { queryKeys } from '../../api/query-client';

/** After this long without a key, what was typed is asked for. */
const PAUSE_MS = 250;
/** Fewer characters are refused by the server. */
export const SHORTEST = 2;

/** Each question has its own key, so an answer that comes late belongs to another question and is not shown. */
export function useSearch(words: string, size: number) {
  return useInfiniteQuery({
    queryKey: queryKeys.ticketSearch(words, size),
    queryFn: ({ pageParam, signal }) => call(searchTickets, { query: { q: words, cursor: pageParam, size }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: [...words].length >= SHORTEST,
    // Not kept: results hold other people's matters.
    gcTime: 60_000,
  });
}

/** The trimmed text once its typing has paused. */
export function useTypedPause(text: string): string {
  const [settled, setSettled] = useState(text.trim());
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text.trim()), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}
