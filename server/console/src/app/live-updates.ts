import { live, type LiveUpdate } from '@shouwen/shared/contract/staff';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { addressOf } from '../api/call';
import { queryKeys } from '../api/query-client';

export type LiveState = 'live' | 'polling';
type Heard = { kind: 'update'; update: LiveUpdate } | { kind: 'state'; state: LiveState };

const POLL_MS = 30_000;
const RECONNECT_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

const staleBy: Record<LiveUpdate['topic'], readonly (readonly string[])[]> = {
  tickets: [queryKeys.tickets, queryKeys.calls],
  appointments: [queryKeys.appointments, queryKeys.calls],
  call: [queryKeys.calls],
  import: [queryKeys.imports],
  duty: [queryKeys.duty],
  notices: [queryKeys.notices],
  'bill-run': [queryKeys.billRuns],
  payments: [queryKeys.cashier],
  // What somebody asked for was decided: the money it is about stands otherwise.
  approvals: [queryKeys.cashier, queryKeys.accountMoney],
};

/**
 * Keeps what is on the screen fresh: the server says which list has changed and the open queries ask again; while the line is down they ask
 * every 30 seconds. One tab holds the line and tells the others, since a browser opens only six connections to a server.
 */
export function useLiveUpdates(onUpdate: (update: LiveUpdate) => void): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('polling');

  const hear = useEffectEvent((heard: Heard) => {
    if (heard.kind === 'state') {
      setState(heard.state);
      // Whatever happened while nobody listened.
      if (heard.state === 'live') refresh(client, Object.values(staleBy).flat());
    } else {
      refresh(client, staleBy[heard.update.topic] ?? []);
      onUpdate(heard.update);
    }
  });

  useEffect(() => {
    const stop = new AbortController();
    const channel = new BroadcastChannel('shouwen-live');
    channel.onmessage = (event: MessageEvent<Heard>) => hear(event.data);
    const tell = (heard: Heard) => {
      hear(heard);
      channel.postMessage(heard);
    };
    const hold = () => holdLine(tell, stop.signal, () => void client.invalidateQueries({ queryKey: queryKeys.me }));
    // Locks need a secure origin; without them each tab holds a line of its own.
    if (navigator.locks) navigator.locks.request('shouwen-live', { signal: stop.signal }, hold).catch(() => undefined);
    else void hold();
    return () => {
      stop.abort();
      channel.close();
    };
  }, [client]);

  useEffect(() => {
    if (state === 'live') return;
    const timer = window.setInterval(() => refresh(client, Object.values(staleBy).flat()), POLL_MS);
    return () => clearInterval(timer);
  }, [client, state]);
  return state;
}

function refresh(client: QueryClient, keys: readonly (readonly string[])[]): void {
  for (const queryKey of keys) void client.invalidateQueries({ queryKey });
}

/** Stays connected until `signal`; resolves then. */
function holdLine(tell: (heard: Heard) => void, signal: AbortSignal, onRefused: () => void): Promise<void> {
  return new Promise((resolve) => {
    let failures = 0;
    let source: EventSource | null = null;
    let timer = 0;
    const connect = () => {
      source = new EventSource(addressOf(live));
      source.onopen = () => {
        failures = 0;
        tell({ kind: 'state', state: 'live' });
      };
      source.onmessage = (event: MessageEvent<string>) => {
        const update = parse(event.data);
        if (update) tell({ kind: 'update', update });
      };
      source.onerror = () => {
        tell({ kind: 'state', state: 'polling' });
        // The browser reconnects by itself unless the server refused.
        if (source?.readyState !== EventSource.CLOSED) return;
        onRefused();
        timer = window.setTimeout(connect, RECONNECT_MS[Math.min(failures++, RECONNECT_MS.length - 1)]);
      };
    };
    connect();
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      source?.close();
      resolve();
    });
  });
}

function parse(text: string): LiveUpdate | null {
  try {
    const value = JSON.parse(text) as Partial<LiveUpdate>;
    return value.topic && value.topic in staleBy ? { topic: value.topic, subject: String(value.subject ?? '') } : null;
  } catch {
    return null;
  }
}
