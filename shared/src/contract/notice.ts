import * as z from 'zod/mini';
import { endpoint } from './endpoint.js';
import { text } from './field.js';

/** One consent is one message (WeChat's one-time subscription): the client reports what the resident agreed to. */
export const recordConsents = endpoint<{ done: true }>()({
  method: 'POST', path: '/api/notice/consents', summary: '登记订阅消息授权',
  // A retried report must not count a consent twice.
  idempotent: true,
  body: z.object({ templateIds: z.array(text('模板', 100)).check(z.maxLength(5)) }),
});
