import * as z from 'zod/mini';
import type { TicketCategory, TicketSource, TicketState } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { date, idInQuery, page } from './field.js';
import type { FirstResponsible } from './ticket.js';

/** What goes with a ticket on the desk: the reply being written, who else is there, who has seen it, its papers and its line in the register. */

/** A template with its fields filled; what could not be filled stays as `{期限}` for the writer. */
export interface FilledTemplate {
  code: string;
  title: string;
  text: string;
  unfilled: string[];
}
/** `revision` 0: nothing was kept yet. */
export interface ReplyDraft {
  text: string;
  revision: number;
  updatedAt: string | null;
}
export const replyAids = endpoint<{ templates: FilledTemplate[]; dismissivePhrases: string[]; draft: ReplyDraft }>()({
  method: 'GET', path: '/api/staff/tickets/:number/reply-aids', summary: '写答复时的模板、用语和草稿',
});
/** One's own, kept while it is typed. Refuses `DRAFT_CHANGED` when another window has kept a later one. */
export const keepReplyDraft = endpoint<ReplyDraft>()({
  method: 'POST', path: '/api/staff/tickets/:number/reply-draft', summary: '保存答复草稿',
  body: z.object({ text: z.string().check(z.maxLength(2000, '答复内容最多 2000 个字')), revision: z.int().check(z.nonnegative()) }),
});

export interface Companion {
  name: string;
  staffNumber: string;
  writing: boolean;
}
/** Said every 15 seconds while the ticket is open; answers who else has it open now. */
export const beAtTicket = endpoint<{ others: Companion[] }>()({
  method: 'POST', path: '/api/staff/tickets/:number/presence', summary: '正在看这张工单', body: z.object({ writing: z.boolean() }),
});

/** PR-2: once for each person, ticket and hour. */
export interface Reading {
  name: string;
  staffNumber: string;
  /** The first look within the hour. */
  at: string;
}
export interface Readers extends Page<Reading> {
  /** PR-1: who looked at name and phone in full, and why; the latest. */
  unmasked: (Reading & { reason: string })[];
}
/** For those who lead; of what was ever a complaint, for the supervisor. */
export const ticketReaders = endpoint<Readers>()({ method: 'GET', path: '/api/staff/tickets/:number/readers', summary: '谁看过', query: z.object(page) });

/** TL-5, in writing. */
export interface MaterialsNotice {
  number: string;
  numberSpoken: string;
  /** 1 for the first. */
  notice: number;
  at: string;
  by: string;
  /** Masked. */
  residentName: string;
  matter: string;
  items: { name: string; howToGet: string }[];
  note: string;
  /** Of a second notice: why it was not said at once. */
  reason: string;
  hall: { name: string; address: string; phone: string };
  firstResponsible: FirstResponsible;
  /** TL-2, in words. */
  rule: string;
  /** Whether it is still waited for. */
  awaited: boolean;
}
export const materialsNotice = endpoint<MaterialsNotice>()({ method: 'GET', path: '/api/staff/tickets/:number/materials-notice', summary: '一次性告知书' });
/** PDF. */
export const materialsNoticePaper = endpoint<unknown>()({ method: 'GET', path: '/api/staff/tickets/:number/materials-notice/paper', summary: '打印一次性告知书' });
/** `paperUrl`: the PDF, good for a short time. */
export const myMaterialsNotice = endpoint<MaterialsNotice & { paperUrl: string }>()({ method: 'GET', path: '/api/tickets/:number/materials-notice', summary: '我的一次性告知书' });
/** PDF; with the `expires` and `signature` of `paperUrl`. */
export const myMaterialsNoticePaper = endpoint<unknown>()({ method: 'GET', path: '/api/tickets/:number/materials-notice/paper', summary: '一次性告知书' });

/** FI-5: one line of the first-inquiry register. */
export interface RegisterEntry {
  number: string;
  registeredAt: string;
  source: TicketSource;
  category: TicketCategory;
  categoryLabel: string;
  matter: string;
  /** Masked; `保密` for a confidential complainant the viewer may not know (CP-6). */
  contactName: string;
  contactPhone: string;
  address: string;
  landmark: string;
  firstResponsibleName: string;
  firstResponsibleNumber: string;
  departmentName: string | null;
  state: TicketState;
  /** The answer, shortened; empty before, and where it might tell who asked (CP-6). */
  result: string;
  closedAt: string | null;
}
const day = date('日期');
const hall = z.optional(idInQuery('营业厅'));
/** Of one day, in the order of registration: leaders their hall's, the supervisor complaints, everyone else their own. */
export const firstInquiryRegister = endpoint<Page<RegisterEntry>>()({
  method: 'GET', path: '/api/staff/first-inquiry-register', summary: '首问登记表', query: z.object({ date: day, hallId: hall, ...page }),
});
/** PDF of the day. Refuses `EXPORT_TOO_LARGE`. */
export const firstInquiryRegisterPaper = endpoint<unknown>()({ method: 'GET', path: '/api/staff/first-inquiry-register/paper', summary: '打印首问登记表', query: z.object({ date: day, hallId: hall }) });
/** XLSX, for leaders and the supervisor; recorded. Refuses `EXPORT_TOO_LARGE`. */
export const exportFirstInquiryRegister = endpoint<unknown>()({
  method: 'GET', path: '/api/staff/first-inquiry-register/export', summary: '导出首问登记表', query: z.object({ from: day, to: day, hallId: hall }),
});
/** PDF of one ticket. */
export const firstInquirySlip = endpoint<unknown>()({ method: 'GET', path: '/api/staff/tickets/:number/first-inquiry-slip', summary: '打印首问登记单' });
