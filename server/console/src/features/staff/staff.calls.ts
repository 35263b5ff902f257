import { changePassword, staffLogin, staffLogout } from '@shouwen/shared/contract/staff';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { queryKeys } from '../../api/query-client';
import { forgetDrafts } from '../../field/draft';

export function useSignIn() {
  const client = useQueryClient();
  return useIntent(staffLogin, (session) => {
    const before = client.getQueryData<{ id: number } | null>(['last-person']);
    // Another person at the same desk must not find the first one's data or unfinished text.
    if (before && before.id !== session.staff.id) {
      client.clear();
      forgetDrafts();
    }
    client.setQueryData(['last-person'], { id: session.staff.id });
    client.setQueryData(queryKeys.me, session.staff);
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(staffLogout, {}),
    onSettled: () => {
      forgetDrafts();
      client.clear();
      client.setQueryData(queryKeys.me, null);
    },
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useIntent(changePassword, (staff) => client.setQueryData(queryKeys.me, staff));
}
