import type { FaultKind } from './faults.js';
import type { JsonObject } from './field-check.js';
import type { SandboxKeys } from './keys.js';
import type { NotificationContent } from './notifications.js';
import type { PlatformSigner, SignatureFault } from './platform-signer.js';
import { type EncryptedResource, encryptResource } from './signature.js';

export interface NotificationMessage {
  headers: Record<string, string>;
  body: string;
}

export const FORGERIES = ['notify-probe', 'forge-key', 'forge-body', 'forge-tag', 'forge-mchid', 'forge-appid', 'forge-amount', 'forge-timestamp'] as const satisfies readonly FaultKind[];
export type Forgery = (typeof FORGERIES)[number];

const SIGNATURE_FAULTS: Partial<Record<Forgery, SignatureFault>> = { 'notify-probe': 'probe', 'forge-key': 'other-key', 'forge-timestamp': 'stale' };

/** Content of somebody else's payment, truly signed and encrypted: only looking at it tells. */
function alteredContent(payload: JsonObject, forgery?: Forgery): JsonObject {
  if (forgery === 'forge-mchid') return { ...payload, mchid: '1900000109' };
  if (forgery === 'forge-appid') return { ...payload, appid: 'wx0123456789abcdef' };
  if (forgery !== 'forge-amount') return payload;
  const amount = payload['amount'] as Record<string, unknown>;
  const other = (fen: unknown): unknown => (typeof fen === 'number' ? fen + 1 : fen);
  return { ...payload, amount: Object.fromEntries(Object.entries(amount).map(([name, value]) => [name, other(value)])) };
}

function withBrokenTag(resource: EncryptedResource): EncryptedResource {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  const last = sealed.length - 1;
  sealed[last] = (sealed[last] ?? 0) ^ 1;
  return { ...resource, ciphertext: sealed.toString('base64') };
}

/** One notification as it goes over the wire, freshly encrypted and signed; forged in the way named. */
export async function composeNotification(content: NotificationContent, keys: SandboxKeys, signer: PlatformSigner, forgery?: Forgery): Promise<NotificationMessage> {
  const payload = alteredContent(content.payload, forgery);
  const sealed = encryptResource(keys.credentials.apiV3Key, JSON.stringify(payload), content.originalType);
  const resource = forgery === 'forge-tag' ? withBrokenTag(sealed) : sealed;
  const body = JSON.stringify({
    id: content.id,
    create_time: content.createTime,
    resource_type: 'encrypt-resource',
    event_type: content.eventType,
    summary: content.summary,
    resource: { original_type: content.originalType, ...resource },
  });
  const signature = await signer.headers(Buffer.from(body), signer.nextSigner(), forgery && SIGNATURE_FAULTS[forgery]);
  return {
    headers: { 'Content-Type': 'application/json', 'User-Agent': 'Mozilla/4.0', ...signature },
    body: forgery === 'forge-body' ? body.replace(`"summary":"${content.summary}"`, `"summary":"${content.summary}！"`) : body,
  };
}
