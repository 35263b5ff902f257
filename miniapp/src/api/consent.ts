import { clientConfiguration, type ClientConfiguration } from '@shouwen/shared/contract/identity';
import { recordConsents } from '@shouwen/shared/contract/notice';
import { askConsent } from '@/platform/consent';
import { call } from './call';
import { newKey } from './intent';
import { queries } from './query';

type Purpose = ClientConfiguration['subscribeTemplates'][number]['purpose'];

/**
 * Asks to send messages about what is being done, and tells the server what was agreed to (one consent is one message).
 * Call it first in the tap. The matter itself goes on whatever the answer, and whether or not it could be told.
 */
export async function consentTo(purpose: Purpose): Promise<void> {
  const known = queries.getQueryData<ClientConfiguration>(['anyone', clientConfiguration.path, {}, {}]);
  const asked = known?.subscribeTemplates.filter((template) => template.purpose === purpose).map((template) => template.id) ?? [];
  const agreed = await askConsent(asked);
  if (agreed.length > 0) await call(recordConsents, { body: { templateIds: agreed }, key: newKey() }).catch(() => undefined);
}
