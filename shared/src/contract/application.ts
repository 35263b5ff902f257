import * as z from 'zod/mini';
import { applicationCategories, applicationResultLabels, applicationStageLabels, applicationSteps, type ApplicationCategory, type ApplicationResult, type ApplicationStage, type ApplicationStep, type TicketCategory, type TicketKind } from '../vocabulary/index.js';
import { valuesFitCategory, valuesSchema, type ApplicationValues } from './application-form.js';
import { endpoint, type Page } from './endpoint.js';
import { attachmentIds, callerNumber, date, id, mobile, optionalText, page, personName, text, version } from './field.js';
import type { AllowedAction, StaffTicketDetail, TicketProgress } from './ticket.js';

const category = z.enum(applicationCategories as [ApplicationCategory, ...ApplicationCategory[]], '请选择要办的业务');

/** What a resident should know before applying: what to bring, what happens, how long it takes. */
export interface ApplicationGuide {
  category: ApplicationCategory;
  label: string;
  about: string;
  materials: { code: string; name: string; howToGet: string }[];
  steps: { step: ApplicationStep; label: string }[];
  /** One line for each limit, e.g. `办结：5 个工作日`. */
  limits: string[];
}
/** AP-1: what the words probably mean, the likeliest first. Other matters than applications are named, too, so that nobody applies for the wrong thing. */
export interface TriageSuggestion {
  category: TicketCategory;
  kind: TicketKind;
  label: string;
  /** The words that spoke for it. */
  because: string[];
  /** Null for what is no application. */
  guide: ApplicationGuide | null;
}
export const triage = endpoint<{ items: TriageSuggestion[] }>()({
  method: 'GET', path: '/api/applications/triage', summary: '说说想办什么，找到对应业务', query: z.object({ words: text('想办的事', 200) }),
});
export const guides = endpoint<{ items: ApplicationGuide[] }>()({ method: 'GET', path: '/api/applications/guides', summary: '可申请的业务' });

/** One line of what was asked for beside what was approved. */
export interface ComparedRow {
  code: string;
  label: string;
  requested: string;
  /** Null before the approval. */
  approved: string | null;
  differs: boolean;
}
export interface ApplicationStepView {
  step: ApplicationStep;
  label: string;
  signed: { at: string; by: string; passed: boolean; note: string } | null;
}
interface ApplicationCore {
  number: string;
  category: ApplicationCategory;
  label: string;
  stage: ApplicationStage;
  filedAt: string;
  acceptedAt: string | null;
  rows: ComparedRow[];
  steps: ApplicationStepView[];
}

// ---- the resident

export interface MyApplication extends ApplicationCore {
  /** AP-2: address of the acceptance slip (PDF), good for a short time; null before the acceptance. */
  slipUrl: string | null;
}
const filing = { category, requested: valuesSchema, description: optionalText('补充说明', 1000), landmark: optionalText('附近标志物', 60), address: text('地址', 120), attachmentIds };
export const apply = endpoint<TicketProgress>()({
  method: 'POST', path: '/api/applications', summary: '提交业务申请', idempotent: true,
  body: z.object({ ...filing, accountId: z.nullable(id('户号')), contactName: personName('姓名'), contactPhone: mobile }).check(valuesFitCategory()),
});
export const myApplication = endpoint<MyApplication>()({ method: 'GET', path: '/api/applications/:number', summary: '我的业务申请' });
/** PDF; with the `expires` and `signature` of `slipUrl`. */
export const myAcceptanceSlip = endpoint<unknown>()({ method: 'GET', path: '/api/applications/:number/acceptance-slip', summary: '受理通知单' });

// ---- staff

export interface ApplicationItem {
  number: string;
  category: ApplicationCategory;
  label: string;
  stage: ApplicationStage;
  title: string;
  filedAt: string;
  acceptedAt: string | null;
  /** What runs out next; null when nothing does. */
  dueAt: string | null;
  overdue: boolean;
  firstResponsibleName: string;
  /** The step that is next to be signed. */
  nextStep: string | null;
}
export interface StaffApplication extends ApplicationCore {
  requested: ApplicationValues | null;
  approved: ApplicationValues | null;
  /** The step at whose signature the approved values must be given. */
  approvalStep: ApplicationStep | null;
  comparison: { at: string; by: string; matches: boolean; difference: string } | null;
  archive: { number: string; at: string } | null;
  materials: ApplicationGuide['materials'];
  result: ApplicationResult | null;
  onTime: boolean | null;
  ticket: StaffTicketDetail;
  /** Of the ticket's, those that belong to applications. */
  allowedActions: AllowedAction[];
}
const stages = z.enum(Object.keys(applicationStageLabels) as [ApplicationStage, ...ApplicationStage[]], '请选择状态');
/** `mine`: those one answers or stands in for, of the hall one leads, or of all halls for those above them · `department`: whose work lies with the viewer's department. */
export const staffApplications = endpoint<Page<ApplicationItem>>()({
  method: 'GET', path: '/api/staff/applications', summary: '业务申请列表',
  query: z.object({ stage: stages, scope: z._default(z.enum(['mine', 'department']), 'mine'), ...page }),
});
export const applicationCounts = endpoint<Record<ApplicationStage, number>>()({ method: 'GET', path: '/api/staff/application-counts', summary: '各状态申请数量' });
export const staffApplication = endpoint<StaffApplication>()({ method: 'GET', path: '/api/staff/applications/:number', summary: '业务申请详情' });
export const registerApplication = endpoint<StaffApplication>()({
  method: 'POST', path: '/api/staff/applications', summary: '窗口登记业务申请', idempotent: true,
  body: z.object({
    ...filing, accountNumber: optionalText('户号', 12), contactName: personName('姓名'), contactPhone: callerNumber,
    zone: z._default(z.enum(['urban', 'suburban']), 'urban'), source: z._default(z.enum(['counter', 'hotline', 'letter']), 'counter'),
  }).check(valuesFitCategory()),
});
/** AP-1: before the acceptance, what is asked for can be put right; another category needs the reason. */
export const requalify = endpoint<StaffApplication>()({
  method: 'POST', path: '/api/staff/applications/:number/requalify', summary: '填写或更正申请内容', idempotent: true,
  body: z.object({ version, category, requested: valuesSchema, reason: optionalText('更正原因', 200) }).check(valuesFitCategory()),
});
/** AP-2. Refuses `APPLICATION_INCOMPLETE` when nothing is written down of what is asked for. */
export const acceptApplication = endpoint<StaffApplication>()({
  method: 'POST', path: '/api/staff/applications/:number/accept', summary: '受理', idempotent: true, body: z.object({ version, note: optionalText('说明', 300) }),
});
/** AP-3. `approved` with the approval (or the last step, where nothing is approved before). Refuses `APPROVED_VALUES_REQUIRED`. */
export const signStep = endpoint<StaffApplication>()({
  method: 'POST', path: '/api/staff/applications/:number/steps', summary: '步骤签字', idempotent: true,
  body: z.object({
    version, step: z.enum(applicationSteps, '请选择步骤'), passed: z.boolean('请选择结论'), note: optionalText('意见', 500), approved: z._default(z.nullable(valuesSchema), null), attachmentIds,
  }),
});
/** PDFs. The case file holds personal data: who exports it is recorded (PR-1). */
export const acceptanceSlip = endpoint<unknown>()({ method: 'GET', path: '/api/staff/applications/:number/acceptance-slip', summary: '受理通知单' });
export const processingSlip = endpoint<unknown>()({ method: 'GET', path: '/api/staff/applications/:number/processing-slip', summary: '处理笺' });
export const caseFile = endpoint<unknown>()({ method: 'GET', path: '/api/staff/applications/:number/case-file', summary: '案卷' });

// ---- AP-4: the weekly check

export interface CheckItem {
  number: string;
  label: string;
  title: string;
  readyAt: string;
  /** Of the list it stands on. */
  day: string;
  /** Whether every limit was kept so far. */
  onTime: boolean;
  result: ApplicationResult;
  rows: ComparedRow[];
  signed: { at: string; by: string; matches: boolean; difference: string } | null;
  version: number;
}
export interface CheckList {
  id: number;
  /** The Wednesday it is for, or the day it was made by hand. */
  day: string;
  madeAt: string;
  /** Null: by the system. */
  madeBy: string | null;
  items: number;
  signed: number;
}
/** The lists of late, and of `day` (the latest when none is named) everything on it; unsigned ones of earlier lists come first. */
export const weeklyCheck = endpoint<{ lists: CheckList[]; items: CheckItem[]; /** Returned since the last list. */ waiting: number }>()({
  method: 'GET', path: '/api/staff/application-checks', summary: '周三核对', query: z.object({ day: z.optional(date('日期')) }),
});
/** Puts what came back since on today's list. Nothing new: the list as it is. */
export const makeCheck = endpoint<{ added: number }>()({ method: 'POST', path: '/api/staff/application-checks', summary: '生成核对名单', idempotent: true });
export const signComparison = endpoint<CheckItem>()({
  method: 'POST', path: '/api/staff/applications/:number/comparison', summary: '核对签字', idempotent: true,
  body: z.object({ version, matches: z.boolean('请选择是否一致'), difference: optionalText('不一致的情况', 300) })
    .check(z.refine(({ matches, difference }) => matches || difference !== '', { path: ['difference'], message: '请写明哪里不一致' })),
});

// ---- AP-7: the ledger

export interface ApplicationLedgerRow {
  number: string;
  label: string;
  hallName: string;
  filedAt: string;
  acceptedAt: string | null;
  closedAt: string | null;
  stage: ApplicationStage;
  result: ApplicationResult | null;
  /** By the original limits (TL-6); null while open. */
  onTime: boolean | null;
  archiveNumber: string | null;
}
export interface ApplicationFigures {
  total: number;
  closed: number;
  onTime: number;
  granted: number;
  refused: number;
  byCategory: { category: ApplicationCategory; label: string; total: number; closed: number; onTime: number }[];
}
const ledgerFilter = {
  category: z.optional(category),
  /** Days on which they were filed, both included. */
  from: z.optional(date('开始日期')),
  to: z.optional(date('结束日期')),
  result: z.optional(z.enum(Object.keys(applicationResultLabels) as [ApplicationResult, ...ApplicationResult[]], '请选择结果')),
  onTime: z.optional(z.enum(['yes', 'no'])),
  /** Exactly, e.g. `2026-移表-0007`. */
  archiveNumber: z.optional(z.string().check(z.trim(), z.maxLength(30))),
};
export const applicationLedger = endpoint<Page<ApplicationLedgerRow>>()({
  method: 'GET', path: '/api/staff/application-ledger', summary: '业务申请台账', query: z.object({ ...ledgerFilter, ...page }),
});
export const applicationFigures = endpoint<ApplicationFigures>()({
  method: 'GET', path: '/api/staff/application-ledger/figures', summary: '台账汇总', query: z.object(ledgerFilter),
});
/** XLSX, for leaders and the supervisor; recorded. Refuses `EXPORT_TOO_LARGE` beyond 50 000 rows. */
export const exportLedger = endpoint<unknown>()({
  method: 'GET', path: '/api/staff/application-ledger/export', summary: '导出台账', query: z.object(ledgerFilter),
});
