import { staffMe, type StaffProfile } from '@shouwen/shared/contract/staff';
import { useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { ApiError } from '../api/api-error';
import { call } from '../api/call';
import { queryKeys } from '../api/query-client';

/** Who is signed in; `null` when nobody is. */
export function useSession() {
  return useQuery<StaffProfile | null>({
    queryKey: queryKeys.me,
    queryFn: async ({ signal }) => {
      try {
        return await call(staffMe, { signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

export const StaffContext = createContext<StaffProfile | null>(null);

/** The person at the desk; only below the gate. */
export function useStaff(): StaffProfile {
  const staff = use(StaffContext);
  if (!staff) throw new Error('useStaff outside the gate');
  return staff;
}
