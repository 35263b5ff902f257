import * as z from 'zod/mini';
import { callResultLabels, planStandingLabels, reminderChannelLabels, type ArrearsCallEnd, type ArrearsCallResult, type ArrearsCallState, type PlanStanding, type ReminderChannel } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { date, fen, id, optionalText, page, text, version } from './field.js';

const oneOf = <T extends string>(labels: Record<T, string>, message: string) => z.enum(Object.keys(labels) as [T, ...T[]], message);

// ---- the series of reminders

export interface ReminderStep {
  /** After the last day on time of the oldest bill. */
  days: number;
  channel: ReminderChannel;
  /** What the message says; what the agent is to say. */
  text: string;
}
export interface ReminderSeriesView {
  steps: ReminderStep[];
  /** Null: as delivered. */
  by: string | null;
  at: string;
  version: number;
  mayChange: boolean;
  /** The last daily pass: which day, and what it did. */
  lastPass: { day: string; finished: boolean; messages: number; calls: number } | null;
}
export const reminderSeries = endpoint<ReminderSeriesView>()({ method: 'GET', path: '/api/staff/arrears/series', summary: '催缴步骤' });
/** Steps in order of their days. Refuses `EDITION_STALE`, `POLICY_CONTRADICTS`. */
export const changeReminderSeries = endpoint<ReminderSeriesView>()({
  method: 'POST', path: '/api/staff/arrears/series', summary: '修改催缴步骤', idempotent: true,
  body: z.object({
    version,
    steps: z.array(z.object({ days: z.int('天数应为整数').check(z.minimum(1, '至少逾期 1 天后'), z.maximum(3650, '天数太大')), channel: oneOf<ReminderChannel>(reminderChannelLabels, '请选择方式'), text: text('内容', 60) })).check(z.minLength(1, '至少要有一步'), z.maxLength(12, '最多 12 步')),
  }),
});

// ---- the hotline's call list

export interface ArrearsCallItem {
  id: number;
  accountNumber: string;
  /** Masked (PR-1). */
  name: string;
  address: string;
  hallName: string;
  /** Late fees of today included. */
  owedFen: number;
  unpaidBillCount: number;
  /** Of the oldest bill, and days since. */
  dueOn: string;
  overdueDays: number;
  /** The day from which to call. */
  nextOn: string;
  attempts: number;
  lastResult: ArrearsCallResult | null;
  callingBy: string | null;
  mine: boolean;
  state: ArrearsCallState;
  /** Why it was withdrawn; null for what is open or ended otherwise. */
  endReason: ArrearsCallEnd | null;
  version: number;
}
export interface ArrearsBill {
  billId: number;
  from: string;
  to: string;
  dueOn: string;
  principalFen: number;
  lateFeeFen: number;
  disputed: boolean;
}
export interface AccountArrears {
  accountId: number;
  accountNumber: string;
  /** Masked (PR-1). */
  name: string;
  address: string;
  hallName: string;
  bills: ArrearsBill[];
  /** Late fees of today included. */
  owedFen: number;
  /** Residents who get messages about this account. */
  boundResidents: number;
  reminders: { at: string; days: number; channel: ReminderChannel; owedFen: number }[];
  /** Days on which nobody was reminded, because a bill was in dispute; `to` is null to the present. Newest first. */
  pauses: { from: string; to: string | null; billFrom: string; billTo: string }[];
  calls: { at: string; by: string; result: ArrearsCallResult; note: string; callbackOn: string | null }[];
  plans: PlanItem[];
  mayPropose: boolean;
}
/** What the agent needs while they call; the number has been looked at on record. */
export interface ArrearsCallCard extends ArrearsCallItem {
  account: AccountArrears;
  contactName: string;
  contactAddress: string;
  contactPhone: string | null;
  /** What to say: the step's own words. */
  script: string;
  heldUntil: string;
}
export const arrearsCalls = endpoint<Page<ArrearsCallItem>>()({
  method: 'GET', path: '/api/staff/arrears/calls', summary: '催缴电话名单', query: z.object({ state: z._default(z.enum(['due', 'later', 'ended']), 'due'), ...page }),
});
export const arrearsCounts = endpoint<{ callsDue: number; plansBroken: number }>()({ method: 'GET', path: '/api/staff/arrears/counts', summary: '催缴数量' });
/** For a quarter of an hour. Refuses `ARREARS_CALL_TAKEN`; `ARREARS_CALL_OVER` when there is nothing to call about any more. */
export const claimArrearsCall = endpoint<ArrearsCallCard>()({ method: 'POST', path: '/api/staff/arrears/calls/:id/claim', summary: '开始催缴电话', idempotent: true });
export const releaseArrearsCall = endpoint<{ done: true }>()({ method: 'POST', path: '/api/staff/arrears/calls/:id/release', summary: '放回催缴名单', idempotent: true });
/** `promised` needs the day to call back. Refuses `ARREARS_CALL_NOT_YOURS`. */
export const recordArrearsCall = endpoint<ArrearsCallItem>()({
  method: 'POST', path: '/api/staff/arrears/calls/:id/results', summary: '记录催缴结果', idempotent: true,
  body: z.object({ result: oneOf<ArrearsCallResult>(callResultLabels, '请选择结果'), note: optionalText('备注', 300), callbackOn: z.nullable(date('再拨日期')) }),
});

// ---- one account, and its instalment plans

export interface Instalment {
  dueOn: string;
  amountFen: number;
}
export interface PlanItem {
  id: number;
  accountNumber: string;
  name: string;
  hallName: string;
  standing: PlanStanding;
  debtFen: number;
  paidFen: number;
  /** What should have been paid by now and has not. */
  behindFen: number;
  instalments: Instalment[];
  reason: string;
  proposedBy: string;
  createdAt: string;
}
export const accountArrears = endpoint<AccountArrears>()({ method: 'GET', path: '/api/staff/arrears/accounts/:accountNumber', summary: '一户的欠费情况' });
/** The latest first. `broken`: not paid as agreed. */
export const plans = endpoint<Page<PlanItem>>()({
  method: 'GET', path: '/api/staff/arrears/plans', summary: '分期计划', query: z.object({ standing: z.optional(oneOf<PlanStanding>(planStandingLabels, '请选择状态')), ...page }),
});
/** Amounts and dates that add up to the whole debt of today; somebody else decides. Refuses `PLAN_NOT_THE_DEBT`, `PLAN_EXISTS`, `BILL_CHANGED`, `INVALID_INPUT`. */
export const proposePlan = endpoint<PlanItem>()({
  method: 'POST', path: '/api/staff/arrears/plans', summary: '申请分期付款', idempotent: true,
  body: z.object({
    accountId: id('户号'), debtFen: fen, reason: text('分期理由', 300),
    instalments: z.array(z.object({ dueOn: date('付款日期'), amountFen: fen })).check(z.minLength(1, '请填写各期'), z.maxLength(36, '最多 36 期')),
  }),
});
