import { beAtTicket, keepReplyDraft, materialsNotice, replyAids, ticketReaders, type Companion } from '@shouwen/shared/contract/ticket-desk';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error';
import { call } from '../../api/call';

// Beside the tickets' keys, not under them: a change of a ticket does not change these.
const keys = {
  aids: (number: string) => ['reply-aids', number] as const,
  readers: (number: string) => ['ticket-readers', number] as const,
  notice: (number: string, version: number) => ['materials-notice', number, version] as const,
};
const BEAT_MS = 15_000;
const KEEP_AFTER_MS = 900;

/** Who else has the ticket open; says every 15 seconds that we do. */
export function useCompany(number: string, writing: boolean): readonly Companion[] {
  const [others, setOthers] = useState<readonly Companion[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const beat = () => {
      if (document.visibilityState === 'hidden') return;
      // A missed beat is made good by the next.
      call(beAtTicket, { params: { number }, body: { writing }, signal: stop.signal }).then((answer) => setOthers(answer.others), () => undefined);
    };
    beat();
    const timer = window.setInterval(beat, BEAT_MS);
    document.addEventListener('visibilitychange', beat);
    return () => {
      stop.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', beat);
    };
  }, [number, writing]);
  return others;
}

/** Asked anew each time the composer opens: the draft may have been kept elsewhere. */
export function useReplyAids(number: string) {
  return useQuery({ queryKey: keys.aids(number), queryFn: ({ signal }) => call(replyAids, { params: { number }, signal }), gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false });
}

export type DraftState = 'idle' | 'keeping' | 'kept' | 'offline' | 'changed-elsewhere';

/** Which revision this window kept last, so that its own draft is not taken for another's. */
const keptHere = new Map<string, number>();

/**
 * Keeps the text on the server a moment after the last key, once `loaded` tells what is there. What another window kept meanwhile is not
 * overwritten: the person chooses.
 */
export function useDraftKeeper(number: string, text: string, loaded: { text: string; revision: number } | undefined) {
  const [state, setState] = useState<DraftState>('idle');
  const base = useRef<{ text: string; revision: number } | null>(null);
  const timer = useRef(0);
  const blocked = state === 'changed-elsewhere';
  const keep = async (next: string) => {
    if (!base.current || next === base.current.text) return;
    setState('keeping');
    try {
      const kept = await call(keepReplyDraft, { params: { number }, body: { text: next, revision: base.current.revision } });
      keptHere.set(number, kept.revision);
      if (base.current) base.current = { text: next, revision: kept.revision };
      setState('kept');
    } catch (error) {
      setState(error instanceof ApiError && error.code === 'DRAFT_CHANGED' ? 'changed-elsewhere' : 'offline');
    }
  };
  const begin = useEffectEvent((draft: { text: string; revision: number }) => {
    if (base.current !== null) return;
    base.current = draft;
    if (text !== '' && draft.text !== '' && text !== draft.text && keptHere.get(number) !== draft.revision) setState('changed-elsewhere');
  });
  const later = useEffectEvent(() => void keep(text));
  useEffect(() => { if (loaded) begin(loaded); }, [loaded]);
  useEffect(() => {
    if (blocked || !loaded) return;
    timer.current = window.setTimeout(() => later(), KEEP_AFTER_MS);
    return () => clearTimeout(timer.current);
  }, [text, loaded, number, blocked]);
  return {
    state,
    /** What is not kept yet when the composer closes. */
    flush: () => { clearTimeout(timer.current); if (!blocked) void keep(text); },
    /** After a look at the other window's: goes on from there. */
    take: (draft: { text: string; revision: number }) => { base.current = draft; keptHere.set(number, draft.revision); setState('idle'); },
    /** Sent: there is nothing to keep. */
    stop: () => { clearTimeout(timer.current); base.current = null; keptHere.delete(number); },
  };
}

export function useReaders(number: string) {
  return useInfiniteQuery({
    queryKey: keys.readers(number), queryFn: ({ pageParam, signal }) => call(ticketReaders, { params: { number }, query: { cursor: pageParam, size: 30 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined, staleTime: 0,
  });
}

export function useMaterialsNotice(number: string, version: number) {
  return useQuery({ queryKey: keys.notice(number, version), queryFn: ({ signal }) => call(materialsNotice, { params: { number }, signal }) });
}
