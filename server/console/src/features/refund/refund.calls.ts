import * as contract from '@shouwen/shared/contract/payment-desk';
import type { AnyEndpoint, ResponseOf } from '@shouwen/shared/contract';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

export type RefundView = (typeof contract.refundViews)[number];
/** Below the cash desk's key: a pay-out changes the shift, too. */
const key = (...of: unknown[]) => [...queryKeys.cashier, 'refunds', ...of] as const;

export function useRefunds(view: RefundView) {
  return useInfiniteQuery({
    queryKey: key('list', view), initialPageParam: null as string | null, getNextPageParam: (last: ResponseOf<typeof contract.refunds>) => last.next,
    queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) => call(contract.refunds, { query: { view, size: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
  });
}
/** What is given back, and of which payment. */
export function useRefundedPayment(paymentId: number) {
  return useQuery({ queryKey: key('payment', paymentId), queryFn: ({ signal }) => call(contract.deskPayment, { params: { id: paymentId }, signal }) });
}
/** Asked again also after a refusal: somebody else may have paid it out. */
export function useRefundCommand<E extends AnyEndpoint>(endpoint: E, onDone: (answer: ResponseOf<E>) => void) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, onDone);
  return { ...intent, send: (input: Parameters<typeof intent.mutate>[0]) => { if (!intent.isPending) intent.mutate(input, { onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.cashier }) }); } };
}
