import type { BodyInput } from '@shouwen/shared/contract';
import { similarTickets, similarToDraft } from '@shouwen/shared/contract/similar';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../api/call';
import { queryKeys } from '../api/query-client';

export type SimilarDraft = BodyInput<typeof similarToDraft>;

/** Typing pauses this long before the neighbours are asked for again. */
const PAUSE_MS = 600;

export function useSimilar(number: string) {
  return useQuery({ queryKey: queryKeys.similarTickets(number), queryFn: ({ signal }) => call(similarTickets, { params: { number }, signal }), staleTime: 60_000 });
}

/** While a form is being filled in; silent until it says enough to look for. */
export function useSimilarToDraft(draft: SimilarDraft) {
  const [asked, setAsked] = useState(draft);
  const said = JSON.stringify(draft);
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(JSON.parse(said) as SimilarDraft), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [said]);
  const enough = asked.category !== '' && ((asked.accountNumber ?? '').length >= 6 || (asked.address ?? '').trim().length >= 3 || !!asked.place);
  const query = useQuery({ queryKey: queryKeys.similarToDraft(asked), queryFn: ({ signal }) => call(similarToDraft, { body: asked, signal }), enabled: enough, staleTime: 30_000 });
  return enough ? (query.data?.items ?? []) : [];
}
