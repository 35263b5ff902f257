import { categories, type CategoryItem } from '@shouwen/shared/contract/category';
import { isTicketCategory, kindOfCategory, type TicketCategory, type TicketKind } from '@shouwen/shared/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call';

export interface Categories {
  /** Whether they have arrived. */
  known: boolean;
  of(kind: TicketKind): readonly CategoryItem[];
  kindOf(code: TicketCategory): TicketKind | null;
  labelOf(code: TicketCategory): string;
}

/** The categories in use, in the company's own words; empty until they have arrived. A draft may name one that is no longer used. */
export function useCategories(): Categories {
  const { data } = useQuery({ queryKey: ['categories'], staleTime: 300_000, queryFn: ({ signal }) => call(categories, { signal }) });
  const items = data?.items ?? [];
  const find = (code: TicketCategory) => items.find((item) => item.code === code);
  return {
    known: data !== undefined,
    of: (kind) => items.filter((item) => item.kind === kind),
    kindOf: (code) => find(code)?.kind ?? (isTicketCategory(code) ? kindOfCategory(code) : null),
    labelOf: (code) => find(code)?.label ?? code,
  };
}
