import * as z from 'zod/mini';
import { endpoint, type Page } from './endpoint.js';
import { id, page, text } from './field.js';

/** One consent is one message (WeChat's one-time subscription): the client reports what the resident agreed to. */
export const recordConsents = endpoint<{ done: true }>()({
  method: 'POST', path: '/api/notice/consents', summary: '登记订阅消息授权',
  // A retried report must not count a consent twice.
  idempotent: true,
  body: z.object({ templateIds: z.array(text('模板', 100)).check(z.maxLength(5)) }),
});

// ---- staff: what the house tells its own people
export interface StaffNoticeItem {
  id: number;
  kind: string;
  /** The ticket it is about; null for none. */
  ticketNumber: string | null;
  text: string;
  at: string;
  readAt: string | null;
}
/** What is unread first, each part newest first. */
export const staffNotices = endpoint<Page<StaffNoticeItem>>()({ method: 'GET', path: '/api/staff/notices', summary: '我的提醒', query: z.object(page) });
/** Counts to 100. */
export const unreadStaffNotices = endpoint<{ unread: number }>()({ method: 'GET', path: '/api/staff/notices/unread', summary: '未读提醒数' });
export const readStaffNotice = endpoint<{ unread: number }>()({ method: 'POST', path: '/api/staff/notices/:id/read', summary: '提醒已读' });
/** `upTo`: the newest the person has seen, so that one that arrives meanwhile stays unread. */
export const readStaffNotices = endpoint<{ unread: number }>()({ method: 'POST', path: '/api/staff/notices/read', summary: '提醒全部已读', body: z.object({ upTo: id('提醒') }) });
