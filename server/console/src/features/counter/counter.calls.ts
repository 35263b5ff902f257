import { searchAccounts } from '@shouwen/shared/contract/account';
import { myShift } from '@shouwen/shared/contract/cashier';
import * as contract from '@shouwen/shared/contract/counter';
import * as desk from '@shouwen/shared/contract/payment-desk';
import type { AnyEndpoint, ResponseOf } from '@shouwen/shared/contract';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

const key = (...of: unknown[]) => [...queryKeys.cashier, 'counter', ...of] as const;

/** The words once the typing has paused; a scanner's Enter does not wait for it. */
export function usePaused(words: string, ms = 180): string {
  const [paused, setPaused] = useState(words);
  useEffect(() => {
    const timer = window.setTimeout(() => setPaused(words), ms);
    return () => clearTimeout(timer);
  }, [words, ms]);
  return paused;
}

/** One character finds too many people. */
export const isEnough = (words: string): boolean => [...words.trim()].length >= 2;
const findAccounts = (q: string, signal?: AbortSignal) => call(searchAccounts, { query: { q, size: 12 }, signal });
export function useFound(words: string) {
  return useQuery({ queryKey: key('found', words), queryFn: ({ signal }) => findAccounts(words, signal), enabled: isEnough(words), staleTime: 5000 });
}
/** For Enter at once: what the words find, from memory when it was just asked. */
export function useFind() {
  const client = useQueryClient();
  return (words: string) => client.fetchQuery({ queryKey: key('found', words), queryFn: ({ signal }) => findAccounts(words, signal), staleTime: 5000 });
}

/** Never from memory: amounts are of this moment. */
export const fetchAccount = (id: number) => call(contract.counterAccount, { params: { id } });

export function useShiftNow() {
  return useQuery({ queryKey: queryKeys.myShift, queryFn: ({ signal }) => call(myShift, { signal }) });
}
export function useCounterPayments(enabled = true) {
  return useInfiniteQuery({
    enabled, queryKey: key('payments'), initialPageParam: null as string | null, getNextPageParam: (last: ResponseOf<typeof contract.counterPayments>) => last.next,
    queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) => call(contract.counterPayments, { query: { size: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
  });
}
/** Money of this account that another payment had made superfluous (visible to who stands at the window). */
export function useReturned(accountId: number) {
  return useQuery({ queryKey: key('returned', accountId), queryFn: ({ signal }) => call(desk.paymentsOfAccount, { query: { accountId, returned: '1', size: 3 }, signal }) });
}
export function useDeskPayment(id: number | null) {
  return useQuery({ queryKey: key('payment', id), queryFn: ({ signal }) => call(desk.deskPayment, { params: { id: id! }, signal }), enabled: id !== null });
}
/** Said at once by the server when the money is there; asked besides, since a word may get lost. */
export function useNative(paymentId: number | null) {
  return useQuery<contract.CounterPaymentItem>({
    queryKey: key('native', paymentId), enabled: paymentId !== null, refetchInterval: (query) => (query.state.data && query.state.data.state !== 'unpaid' ? false : 3000),
    queryFn: ({ signal }) => call(contract.nativeStatus, { params: { id: paymentId! }, signal }),
  });
}
/** The shift's list and its pace, after money came by itself. */
export function useStaleShift(): () => void {
  const client = useQueryClient();
  return () => { for (const stale of [key('payments'), queryKeys.myShift]) void client.invalidateQueries({ queryKey: stale }); };
}
/** A command of the window; lists and the shift are asked anew after it. */
export function useCounterCommand<E extends AnyEndpoint>(endpoint: E, onDone?: (answer: ResponseOf<E>) => void) {
  const client = useQueryClient();
  return useIntent(endpoint, (answer) => {
    for (const stale of [key('payments'), key('payment'), queryKeys.myShift]) void client.invalidateQueries({ queryKey: stale });
    onDone?.(answer);
  });
}
