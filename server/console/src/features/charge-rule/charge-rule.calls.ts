import * as contract from '@shouwen/shared/contract/charge-rule';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';

const key = ['charge-rules'] as const;

export function useChargeRules() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => call(contract.chargeRules, { signal }) });
}
export function useAskForChargeRule(onDone: () => void) {
  const client = useQueryClient();
  const intent = useIntent(contract.askForChargeRule, onDone);
  return { ...intent, send: (body: unknown) => intent.mutate({ body: body as never }, { onSettled: () => void client.invalidateQueries({ queryKey: key }) }) };
}
