import { pathOf, type AnyEndpoint } from '@shouwen/shared/contract';
import { openDocument, webAddress } from '@/platform/files';
import { say } from '@/platform/phone';
import { asApiError } from './api-error';
import { withSession } from './call';

/** Opens (or saves) a paper of the resident's; says so when it does not come. */
export async function openPaper(endpoint: AnyEndpoint, path: Record<string, string | number>): Promise<void> {
  try {
    await withSession('resident', (headers) => openDocument(webAddress(pathOf(endpoint, path)), headers));
  } catch (reason) {
    say(asApiError(reason).message);
  }
}
