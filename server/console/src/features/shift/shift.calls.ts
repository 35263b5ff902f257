import { halls } from '@shouwen/shared/contract/appointment';
import * as contract from '@shouwen/shared/contract/cashier';
import type { AnyEndpoint, ResponseOf } from '@shouwen/shared/contract';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';

const key = (...of: unknown[]) => [...queryKeys.cashier, ...of] as const;
type Cursor = { pageParam: string | null };
const at = (cursor: string | null) => (cursor === null ? {} : { cursor });

export const useMyShift = (enabled = true) => useQuery({ queryKey: queryKeys.myShift, queryFn: ({ signal }) => call(contract.myShift, { signal }), enabled });
export const useShiftReport = (id: number | null) => useQuery({ queryKey: key('report', id), queryFn: ({ signal }) => call(contract.shiftReport, { params: { id: id! }, signal }), enabled: id !== null });
export const useShifts = () =>
  useInfiniteQuery({ queryKey: key('shifts'), initialPageParam: null as string | null, getNextPageParam: (last: ResponseOf<typeof contract.shifts>) => last.next, queryFn: ({ pageParam }: Cursor) => call(contract.shifts, { query: { size: 30, ...at(pageParam) } }) });
export const useProposal = () => useQuery({ queryKey: key('proposal'), queryFn: ({ signal }) => call(contract.depositProposal, { signal }) });
export const useDeposits = () =>
  useInfiniteQuery({ queryKey: key('deposits'), initialPageParam: null as string | null, getNextPageParam: (last: ResponseOf<typeof contract.deposits>) => last.next, queryFn: ({ pageParam }: Cursor) => call(contract.deposits, { query: { size: 20, ...at(pageParam) } }) });
export const useDays = (state: 'open' | 'signed') =>
  useInfiniteQuery({ queryKey: key('days', state), initialPageParam: null as string | null, getNextPageParam: (last: ResponseOf<typeof contract.cashDays>) => last.next, queryFn: ({ pageParam }: Cursor) => call(contract.cashDays, { query: { state, size: 30, ...at(pageParam) } }) });
export const useDay = (hallId: number, date: string | null) => useQuery({ queryKey: key('day', hallId, date), queryFn: ({ signal }) => call(contract.cashDay, { params: { hallId, date: date! }, signal }), enabled: date !== null });
export const useHalls = () => useQuery({ queryKey: ['halls'], queryFn: ({ signal }) => call(halls, { signal }), staleTime: 600_000 });
export const useDrawers = () => useQuery({ queryKey: key('drawers'), queryFn: ({ signal }) => call(contract.drawers, { signal }) });

/** Everything about cash is asked again after it, refused or not: the next step depends on it. */
export function useCashCommand<E extends AnyEndpoint>(endpoint: E, onDone?: (answer: ResponseOf<E>) => void) {
  const client = useQueryClient();
  const intent = useIntent(endpoint, (answer) => onDone?.(answer));
  return { ...intent, send: (input: Parameters<typeof intent.mutate>[0]) => { if (!intent.isPending) intent.mutate(input, { onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.cashier }) }); } };
}
