import * as contract from '@shouwen/shared/contract/invoice';
import type { AnyEndpoint } from '@shouwen/shared/contract';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';

const key = (...of: unknown[]) => ['invoices', ...of] as const;
export type InvoiceList = 'all' | 'trouble';

export function useInvoices(which: InvoiceList) {
  return useInfiniteQuery({
    queryKey: key('list', which),
    queryFn: ({ pageParam, signal }) => call(contract.staffInvoices, { query: { which, size: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null, getNextPageParam: (last) => last.next,
    // An invoice is issued within seconds, behind everybody's back.
    refetchInterval: (query) => (query.state.data?.pages.some(({ items }) => items.some(({ state }) => state === 'requested' || state === 'reversing')) ? 4000 : false),
  });
}
export function usePaymentInvoices(receiptNumber: string | null) {
  return useQuery({
    queryKey: key('receipt', receiptNumber), enabled: receiptNumber !== null, retry: false,
    queryFn: ({ signal }) => call(contract.staffPaymentInvoices, { query: { receiptNumber: receiptNumber! }, signal }),
    refetchInterval: (query) => (query.state.data?.items.some(({ state }) => state === 'requested' || state === 'reversing') ? 3000 : false),
  });
}
/** Asked again also after a refusal: somebody else may have invoiced it. */
export function useInvoiceCommand<E extends AnyEndpoint>(endpoint: E, onDone?: () => void) {
  const client = useQueryClient();
  const again = () => void client.invalidateQueries({ queryKey: key() });
  // Before what `onDone` does: the form that asked may be gone afterwards.
  const intent = useIntent(endpoint, () => {
    again();
    onDone?.();
  });
  return { ...intent, send: (id: number, body?: unknown) => intent.mutate({ params: { id }, ...(body === undefined ? {} : { body: body as never }) }, { onError: again }) };
}
