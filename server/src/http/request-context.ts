import { AsyncLocalStorage } from 'node:async_hooks';

/** What deeper layers need of the current request without having it handed through every call. */
export interface RequestContext {
  requestId: string;
  /** Present on calls to endpoints that are repeated safely. */
  idempotency?: { keyHash: string; bodyHash: string };
}
export const requestContext = new AsyncLocalStorage<RequestContext>();
