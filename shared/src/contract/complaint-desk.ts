/** The staff's side of complaints; apart from the resident's, which the phone must load. */
import * as z from 'zod/mini';
import { complaintOutcomeLabels, type ComplaintOutcome, type TicketCategory, type TicketSource, type TicketState } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { id, idInQuery, optionalText, page, text, version } from './field.js';

// ---- staff: the supervisor's desk

export const complaintWaitLabels = { investigator: '待指定调查人', overdue: '已超时', conclusion: '待认定结论', answer: '待答复办结' } as const;
/** What an open complaint waits for. */
export type ComplaintWait = keyof typeof complaintWaitLabels;
/** `title` is empty where a confidential complaint's words must not show (CP-6). */
export interface ComplaintItem {
  number: string;
  title: string;
  category: TicketCategory;
  categoryLabel: string;
  source: TicketSource;
  state: TicketState;
  hallName: string;
  registeredAt: string;
  confidential: boolean;
  investigatorName: string | null;
  nextDueAt: string | null;
  overdue: boolean;
  waits: ComplaintWait[];
}
const waits = z.enum(Object.keys(complaintWaitLabels) as [ComplaintWait, ...ComplaintWait[]]);
/** Open complaints, the oldest first. */
export const waitingComplaints = endpoint<Page<ComplaintItem>>()({
  method: 'GET', path: '/api/staff/complaints/waiting', summary: '待办投诉', query: z.object({ wait: z.optional(waits), ...page }),
});
export interface ComplaintCounts {
  waiting: Record<ComplaintWait, number>;
  open: number;
  studies: number;
  /** Upheld complaints that are on nobody's yearly sheet yet (CP-9). */
  consequences: number;
}
export const complaintCounts = endpoint<ComplaintCounts>()({ method: 'GET', path: '/api/staff/complaints/counts', summary: '投诉待办数量' });

// ---- CP-3: the register

const outcomes = z.enum(Object.keys(complaintOutcomeLabels) as [ComplaintOutcome, ...ComplaintOutcome[]], '请选择结论');
const yearText = (label: string) => z.coerce.number(`请选择${label}`).check(z.int(`请选择${label}`), z.minimum(2000, `${label}不对`), z.maximum(2199, `${label}不对`));
export interface ComplaintRegisterRow {
  number: string;
  title: string;
  categoryLabel: string;
  source: TicketSource;
  hallName: string;
  registeredAt: string;
  closedAt: string | null;
  state: TicketState;
  confidential: boolean;
  outcome: ComplaintOutcome | null;
  /** CP-10; null while it is not decided. */
  answeredInTime: boolean | null;
  resolvedInTime: boolean | null;
  /** CP-3: what it was made into, when and why; null for what is a complaint still. */
  left: { at: string; categoryLabel: string; reason: string } | null;
}
const registerFilter = {
  year: yearText('年份'), hallId: z.optional(idInQuery('营业厅')), outcome: z.optional(outcomes), state: z._default(z.enum(['all', 'open', 'closed', 'left']), 'all'),
};
/** Every complaint ever registered in a year, those that were re-categorised too; the latest first. */
export const complaintRegister = endpoint<Page<ComplaintRegisterRow>>()({
  method: 'GET', path: '/api/staff/complaints/register', summary: '投诉登记簿', query: z.object({ ...registerFilter, ...page }),
});
/** XLSX, without anything of confidential complaints but their facts. */
export const exportComplaintRegister = endpoint<unknown>()({ method: 'GET', path: '/api/staff/complaints/register/export', summary: '导出投诉登记簿', query: z.object(registerFilter) });

export interface ComplaintYear {
  year: number;
  total: number;
  closed: number;
  left: number;
  /** CP-10: shares are per mille of what is decided; null when nothing is. */
  response: { decided: number; inTime: number; perMille: number | null };
  resolution: { decided: number; inTime: number; perMille: number | null };
  /** The promise, per mille (CP-10). */
  promisedPerMille: number;
  bySource: { source: TicketSource; count: number }[];
  byCategory: { category: TicketCategory; label: string; count: number; upheld: number }[];
  byOutcome: { outcome: ComplaintOutcome; count: number }[];
  /** CP-8; those of confidential complaints are not repeated here. */
  lessons: { number: string; categoryLabel: string; outcome: ComplaintOutcome; lesson: string }[];
}
export const complaintYear = endpoint<ComplaintYear>()({ method: 'GET', path: '/api/staff/complaints/years/:year', summary: '投诉年度汇总' });
export const complaintYearPaper = endpoint<unknown>()({ method: 'GET', path: '/api/staff/complaints/years/:year/paper', summary: '打印投诉年度汇总' });

// ---- CP-8: policy questions to study

export const studyStateLabels = { open: '待研究', studied: '已研究，待告知', told: '已告知' } as const;
export type StudyState = keyof typeof studyStateLabels;
export interface StudyItem {
  id: number;
  number: string;
  title: string;
  categoryLabel: string;
  hallName: string;
  openedAt: string;
  state: StudyState;
  /** What the investigation found; null where the viewer may not read it. */
  question: string | null;
  result: string | null;
  studiedBy: string | null;
  studiedAt: string | null;
  told: string | null;
  toldBy: string | null;
  toldAt: string | null;
  mayStudy: boolean;
  mayTell: boolean;
  version: number;
}
export const studyItems = endpoint<Page<StudyItem>>()({
  method: 'GET', path: '/api/staff/study-items', summary: '政策研究事项', query: z.object({ state: z._default(z.enum(['open', 'studied', 'told']), 'open'), ...page }),
});
export const recordStudy = endpoint<StudyItem>()({
  method: 'POST', path: '/api/staff/study-items/:id/result', summary: '记录研究结果', idempotent: true, body: z.object({ version, result: text('研究结果', 2000) }),
});
export const tellStudy = endpoint<StudyItem>()({
  method: 'POST', path: '/api/staff/study-items/:id/told', summary: '记录已告知', idempotent: true, body: z.object({ version, told: text('怎样告知的', 500) }),
});

// ---- CP-9: consequences on the yearly sheet

export const consequenceStateLabels = { proposed: '待记入', entered: '已记入', withdrawn: '已撤销' } as const;
export type ConsequenceState = keyof typeof consequenceStateLabels;
export interface ConsequenceItem {
  id: number;
  number: string;
  categoryLabel: string;
  staffId: number;
  staffName: string;
  staffNumber: string;
  year: number;
  concludedAt: string;
  state: ConsequenceState;
  /** Fen, once it is entered: for the case, and in addition for the third in the year. */
  caseFen: number;
  thirdFen: number;
  note: string;
  decidedBy: string | null;
  decidedAt: string | null;
  version: number;
}
export const consequences = endpoint<Page<ConsequenceItem>>()({
  method: 'GET', path: '/api/staff/consequences', summary: '属实投诉的记入', query: z.object({ state: z._default(z.enum(['proposed', 'entered', 'withdrawn']), 'proposed'), ...page }),
});
/** For an upheld complaint whose person was found by the investigation. */
export const proposeConsequence = endpoint<ConsequenceItem>()({
  method: 'POST', path: '/api/staff/consequences', summary: '补记责任人', idempotent: true, body: z.object({ number: text('工单号', 20), staffId: id('责任人') }),
});
export const enterConsequence = endpoint<ConsequenceItem>()({
  method: 'POST', path: '/api/staff/consequences/:id/enter', summary: '记入年度表', idempotent: true, body: z.object({ version, note: optionalText('说明', 300) }),
});
export const withdrawConsequence = endpoint<ConsequenceItem>()({
  method: 'POST', path: '/api/staff/consequences/:id/withdraw', summary: '撤销记入', idempotent: true, body: z.object({ version, reason: text('原因', 300) }),
});
export interface YearlySheetItem {
  staffId: number;
  staffName: string;
  staffNumber: string;
  hallName: string | null;
  upheld: number;
  totalFen: number;
}
export const yearlySheets = endpoint<{ items: YearlySheetItem[] }>()({ method: 'GET', path: '/api/staff/yearly-sheets/:year', summary: '年度表' });
export interface YearlySheet extends YearlySheetItem {
  year: number;
  rows: ConsequenceItem[];
}
export const yearlySheet = endpoint<YearlySheet>()({ method: 'GET', path: '/api/staff/yearly-sheets/:year/:staffId', summary: '个人年度表' });
export const yearlySheetPaper = endpoint<unknown>()({ method: 'GET', path: '/api/staff/yearly-sheets/:year/:staffId/paper', summary: '打印个人年度表' });
