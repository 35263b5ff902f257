import * as z from 'zod/mini';
import { breachKindLabels, breachStateLabels, type BreachKind, type BreachState } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { date, page, text, version } from './field.js';

export interface BreachItem {
  id: number;
  kind: BreachKind;
  state: BreachState;
  /** What was broken, as the rule book names it. */
  clause: string;
  /** Null: the viewer may know that it is held against them, but not from which ticket (CP-7). */
  ticketNumber: string | null;
  /** Against a person, or against a department as a whole. */
  staffName: string | null;
  staffNumber: string | null;
  departmentName: string | null;
  at: string;
  /** The last day on which it may be contested. */
  contestUntil: string;
  contest: { text: string; by: string; at: string } | null;
  decision: { reason: string; by: string; at: string } | null;
  mayContest: boolean;
  mayDecide: boolean;
  version: number;
}

const oneOf = <T extends string>(labels: Record<T, string>, message: string) => z.enum(Object.keys(labels) as [T, ...T[]], message);
const filter = {
  /** `own`: against the viewer, or against the department they lead · `led`: what a leader or supervisor answers for. */
  view: z._default(z.enum(['own', 'led']), 'own'),
  kind: z.optional(oneOf<BreachKind>(breachKindLabels, '请选择种类')),
  state: z.optional(oneOf<BreachState>(breachStateLabels, '请选择状态')),
  /** Asia/Shanghai days, both included. */
  from: z.optional(date('开始日期')),
  to: z.optional(date('结束日期')),
};
/** The latest first. Refuses `FORBIDDEN` for `led` of someone who leads nothing. */
export const breaches = endpoint<Page<BreachItem>>()({ method: 'GET', path: '/api/staff/breaches', summary: '考核登记', query: z.object({ ...filter, ...page }) });
/** XLSX, leaders and the supervisor; leaves a record. */
export const exportBreaches = endpoint<unknown>()({ method: 'GET', path: '/api/staff/breaches/export', summary: '导出考核登记', query: z.object(filter) });
/** KP-3: once, in one's own words. */
export const contestBreach = endpoint<BreachItem>()({ method: 'POST', path: '/api/staff/breaches/:id/contest', summary: '申诉', idempotent: true, body: z.object({ version, text: text('申诉理由', 1000) }) });
export const decideBreach = endpoint<BreachItem>()({
  method: 'POST', path: '/api/staff/breaches/:id/decision', summary: '认定申诉', idempotent: true,
  body: z.object({ version, outcome: z.enum(['upheld', 'withdrawn'], '请选择认定结果'), reason: text('认定理由', 500) }),
});
