import * as z from 'zod/mini';
import {
  applicationSteps, complaintOutcomeLabels, escalationLabels, faultLabels, type ApplicationStep, type ClockKind, type ComplaintOutcome, type EscalationLevel, type ResponsibilityFault,
  type TicketAction, type TicketCategory, type TicketEventType, type TicketKind, type TicketSource, type TicketState, type Zone,
} from '../vocabulary/index.js';
import type { AttachmentView } from './attachment.js';
import { endpoint, type Page } from './endpoint.js';
import { attachmentIds, date, id, idInQuery, optionalPersonName, optionalText, page, text, version } from './field.js';

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

export interface MaterialItem {
  code: string;
  name: string;
  howToGet: string;
}
export interface StepView {
  step: ApplicationStep;
  label: string;
  signed: { at: string; by: string; passed: boolean } | null;
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
  /** TL-5: what the resident was told to bring, while it is awaited; null otherwise. */
  materials: { notice: string; items: MaterialItem[]; broughtAt: string | null } | null;
  /** AP-3; empty for what is no application. */
  steps: StepView[];
  /** AB-1: whom the first responsible stands in for; null otherwise. */
  coveredFor: string | null;
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
/** TL-5: photos and files of what was asked for; the clerk confirms that it is complete. */
export const supplyMaterials = endpoint<TicketProgress>()({
  method: 'POST', path: '/api/tickets/:number/materials', summary: '补交材料', idempotent: true,
  body: z.object({ codes: z._default(z.array(z.string().check(z.maxLength(40))).check(z.maxLength(40)), []), note: optionalText('说明', 500), attachmentIds }),
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
  /** AB-1: on the viewer's list because they stand in for this person; null otherwise. */
  coverFor: string | null;
  /** What a leader must decide about it; null for nothing. */
  awaitsLeader: AwaitsLeader | null;
  version: number;
}
export type AwaitsLeader = 'coordination' | 'extension' | 'escalation';
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
  outOfScope: boolean;
  /** AB-1: whose matter it is while the first responsible stands in; null otherwise. */
  coveredFor: string | null;
  /** AB-1: whom the viewer would stand in for by acting now; null when they act in their own right. */
  asCoverFor: string | null;
  /** FI-3, FI-4: how it came to the leader and what each department says; null when it is not there. */
  coordination: {
    cause: 'requested' | 'rejected' | 'third-department';
    at: string;
    by: string;
    reason: string;
    /** Who rejected it, or the third department it would have gone to. */
    departmentName: string | null;
    proposedDepartmentId: number | null;
    proposedDepartmentName: string | null;
    statements: { departmentName: string; by: string; at: string; text: string }[];
  } | null;
  coParts: { departmentId: number; departmentName: string; finishedAt: string | null }[];
  escalation: EscalationLevel | null;
  extension: { until: string; plan: string; by: string; at: string } | null;
  /** FI-7: a chase that waits for its answer. */
  chase: { at: string } | null;
  materials: { checklist: (MaterialItem & { named: boolean; awaited: boolean })[]; notices: number; broughtAt: string | null };
  /** CP-3: for the investigator and the supervisor; null for everyone else. */
  investigation: { investigator: string; investigatorId: number; entries: { at: string; by: string; type: TicketEventType; text: string; attachments: AttachmentView[] }[] } | null;
  outcome: ComplaintOutcome | null;
  /** AP-2 to AP-5; null for what is no application. */
  application: {
    acceptedAt: string | null;
    steps: StepView[];
    nextStep: ApplicationStep | null;
    comparison: { at: string; by: string; matches: boolean; difference: string } | null;
  } | null;
  archivedAt: string | null;
  archiveNumber: string | null;
  link: { how: 'attach' | 'merge'; mainNumber: string } | null;
  followers: { how: 'attach' | 'merge'; number: string }[];
}
/**
 * `mine`: the viewer answers for it, or stands in · `department`: the work, or a share of it, lies with the viewer's department · `hall`: all of the viewer's
 * hall (leaders) · `leader`: what waits for the viewer's decision: coordination, extensions, what was escalated (FI-3, TL-6, FI-8).
 */
export const staffTickets = endpoint<Page<StaffTicketItem>>()({
  method: 'GET', path: '/api/staff/tickets', summary: '工单列表',
  query: z.object({
    view: z._default(z.enum(['mine', 'department', 'hall', 'leader']), 'mine'),
    status: z._default(z.enum(['open', 'closed', 'all']), 'open'),
    kind: z.optional(z.enum(['leak', 'complaint', 'consultation', 'application', 'billing-question', 'appointment-follow-on'])),
    /** Ticket number (9 digits, spaces allowed). */
    number: z.optional(z.string().check(z.maxLength(20))),
    ...page,
  }),
});
export const staffTicketCounts = endpoint<{ mine: number; mineOverdue: number; department: number; toAnswer: number; leader: number }>()({
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
  written: z.boolean('请选择书面还是口头答复'),
  close: z._default(z.boolean(), true),
  delayReason: optionalText('超时原因', 300),
  /** FI-10: whom the resident was sent to, and how to reach them. */
  signpost: optionalText('指引的单位和联系方式', 200),
  attachmentIds,
});
export const close = command('close', '办结', { delayReason: optionalText('超时原因', 300) });
export const note = command('notes', '补充记录', { text: text('记录', 1000), attachmentIds });
/** FU-3: by staff, also when the resident's own chance is used up. */
export const reopen = command('reopen', '重新办理', { reason: text('原因', 500) });
/** TL-2, TL-5: everything that is missing, at once, in writing. `reason`: for what an earlier notice could have named. */
export const requestMaterials = command('request-materials', '一次性告知', {
  items: z
    .array(z.object({ code: z._default(z.nullable(z.string().check(z.maxLength(40))), null), name: text('材料', 100), howToGet: optionalText('如何办到', 200) }))
    .check(z.minLength(1, '请列出全部所缺材料'), z.maxLength(20)),
  note: optionalText('说明', 500),
  reason: optionalText('再次告知的原因', 300),
});
export const confirmMaterials = command('confirm-materials', '确认材料', { complete: z.boolean('请选择材料是否齐全'), note: optionalText('说明', 500) });
/** FI-3: unclear, or several sections': the leader names a lead. */
export const requestCoordination = command('request-coordination', '请领导协调', { reason: text('原因', 500) });
/** FI-4: no simple return: a reason and a proposed owner, and the leader decides. */
export const reject = command('reject', '退回并提议承办部门', { reason: text('退回原因', 500), proposedDepartmentId: id('提议的部门') });
export const statePosition = command('state-position', '说明部门意见', { text: text('意见', 1000) });
export const coordinate = command('coordinate', '协调指定', {
  departmentId: id('主办部门'), coDepartmentIds: z._default(z.array(id('协办部门')).check(z.maxLength(6)), []), rejectionUnfounded: z._default(z.boolean(), false), note: optionalText('要求', 500),
});
export const finishPart = command('finish-part', '协办办完', { result: text('协办结果', 2000), attachmentIds });
const oneOf = <T extends string>(labels: Record<T, string>, message: string) => z.enum(Object.keys(labels) as [T, ...T[]], message);
/** FI-8. */
export const escalate = command('escalate', '上报', { level: oneOf<EscalationLevel>(escalationLabels, '请选择上报给谁'), reason: text('原因', 500) });
/** FI-7. */
export const answerChase = command('answer-chase', '回复催办', { text: text('进展', 500) });
/** TL-6: `until` is the last day allowed, Asia/Shanghai. The plan is told to the resident once granted. */
export const requestExtension = command('request-extension', '申请延期', { until: date('延期日期'), plan: text('办理计划', 500) });
export const decideExtension = command('decide-extension', '审批延期', { approved: z.boolean('请选择批准还是不批准'), note: optionalText('意见', 300) });
/** FI-2: by a leader, with a reason. */
export const reassign = command('reassign', '改派首问责任人', { staffId: id('首问责任人'), reason: text('原因', 300) });
/** FI-11. */
export const findFault = command('find-fault', '认定首问过失', { fault: oneOf<ResponsibilityFault>(faultLabels, '请选择过失'), text: text('情况', 500) });
/** CP-7: whom the complaint is about, found out after it was registered. */
export const nameComplained = command('name-complained', '补记被投诉人', { staffId: id('被投诉人'), note: text('依据', 300) });
export const assignInvestigator = command('assign-investigator', '指定调查人', { staffId: id('调查人'), note: optionalText('要求', 300) });
export const recordFinding = command('record-finding', '记录调查', { text: text('调查情况', 2000), attachmentIds });
/** CP-8. */
export const conclude = command('conclude', '认定结论', { outcome: oneOf<ComplaintOutcome>(complaintOutcomeLabels, '请选择结论'), finding: text('认定的事实', 1000), lesson: text('经验教训', 500) });
/** AP-1, CP-3. */
export const recategorise = command('recategorise', '更正类别', { category: text('类别', 40), reason: text('原因', 300) });
/** AP-2. */
export const acceptApplication = command('accept-application', '受理', { note: optionalText('说明', 300) });
/** AP-3. */
export const signStep = command('sign-step', '步骤签字', { step: z.enum(applicationSteps, '请选择步骤'), passed: z.boolean('请选择是否通过'), note: optionalText('意见', 500), attachmentIds });
/** AP-4. */
export const signComparison = command('sign-comparison', '核对签字', { matches: z.boolean('请选择是否一致'), difference: optionalText('差异', 500) });
const mainNumber = text('主单号', 20);
/** The same event (attach), or the same work (merge); each reporter keeps number, answer and rating. CP-3: complaints are merged by the supervisor, with a reason. */
export const attach = command('attach', '关联同一事件', { mainNumber, reason: optionalText('原因', 300) });
export const merge = command('merge', '并案办理', { mainNumber, reason: optionalText('原因', 300) });
export const detach = command('detach', '撤销关联', { reason: optionalText('原因', 300) });

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
    /** The bill it is about: no late fee grows on it until the matter is closed (PY-9). */
    billId: z._default(z.nullable(id('账单')), null),
    confidential: z._default(z.boolean(), false),
    complainedStaffIds: z._default(z.array(id('被投诉人')), []),
    attachmentIds,
  }),
});

export interface DepartmentItem { id: number; name: string; kinds: TicketKind[] }
export const departments = endpoint<{ items: DepartmentItem[] }>()({
  method: 'GET', path: '/api/staff/departments', summary: '可转办的部门', query: z.object({ hallId: z.optional(idInQuery('营业厅')) }),
});
