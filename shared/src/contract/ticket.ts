import * as z from 'zod/mini';
import type {
  ClockKind, TicketAction, TicketCategory, TicketEventType, TicketKind, TicketSource, TicketState, Zone,
} from '../vocabulary/index.js';
import type { AttachmentView } from './attachment.js';
import { endpoint, type Page } from './endpoint.js';
import { attachmentIds, id, idInQuery, optionalPersonName, optionalText, page, text, version } from './field.js';

/** FI-1: whom the resident can hold to it. */
export interface FirstResponsible {
  name: string;
  staffNumber: string;
  hallName: string;
  hallPhone: string;
}
export interface ClockView {
  clock: ClockKind;
  label: string;
  state: 'running' | 'waiting-materials' | 'met' | 'missed';
  startedAt: string;
  /** First instant that is late; null while waiting for materials. */
  dueAt: string | null;
  stoppedAt: string | null;
  overdue: boolean;
  /** TL-9, in words for the reader: clause, start, days skipped and why, restarts. */
  why: string[];
}
export interface TimelineEntry {
  sequence: number;
  type: TicketEventType;
  label: string;
  at: string;
  /** Who acted, as the reader may see it: 您, a staff name with number, or a department. */
  actor: string;
  text: string | null;
  attachments: AttachmentView[];
}
export interface AllowedAction {
  action: TicketAction;
  allowed: boolean;
  /** Why not, in Chinese, when it is not. */
  why: string | null;
}
export interface Rating {
  stars: number;
  comment: string;
  ratedAt: string;
}

// ---- the resident

export interface MyTicketItem {
  number: string;
  kind: TicketKind;
  category: TicketCategory;
  categoryLabel: string;
  state: TicketState;
  title: string;
  createdAt: string;
  /** One sentence: what happens next and by when. */
  next: string;
}
export interface TicketProgress extends MyTicketItem {
  /** As read over the phone, e.g. `200 000 017`. */
  numberSpoken: string;
  description: string;
  address: string;
  landmark: string;
  place: { latitude: number; longitude: number } | null;
  confidential: boolean;
  attachments: AttachmentView[];
  firstResponsible: FirstResponsible;
  clocks: ClockView[];
  timeline: TimelineEntry[];
  /** The latest answer, null before. */
  answer: { text: string; at: string; by: string; written: boolean } | null;
  rating: Rating | null;
  allowedActions: AllowedAction[];
  version: number;
}
export const myTickets = endpoint<Page<MyTicketItem>>()({ method: 'GET', path: '/api/tickets', summary: '我的办理进度', query: z.object(page) });
export const ticketProgress = endpoint<TicketProgress>()({ method: 'GET', path: '/api/tickets/:number', summary: '办理进度' });
export const addNote = endpoint<TicketProgress>()({
  method: 'POST', path: '/api/tickets/:number/notes', summary: '补充说明', idempotent: true,
  body: z.object({ text: text('补充说明', 1000), attachmentIds }),
});
export const rate = endpoint<TicketProgress>()({
  method: 'POST', path: '/api/tickets/:number/rating', summary: '评价', idempotent: true,
  body: z.object({ stars: z.int('请选择星级').check(z.minimum(1), z.maximum(5)), comment: optionalText('评价', 500) }),
});
/** FU-3: once by the resident, within 7 days of the answer. */
export const notSolved = endpoint<TicketProgress>()({
  method: 'POST', path: '/api/tickets/:number/not-solved', summary: '反映没有解决', idempotent: true,
  body: z.object({ reason: text('没有解决的情况', 500), attachmentIds }),
});

// ---- staff

export interface StaffTicketItem {
  number: string;
  kind: TicketKind;
  category: TicketCategory;
  categoryLabel: string;
  source: TicketSource;
  state: TicketState;
  title: string;
  address: string;
  zone: Zone;
  createdAt: string;
  updatedAt: string;
  firstResponsibleName: string;
  firstResponsibleNumber: string;
  /** Department that has the work now, and the person who accepted, if any. */
  departmentName: string | null;
  handlerName: string | null;
  /** The clock that runs out next. */
  nextClock: ClockKind | null;
  nextDueAt: string | null;
  overdue: boolean;
  confidential: boolean;
  version: number;
}
export interface StaffTicketDetail extends StaffTicketItem {
  numberSpoken: string;
  description: string;
  landmark: string;
  place: { latitude: number; longitude: number } | null;
  /** Masked (PR-1); `保密` for a confidential complainant the viewer may not know (CP-6). */
  contactName: string;
  contactPhone: string;
  mayUnmask: boolean;
  accountNumber: string | null;
  attachments: AttachmentView[];
  firstResponsible: FirstResponsible;
  clocks: ClockView[];
  timeline: TimelineEntry[];
  writtenAnswerRequired: boolean;
  rating: Rating | null;
  allowedActions: AllowedAction[];
}
/** `mine`: first responsible is the viewer · `department`: the work lies with the viewer's department · `hall`: all of the viewer's hall (leaders). */
export const staffTickets = endpoint<Page<StaffTicketItem>>()({
  method: 'GET', path: '/api/staff/tickets', summary: '工单列表',
  query: z.object({
    view: z._default(z.enum(['mine', 'department', 'hall']), 'mine'),
    status: z._default(z.enum(['open', 'closed', 'all']), 'open'),
    kind: z.optional(z.enum(['leak', 'complaint', 'consultation', 'application', 'billing-question', 'appointment-follow-on'])),
    /** Ticket number (9 digits, spaces allowed). */
    number: z.optional(z.string().check(z.maxLength(20))),
    ...page,
  }),
});
export const staffTicketCounts = endpoint<{ mine: number; mineOverdue: number; department: number; toAnswer: number }>()({
  method: 'GET', path: '/api/staff/ticket-counts', summary: '待办数量',
});
export const staffTicket = endpoint<StaffTicketDetail>()({ method: 'GET', path: '/api/staff/tickets/:number', summary: '工单详情' });
/** PR-1: an act that is logged with its reason. */
export const unmask = endpoint<{ contactName: string; contactPhone: string }>()({
  method: 'POST', path: '/api/staff/tickets/:number/unmask', summary: '查看联系方式', body: z.object({ reason: text('查看原因', 100) }),
});

const command = <S extends z.core.$ZodLooseShape>(name: string, summary: string, fields: S) =>
  endpoint<StaffTicketDetail>()({
    method: 'POST', path: `/api/staff/tickets/:number/${name}`, summary, idempotent: true, body: z.object({ version, ...fields }),
  });

/** First responsible tells the resident the matter is in hand; stops the first-response clock. */
export const respond = command('respond', '联系居民', { text: text('告知内容', 1000) });
/** FI-3: to the department whose scope it is; FI-6: starts the return clock. */
export const transfer = command('transfer', '转部门', { departmentId: id('部门'), note: optionalText('交办说明', 500) });
export const accept = command('accept', '接单', {});
export const arrive = command('arrive', '到达现场', { attachmentIds });
/** FI-6: the department's result goes back to the first responsible; it is no answer to the resident. */
export const returnResult = command('return', '办完交回首问责任人', { result: text('处理结果', 2000), attachmentIds });
/** FI-2, CP-5, TL-8, FI-9. `close` also closes, when nothing else is missing. */
export const answer = command('answer', '答复居民', {
  text: text('答复内容', 2000),
  written: z.boolean(),
  close: z._default(z.boolean(), true),
  delayReason: optionalText('超时原因', 300),
  attachmentIds,
});
export const close = command('close', '办结', { delayReason: optionalText('超时原因', 300) });
export const note = command('notes', '补充记录', { text: text('记录', 1000), attachmentIds });
/** TL-2, TL-5: everything that is missing, at once, in writing. */
export const requestMaterials = command('request-materials', '一次性告知', {
  items: z.array(text('材料', 100)).check(z.minLength(1, '请列出全部所缺材料'), z.maxLength(20)),
  note: optionalText('说明', 500),
});
export const confirmMaterials = command('confirm-materials', '确认材料', { complete: z.boolean(), note: optionalText('说明', 500) });

/** Counter, letter, comment card, director: registered by a member of staff, who is first responsible (FI-1). */
export const registerTicket = endpoint<StaffTicketDetail>()({
  method: 'POST', path: '/api/staff/tickets', summary: '登记工单', idempotent: true,
  body: z.object({
    source: z.enum(['counter', 'letter', 'comment-card', 'director', 'government-hotline']),
    category: z.string().check(z.maxLength(40)),
    title: text('事由', 60),
    description: text('详细情况', 2000),
    contactName: optionalPersonName('联系人'),
    contactPhone: optionalText('联系电话', 17),
    address: text('地址', 120),
    landmark: optionalText('附近标志物', 60),
    zone: z._default(z.enum(['urban', 'suburban']), 'urban'),
    accountNumber: optionalText('户号', 12),
    confidential: z._default(z.boolean(), false),
    complainedStaffIds: z._default(z.array(id('被投诉人')), []),
    attachmentIds,
  }),
});

export interface DepartmentItem { id: number; name: string; kinds: TicketKind[] }
export const departments = endpoint<{ items: DepartmentItem[] }>()({
  method: 'GET', path: '/api/staff/departments', summary: '可转办的部门', query: z.object({ hallId: z.optional(idInQuery('营业厅')) }),
});
