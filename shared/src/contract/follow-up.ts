import * as z from 'zod/mini';
import type { TicketKind, TicketSource } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { date, id, optionalText, page, text, version } from './field.js';

/** FU-1: what is asked on the phone, each from 1 (very bad) to 5 (very good). */
export const followUpQuestions = { manner: '服务态度', quality: '办理质量', time: '办理时效', result: '办理结果' } as const;
export type FollowUpQuestion = keyof typeof followUpQuestions;
export const scoreLabels = { 1: '很不满意', 2: '不满意', 3: '一般', 4: '满意', 5: '非常满意' } as const;

/** `hotline`: what came in by phone or online · `hall`: at the counter, by letter or card · `secret`: confidential matters, for their investigator and the supervisor (CP-6). */
export const followUpDeskLabels = { hotline: '热线', hall: '本厅', secret: '保密' } as const;
export type FollowUpDesk = keyof typeof followUpDeskLabels;
export interface FollowUpItem {
  id: number;
  number: string;
  kind: TicketKind;
  categoryLabel: string;
  source: TicketSource;
  /** Empty for a confidential matter. */
  title: string;
  hallName: string;
  closedAt: string;
  /** From when to call. */
  nextAt: string;
  attempts: number;
  lastAttemptAt: string | null;
  /** Who is calling just now. */
  callingBy: string | null;
  mine: boolean;
  confidential: boolean;
  state: 'open' | 'done' | 'unreached' | 'withdrawn';
  /** How it ended: by the resident in the app, or on the phone. */
  scores: Record<FollowUpQuestion, number> | null;
  stars: number | null;
  version: number;
}
/** What the caller needs while they call. */
export interface FollowUpCall extends FollowUpItem {
  contactName: string;
  contactPhone: string;
  matter: string;
  answer: string;
  firstResponsibleName: string;
  /** When somebody else may take it over. */
  heldUntil: string;
}
const desk = z.enum(['hotline', 'hall', 'secret'], '请选择回访名单');
export const followUps = endpoint<Page<FollowUpItem>>()({
  method: 'GET', path: '/api/staff/follow-ups', summary: '回访名单',
  query: z.object({ desk: z._default(desk, 'hotline'), state: z._default(z.enum(['due', 'later', 'ended']), 'due'), ...page }),
});
/** What is due now, per list the viewer may call from; null for a list that is not theirs. */
export const followUpCounts = endpoint<{ due: Record<FollowUpDesk, number | null>; reviews: number }>()({ method: 'GET', path: '/api/staff/follow-ups/counts', summary: '回访数量' });
/** Takes the call for a quarter of an hour and shows whom to call. Refuses `FOLLOW_UP_TAKEN` while a colleague is calling. */
export const claimFollowUp = endpoint<FollowUpCall>()({ method: 'POST', path: '/api/staff/follow-ups/:id/claim', summary: '开始回访', idempotent: true });
export const releaseFollowUp = endpoint<{ done: true }>()({ method: 'POST', path: '/api/staff/follow-ups/:id/release', summary: '放回名单', idempotent: true });
const score = (label: string) => z.int(`请选择${label}`).check(z.minimum(1, `请选择${label}`), z.maximum(5, `请选择${label}`));
export const answerFollowUp = endpoint<FollowUpItem>()({
  method: 'POST', path: '/api/staff/follow-ups/:id/answers', summary: '记录回访', idempotent: true,
  body: z.object({ manner: score('服务态度'), quality: score('办理质量'), time: score('办理时效'), result: score('办理结果'), comment: optionalText('居民的话', 500) }),
});
export const notReached = endpoint<FollowUpItem>()({ method: 'POST', path: '/api/staff/follow-ups/:id/not-reached', summary: '未接通', idempotent: true });

// ---- FU-3: what was rated badly is looked into

export interface ReviewItem {
  id: number;
  cause: 'rating' | 'call' | 'evaluation';
  /** Null for a counter service without a ticket. */
  number: string | null;
  title: string;
  /** The staff member rated at the counter, or the first responsible. */
  staffName: string;
  hallName: string;
  stars: number;
  scores: Record<FollowUpQuestion, number> | null;
  /** The resident's words; empty where the viewer may not know them (CP-6). */
  comment: string;
  at: string;
  state: 'open' | 'explained' | 'reopened';
  reason: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  mayDecide: boolean;
  version: number;
}
export const reviews = endpoint<Page<ReviewItem>>()({
  method: 'GET', path: '/api/staff/reviews', summary: '不满意核查', query: z.object({ state: z._default(z.enum(['open', 'decided']), 'open'), ...page }),
});
export const decideReview = endpoint<ReviewItem>()({
  method: 'POST', path: '/api/staff/reviews/:id/decision', summary: '核查不满意评价', idempotent: true,
  body: z.object({ version, decision: z.enum(['reopened', 'explained'], '请选择怎样处理'), reason: text('核查情况', 500) }),
});

// ---- FU-2: the evaluator at the counter

/** Opens one 请评价: a page for one rating, good for a quarter of an hour. */
export const openEvaluation = endpoint<{ id: number; url: string; expiresAt: string }>()({
  method: 'POST', path: '/api/staff/evaluations', summary: '请评价', idempotent: true, body: z.object({ service: text('办理的业务', 40) }),
});
export const evaluationState = endpoint<{ id: number; state: 'open' | 'rated' | 'expired' }>()({ method: 'GET', path: '/api/staff/evaluations/:id', summary: '评价状态' });
export interface EvaluationFigure {
  staffId: number;
  staffName: string;
  staffNumber: string;
  service: string;
  count: number;
  /** Hundredths of a star. */
  averageHundredths: number;
  bad: number;
}
/** Days are Asia/Shanghai, both included. */
export const evaluationFigures = endpoint<{ items: EvaluationFigure[] }>()({
  method: 'GET', path: '/api/staff/evaluation-figures', summary: '窗口评价统计', query: z.object({ from: date('开始日期'), to: date('结束日期'), hallId: z.optional(z.pipe(z.coerce.number(), id('营业厅'))) }),
});
const link = { expires: z.coerce.number(), signature: z.string().check(z.maxLength(100)) };
/** The page itself, for the tablet or the resident's own phone; no sign-in, nothing personal. */
export const evaluatePage = endpoint<unknown>()({ method: 'GET', path: '/evaluate/:id', summary: '窗口评价页', query: z.object(link) });
export const evaluate = endpoint<unknown>()({
  method: 'POST', path: '/evaluate/:id', summary: '提交窗口评价', query: z.object(link), body: z.object({ stars: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(5)) }),
});
