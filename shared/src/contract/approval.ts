import * as z from 'zod/mini';
import { approvalKindLabels, type ApprovalKind, type ApprovalState } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { optionalText, page, version } from './field.js';

/** Something about money that one person asks for and another decides. */
export interface ApprovalItem {
  id: number;
  kind: ApprovalKind;
  state: ApprovalState;
  /** What it is about, e.g. the bill or payment; no personal data (PR-1). */
  subject: string;
  /** Exactly what happens on a yes, sentence by sentence, amounts in yuan. */
  effects: string[];
  amountFen: number;
  hallName: string | null;
  reason: string;
  requestedBy: { name: string; staffNumber: string };
  requestedAt: string;
  /** `by` is null where nobody decided: withdrawn, or no longer possible. */
  decision: { by: string | null; at: string; reason: string } | null;
  /** Where in the console its subject is to be seen. */
  address: string | null;
  mayDecide: boolean;
  mayWithdraw: boolean;
  version: number;
}

/** `to-decide`: open, for the viewer to decide · `own`: what the viewer asked for · `decided`: ended, of what the viewer may decide. */
export const approvalViews = ['to-decide', 'own', 'decided'] as const;
export type ApprovalView = (typeof approvalViews)[number];

/** The latest first. */
export const approvals = endpoint<Page<ApprovalItem>>()({
  method: 'GET', path: '/api/staff/approvals', summary: '审批列表',
  query: z.object({
    view: z._default(z.enum(approvalViews, '请选择列表'), 'to-decide'),
    kind: z.optional(z.enum(Object.keys(approvalKindLabels) as [ApprovalKind, ...ApprovalKind[]], '请选择种类')),
    ...page,
  }),
});
/** Up to 100. */
export const approvalCounts = endpoint<{ toDecide: number }>()({ method: 'GET', path: '/api/staff/approvals/counts', summary: '待审批数量' });
/** Refuses `NOT_FOUND` to whoever neither asked for it nor may decide it. */
export const approval = endpoint<ApprovalItem>()({ method: 'GET', path: '/api/staff/approvals/:id', summary: '审批详情' });
/**
 * Once, and never by who asked. Refuses `APPROVAL_OWN`, `APPROVAL_CHANGED`, `APPROVAL_NOT_OPEN`, `REASON_REQUIRED` for a no without a reason; with
 * the code of its subject when that has changed meanwhile: the request has expired then.
 */
export const decideApproval = endpoint<ApprovalItem>()({
  method: 'POST', path: '/api/staff/approvals/:id/decision', summary: '审批', idempotent: true,
  body: z.object({ version, outcome: z.enum(['approved', 'refused'], '请选择同意或不同意'), reason: optionalText('审批意见', 500) }),
});
/** By who asked, while nobody has decided. */
export const withdrawApproval = endpoint<ApprovalItem>()({ method: 'POST', path: '/api/staff/approvals/:id/withdrawal', summary: '撤回申请', idempotent: true, body: z.object({ version }) });
