import { halls, services } from '@shouwen/shared/contract/appointment';
import { clientConfiguration } from '@shouwen/shared/contract/identity';
import { colleagues } from '@shouwen/shared/contract/staff';
import { departments } from '@shouwen/shared/contract/ticket';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../api/call';
import { queryKeys } from '../api/query-client';

const LONG = 10 * 60_000;

export function useDepartments() {
  return useQuery({ queryKey: queryKeys.departments, queryFn: ({ signal }) => call(departments, { signal }), staleTime: LONG });
}
export function useColleagues(search: string, enabled: boolean) {
  return useQuery({
    queryKey: queryKeys.colleagues(search), queryFn: ({ signal }) => call(colleagues, { query: { search }, signal }), enabled, placeholderData: keepPreviousData, staleTime: LONG,
  });
}
/** Halls and the services they offer (QU-4). */
export function useCatalogue() {
  return useQuery({
    queryKey: queryKeys.catalogue,
    queryFn: async ({ signal }) => {
      const [hallList, serviceList] = await Promise.all([call(halls, { signal }), call(services, { signal })]);
      return { halls: hallList.items, services: serviceList.items };
    },
    staleTime: LONG,
  });
}
export function useClientConfiguration() {
  return useQuery({ queryKey: queryKeys.configuration, queryFn: ({ signal }) => call(clientConfiguration, { signal }), staleTime: LONG });
}
