import type { BodyInput } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/tariff';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';

const key = (...of: unknown[]) => ['tariffs', ...of] as const;
export type Draft = BodyInput<typeof contract.previewTariff>;

export function useTariffs() {
  return useQuery({ queryKey: key(), queryFn: ({ signal }) => call(contract.tariffs, { signal }) });
}
/** `null`: not yet a tariff. */
export function usePreview(draft: Draft | null) {
  return useQuery({ queryKey: key('preview', draft), queryFn: ({ signal }) => call(contract.previewTariff, { body: draft!, signal }), enabled: draft !== null, placeholderData: keepPreviousData });
}
export function useAddVersion(onDone: () => void) {
  const client = useQueryClient();
  return useIntent(contract.addTariffVersion, () => { void client.invalidateQueries({ queryKey: key() }); onDone(); });
}
