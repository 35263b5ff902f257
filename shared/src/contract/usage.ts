import * as z from 'zod/mini';
import type { BillState, UsageAlertKind } from '../vocabulary/index.js';
import { accountProof } from './customer.js';
import { endpoint, type Page } from './endpoint.js';
import { attachmentIds, date, mobile, optionalText, page, text } from './field.js';
import type { TicketProgress } from './ticket.js';

/** One bill's period beside the same season of the year before. m³ and fen; dates are Asia/Shanghai, both inclusive. */
export interface UsagePeriod {
  billId: number;
  from: string;
  to: string;
  volume: number;
  /** What the period costs: adjustments included, late fees not. */
  costFen: number;
  state: BillState;
  lastYear: { from: string; to: string; volume: number; costFen: number } | null;
}
export interface UsageTier {
  /** 1-based. */
  tier: number;
  /** m³; null: without an end. Widened for the household. */
  from: number;
  to: number | null;
  /** Of the tier, what is used up. */
  used: number;
  /** Everything a m³ costs in this tier, in 1/10000 yuan. */
  unitPrice: number;
}
export interface TierGauge {
  tariffName: string;
  tierPeriod: 'year' | 'month';
  /** The year (`2026年`) or the months the figures are for (`2026年9月`). */
  label: string;
  /** m³ charged in it so far. */
  used: number;
  /** Months billed together; 1 for a year. */
  months: number;
  tiers: UsageTier[];
  /** 1-based: where the next m³ falls. */
  current: number;
  /** m³ before the next tier; null in the last. */
  left: number | null;
  /** All of it in one plain line: `今年第一阶梯还剩 48 m³`. */
  sentence: string;
}
/** Read off the account's own bills: a leak in the house may be behind it. */
export interface UsageAlert {
  billId: number;
  accountId: number;
  accountNumber: string;
  addressMasked: string;
  from: string;
  to: string;
  kind: UsageAlertKind;
  volume: number;
  /** What would have been usual for so many days, m³. */
  usualVolume: number;
  sentence: string;
}
export interface Household {
  size: number;
  /** The tiers are made for this many. */
  base: number;
  /** m³ by which each tier's end widens for every further person, per year or month; empty where nothing widens. */
  perExtraPerson: number[];
  /** Which use of the account this is about, e.g. `居民生活用水`. */
  tariffName: string;
}
/** Somebody who has bound this account, masked. */
export interface FamilyMember {
  me: boolean;
  /** `138****1234`, or `微信用户`. */
  name: string;
  boundAt: string;
  lastPaid: { at: string; amountFen: number } | null;
}
export interface AccountUsage {
  accountId: number;
  accountNumber: string;
  nameMasked: string;
  addressMasked: string;
  /** Oldest first, at most 24. */
  periods: UsagePeriod[];
  /** By calendar year of the last day, the last three. */
  years: { year: number; volume: number; costFen: number }[];
  /** Null while no tariff applies. */
  gauge: TierGauge | null;
  alert: UsageAlert | null;
  household: Household | null;
  family: FamilyMember[];
  prepaidFen: number;
}

export const accountUsage = endpoint<AccountUsage>()({ method: 'GET', path: '/api/usage/accounts/:id', summary: '用水情况：历史、阶梯、提醒、家庭' });
/** Of the newest bill of each bound account, unless the resident has looked into it. */
export const usageAlerts = endpoint<{ items: UsageAlert[] }>()({ method: 'GET', path: '/api/usage/alerts', summary: '用水异常提醒' });
/** The resident has looked: the alert of this bill is not shown to them any more. */
export const checkedAlert = endpoint<{ done: true }>()({ method: 'POST', path: '/api/usage/alerts/:billId/checked', summary: '已检查，不再提醒' });
/** A ticket for staff, who check and change the household from a day on. */
export const requestHouseholdChange = endpoint<TicketProgress>()({
  method: 'POST', path: '/api/usage/accounts/:id/household-changes', summary: '申请变更家庭人口', idempotent: true,
  body: z.object({
    persons: z.int('请填写人数').check(z.minimum(1, '至少 1 人'), z.maximum(20, '超过 20 人请到营业厅办理')),
    sinceOn: date('从哪天起'),
    /** Who they are, as the household register names them. */
    members: text('住在一起的人', 200),
    note: optionalText('补充说明', 300),
    contactPhone: mobile,
    attachmentIds,
  }),
});

/** What the account's prepaid money was used for and where it came from, newest first. */
export interface PrepaidEntry {
  id: number;
  at: string;
  /** Above zero: came in. */
  amountFen: number;
  /** In words: `充值`, `抵缴 2026年9月水费`. */
  what: string;
  /** The bill it paid; null for none. */
  billId: number | null;
}
export const prepaidHistory = endpoint<Page<PrepaidEntry> & { balanceFen: number }>()({
  method: 'GET', path: '/api/usage/accounts/:id/prepaid', summary: '预存款余额和使用记录', query: z.object(page),
});

/** What money in advance would do for what is owed already, the oldest first; fen. */
export interface PrepaidUse {
  bills: { billId: number; from: string; to: string; payableFen: number; usedFen: number }[];
  usedFen: number;
  /** What would be left of it. */
  leftFen: number;
  /** Left alone: a question about them is open (PY-9). */
  disputed: { billId: number; from: string; to: string; payableFen: number }[];
}
export const plannedUseOfPrepaid = endpoint<PrepaidUse>()({ method: 'GET', path: '/api/usage/accounts/:id/prepaid/use', summary: '用预存款抵欠费：会抵哪几笔' });
/** Does what `plannedUseOfPrepaid` said, and nothing else: refuses `BILL_CHANGED` when it would be other bills or another sum by now. */
export const payFromPrepaid = endpoint<{ balanceFen: number; usedFen: number }>()({
  method: 'POST', path: '/api/usage/accounts/:id/prepaid/use', summary: '用预存款抵欠费', idempotent: true,
  body: z.object({ billIds: z.array(z.int().check(z.positive())).check(z.maxLength(1000)), usedFen: z.int().check(z.nonnegative()) }),
});

/** A payer's receipt as A4 PDF, to keep or pass on (PY-10). */
export const receiptPdf = endpoint<unknown>()({ method: 'GET', path: '/api/payments/:id/receipt-pdf', summary: '缴费收据（PDF）' });

// ---- paying for somebody else, without binding their account (PY-1)

/** What is owed, and no more: never what they used before. */
export interface RelativeBill {
  id: number;
  from: string;
  to: string;
  volume: number;
  payableFen: number;
  lateFeeFen: number;
  dueOn: string;
  overdue: boolean;
}
export interface RelativeAccount {
  /** Pays these bills (`startPayment`) and keeps the account; lives half an hour. */
  ticket: string;
  /** For `startPrepayment`, with the ticket. */
  accountId: number;
  accountNumber: string;
  nameMasked: string;
  addressMasked: string;
  bills: RelativeBill[];
  /** The resident keeps it already. */
  keptId: number | null;
}
export interface KeptRelative {
  id: number;
  /** What the resident calls it: 妈妈家. */
  label: string;
  accountNumber: string;
}
/** By the number and a proof, as for binding; wrong number and wrong proof get one answer. */
export const checkRelative = endpoint<RelativeAccount>()({
  method: 'POST', path: '/api/relatives/check', summary: '帮亲友缴费：核对', body: z.object(accountProof),
});
/** Back from the cashier: the same account while its ticket lives, which this does not lengthen. Refuses `RELATIVE_EXPIRED`. */
export const returnToRelative = endpoint<RelativeAccount>()({
  method: 'POST', path: '/api/relatives/return', summary: '帮亲友缴费：凭核对凭证回来', body: z.object({ ticket: text('核对凭证', 200) }),
});
export const keptRelatives = endpoint<{ items: KeptRelative[] }>()({ method: 'GET', path: '/api/relatives', summary: '我常帮缴的户号' });
export const keepRelative = endpoint<KeptRelative>()({
  method: 'POST', path: '/api/relatives', summary: '记住这个户号', body: z.object({ ticket: text('核对凭证', 200), label: text('怎么称呼', 12) }), idempotent: true,
});
export const openRelative = endpoint<RelativeAccount>()({ method: 'POST', path: '/api/relatives/:id/open', summary: '打开常帮缴的户号' });
export const forgetRelative = endpoint<{ done: true }>()({ method: 'DELETE', path: '/api/relatives/:id', summary: '不再记住这个户号' });
