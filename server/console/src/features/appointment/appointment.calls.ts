import { hallDay } from '@shouwen/shared/contract/appointment';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { queryKeys } from '../../api/query-client';

export function useHallDay(date: string) {
  return useQuery({ queryKey: queryKeys.hallDay(date), queryFn: ({ signal }) => call(hallDay, { query: { date }, signal }) });
}

const windowKey = 'shouwen.window';
/** The window this desk serves; it stays with the desk's browser. */
export function rememberedWindow(): string {
  return localStorage.getItem(windowKey) ?? '';
}
export function rememberWindow(name: string): void {
  localStorage.setItem(windowKey, name);
}
