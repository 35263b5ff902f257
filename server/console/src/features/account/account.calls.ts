import type { AnyEndpoint, ResponseOf } from '@shouwen/shared/contract';
import { accountPage, searchAccounts } from '@shouwen/shared/contract/account';
import * as desk from '@shouwen/shared/contract/billing-desk';
import { paymentsOfAccount } from '@shouwen/shared/contract/payment-desk';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/call';
import { type IntentInput, useIntent } from '../../api/intent';

const key = (...of: unknown[]) => ['account', ...of] as const;

/** The words once the typing has paused. */
export function usePaused(words: string, ms = 200): string {
  const [paused, setPaused] = useState(words);
  useEffect(() => {
    const timer = window.setTimeout(() => setPaused(words), ms);
    return () => clearTimeout(timer);
  }, [words, ms]);
  return paused;
}

export const isEnough = (words: string) => [...words].length >= 2;
export function useFound(words: string) {
  return useQuery({ queryKey: key('found', words), queryFn: ({ signal }) => call(searchAccounts, { query: { q: words, size: 12 }, signal }), enabled: isEnough(words) });
}
/** Each opening is recorded: it is not asked again by itself. */
export function useAccount(id: number | null) {
  return useQuery({ queryKey: key('one', id), queryFn: ({ signal }) => call(accountPage, { params: { id: id! }, signal }), enabled: id !== null, staleTime: Infinity, refetchOnWindowFocus: false });
}
export function useBills(id: number) {
  return useInfiniteQuery({
    queryKey: key('money', 'bills', id), queryFn: ({ pageParam, signal }) => call(desk.accountBills, { params: { id }, query: { size: 24, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last: ResponseOf<typeof desk.accountBills>) => last.next,
  });
}
export function useBill(billId: number | null) {
  return useQuery({ queryKey: key('money', 'bill', billId), queryFn: ({ signal }) => call(desk.deskBill, { params: { id: billId! }, signal }), enabled: billId !== null });
}
export function useReadings(id: number) {
  return useQuery({ queryKey: key('money', 'readings', id), queryFn: ({ signal }) => call(desk.accountReadings, { params: { id }, signal }) });
}
export function useTerms(id: number) {
  return useQuery({ queryKey: key('money', 'terms', id), queryFn: ({ signal }) => call(desk.accountTerms, { params: { id }, signal }) });
}
export function usePayments(accountId: number) {
  return useInfiniteQuery({
    queryKey: key('money', 'payments', accountId), queryFn: ({ pageParam, signal }) => call(paymentsOfAccount, { query: { accountId, size: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last: ResponseOf<typeof paymentsOfAccount>) => last.next,
  });
}
/** Everything about the account is asked again afterwards, also after a refusal: somebody else may have been at it. */
export function useAccountCommand<E extends AnyEndpoint>(endpoint: E, onDone: (answer: ResponseOf<E>) => void) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: key() });
  // Before `onDone`, which takes the form away, and with it whatever it waits for.
  const intent = useIntent(endpoint, (answer: ResponseOf<E>) => { refresh(); onDone(answer); });
  const send = (input: IntentInput<E>) => intent.mutate(input, { onError: refresh });
  return { ...intent, send };
}
