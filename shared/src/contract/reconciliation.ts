import * as z from 'zod/mini';
import {
  reconciliationSourceLabels, type DifferenceKind, type FinanceItemState, type FinanceResolution, type PaymentMethod, type ReconciledLine, type ReconciliationSource, type ReconciliationState,
} from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { date, id, page, text, version } from './field.js';

const source = z.enum(Object.keys(reconciliationSourceLabels) as [ReconciliationSource, ...ReconciliationSource[]], '请选择对账来源');

/** Counts and fen of one side of a day, what was undone left out. */
export interface SideSum {
  count: number;
  paidFen: number;
  refundFen: number;
}
export interface ReconciliationDay {
  id: number;
  source: ReconciliationSource;
  /** Asia/Shanghai. */
  date: string;
  state: ReconciliationState;
  /** Null until matched. */
  ours: SideSum | null;
  theirs: SideSum | null;
  feeFen: number | null;
  matchedCount: number | null;
  /** Differences: still open (with or without owner), waiting for the next file, and all. */
  openItems: number;
  waitingItems: number;
  items: number;
  /** What stands in the way, in Chinese: why the file has not come, or why it was refused. */
  trouble: string | null;
  nextTryAt: string | null;
  /** When the channel should have paid, and what; null for the bank itself. */
  settlement: { dueOn: string; fen: number; confirmedAt: string | null } | null;
  signedBy: string | null;
  signedAt: string | null;
  version: number;
}
export interface FinanceItem {
  id: number;
  dayId: number;
  source: ReconciliationSource;
  date: string;
  kind: DifferenceKind;
  line: ReconciledLine;
  /** Order, refund, batch/reference or slip number. */
  reference: string;
  ourFen: number | null;
  theirFen: number | null;
  /** The payment it is about, where we have one. */
  paymentId: number | null;
  /** Where the other side says so. */
  fileName: string | null;
  row: number | null;
  /** What is different and what to do about it. */
  words: string;
  advice: string;
  state: FinanceItemState;
  resolution: FinanceResolution | null;
  owner: { id: number; name: string } | null;
  /** The last day to settle it; null while waiting. */
  dueOn: string | null;
  overdue: boolean;
  explanation: string | null;
  history: { at: string; by: string | null; text: string }[];
  mayHandle: boolean;
  /** A correction would move this much; null where no money is apart. */
  correctionFen: number | null;
  version: number;
}
export interface ReconciliationFile {
  id: number;
  name: string;
  rows: number;
  bytes: number;
  sha256: string;
  at: string;
  /** Null: fetched by itself. */
  by: string | null;
  /** Taken out again; it counts no more. */
  withdrawn: { at: string; by: string | null; reason: string } | null;
  mayWithdraw: boolean;
}
export interface ReconciliationDayDetail extends ReconciliationDay {
  files: ReconciliationFile[];
  list: FinanceItem[];
  /** More than the list holds. */
  more: boolean;
  history: { at: string; by: string | null; text: string }[];
  mayWork: boolean;
  /** Whoever uploaded a file of the day or took one out, explained one of its differences or asked for a correction does not sign it. */
  maySign: boolean;
  /** Why it cannot be signed now, for whoever has the role: by this hand, or not yet. */
  signingRefused: string | null;
}
/** One way to pay on one day, as each of three knows it; null where someone does not. Fen, refunds taken off. */
export interface SideBySideRow {
  method: PaymentMethod;
  windowFen: number | null;
  centreFen: number;
  bankFen: number | null;
  /** They are not all the same. */
  differs: boolean;
}
export interface SideBySideDay {
  date: string;
  rows: SideBySideRow[];
}

const month = { to: z.optional(date('截止日期')), ...page };
/** The latest day first; roles that look: finance, section leader, hall director, company leader. */
export const reconciliationDays = endpoint<Page<ReconciliationDay> & { mayWork: boolean }>()({
  method: 'GET', path: '/api/staff/reconciliation/days', summary: '对账日列表', query: z.object({ source: z.optional(source), ...month }),
});
export const reconciliationDay = endpoint<ReconciliationDayDetail>()({ method: 'GET', path: '/api/staff/reconciliation/days/:id', summary: '一天的对账' });
/** What the window, the centre and the bank or channel say, a day at a time; `cursor` is a date. */
export const sideBySide = endpoint<Page<SideBySideDay>>()({ method: 'GET', path: '/api/staff/reconciliation/side-by-side', summary: '窗口、中心、银行三方数', query: z.object({ ...page, size: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(31)), 7) }) });
/**
 * Multipart: `source` (card or bank), `date`, `file` (CSV, UTF-8 or GBK, up to 300 MB). Refuses `RECONCILIATION_FILE_BROKEN` naming row and column, `RECONCILIATION_FILE_KNOWN`,
 * `RECONCILIATION_CLOSED`, `RECONCILIATION_TOO_MANY`, `INVALID_INPUT` for a day to come or before the first terms; then nothing is kept.
 */
export const uploadReconciliation = endpoint<ReconciliationDayDetail>()({ method: 'POST', path: '/api/staff/reconciliation/files', summary: '上传刷卡批次或银行入账文件' });
/** The file as it came. */
export const reconciliationFile = endpoint<unknown>()({ method: 'GET', path: '/api/staff/reconciliation/files/:id', summary: '下载对方文件' });
/**
 * While the day is not signed. What the file matched or confirmed is open again, differences it made are settled as withdrawn; the day is matched by the files left.
 * `version` of the day. Refuses `RECONCILIATION_CLOSED`, `RECONCILIATION_CHANGED`, `RECONCILIATION_FILE_WITHDRAWN`, `RECONCILIATION_FILE_IN_USE`.
 */
export const withdrawReconciliationFile = endpoint<ReconciliationDayDetail>()({
  method: 'POST', path: '/api/staff/reconciliation/files/:id/withdrawal', summary: '撤回传错的文件', idempotent: true, body: z.object({ version, reason: text('原因', 200) }),
});
/** Asks WeChat again now; the answer tells what came of it. */
export const fetchTradeBill = endpoint<ReconciliationDayDetail>()({ method: 'POST', path: '/api/staff/reconciliation/days/:id/fetch', summary: '立即取微信账单', body: z.object({}) });
/** By finance, a section leader or the company's leader, once every difference is settled or waits for the next file. Refuses `RECONCILIATION_SIGN_OWN`, `FINANCE_ITEMS_OPEN`, `RECONCILIATION_NOT_MATCHED`, `RECONCILIATION_CHANGED`. */
export const signReconciliation = endpoint<ReconciliationDayDetail>()({ method: 'POST', path: '/api/staff/reconciliation/days/:id/sign', summary: '对账签字', idempotent: true, body: z.object({ version }) });
export const reopenReconciliation = endpoint<ReconciliationDayDetail>()({
  method: 'POST', path: '/api/staff/reconciliation/days/:id/reopen', summary: '重新打开已签字的一天', idempotent: true, body: z.object({ version, reason: text('原因', 200) }),
});
/** Open items of all days; `mine` only the viewer's. The one due first comes first. */
export const financeItems = endpoint<Page<FinanceItem>>()({
  method: 'GET', path: '/api/staff/reconciliation/items', summary: '对账差异', query: z.object({ mine: z._default(z.enum(['yes', 'no']), 'no'), ...page }),
});
export const assignFinanceItem = endpoint<FinanceItem>()({
  method: 'POST', path: '/api/staff/reconciliation/items/:id/assign', summary: '指定责任人', idempotent: true, body: z.object({ version, ownerId: id('责任人') }),
});
export const explainFinanceItem = endpoint<FinanceItem>()({
  method: 'POST', path: '/api/staff/reconciliation/items/:id/explain', summary: '说明差异', idempotent: true, body: z.object({ version, text: text('说明', 500) }),
});
/** Asks for the approval of an entry that makes the ledger follow the other side. */
export const correctFinanceItem = endpoint<FinanceItem>()({
  method: 'POST', path: '/api/staff/reconciliation/items/:id/correct', summary: '申请更正入账', idempotent: true, body: z.object({ version, reason: text('原因', 500) }),
});
export const financePeople = endpoint<{ items: { id: number; name: string }[] }>()({ method: 'GET', path: '/api/staff/reconciliation/people', summary: '财务人员' });
