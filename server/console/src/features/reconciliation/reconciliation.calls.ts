import type { AnyEndpoint } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/reconciliation';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { sendForm } from '../../api/upload';

const key = (...of: unknown[]) => ['reconciliation', ...of] as const;

export function useDays() {
  return useInfiniteQuery({
    queryKey: key('days'),
    queryFn: ({ pageParam, signal }) => call(contract.reconciliationDays, { query: { size: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last) => last.next,
  });
}
export function useDay(id: number | null) {
  return useQuery({ queryKey: key('day', id), queryFn: ({ signal }) => call(contract.reconciliationDay, { params: { id: id! }, signal }), enabled: id !== null });
}
export function useItems(mine: boolean) {
  return useInfiniteQuery({
    queryKey: key('items', mine),
    queryFn: ({ pageParam, signal }) => call(contract.financeItems, { query: { mine: mine ? 'yes' : 'no', size: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last) => last.next,
  });
}
export function useSides() {
  return useInfiniteQuery({
    queryKey: key('sides'),
    queryFn: ({ pageParam, signal }) => call(contract.sideBySide, { query: { size: 14, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last) => last.next,
  });
}
export function useFinancePeople() {
  return useQuery({ queryKey: key('people'), queryFn: ({ signal }) => call(contract.financePeople, { signal }), staleTime: 300_000 });
}
/** A command about a day or a difference; everything is asked again afterwards, also after a refusal. */
export function useReconciliationCommand<E extends AnyEndpoint>(endpoint: E, id: number, onDone: () => void) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, onDone);
  return { ...intent, send: (body: unknown) => intent.mutate({ params: { id }, body: body as never }, { onSettled: () => void client.invalidateQueries({ queryKey: key() }) }) };
}

export interface ChosenFile {
  source: 'card' | 'bank';
  date: string;
  file: File;
}
export function useUpload(onProgress: (share: number) => void, onDone: (day: contract.ReconciliationDayDetail) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ source, date, file }: ChosenFile) => {
      const form = new FormData();
      form.set('source', source);
      form.set('date', date);
      form.set('file', file);
      return sendForm(contract.uploadReconciliation, form, { onProgress });
    },
    onSuccess: onDone,
    onSettled: () => void client.invalidateQueries({ queryKey: key() }),
  });
}
