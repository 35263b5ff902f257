import * as z from 'zod/mini';
import type { ReadingKind } from '../vocabulary/index.js';
import type { BillDetail, BillItem } from './billing.js';
import { endpoint, type Page } from './endpoint.js';
import { date, fen, optionalText, page, text } from './field.js';

/** A bill as the staff's desks see it. */
export interface DeskBill extends BillItem {
  revision: number;
  adjustedFen: number;
  tariffName: string;
  voidReason: string | null;
}
export interface DeskBillDetail extends BillDetail {
  name: string;
  address: string;
  revision: number;
  /** Requests that wait for approval. */
  waiting: { kind: 'adjust-bill' | 'waive-late-fee' | 'reverse-bill'; approvalId: number }[];
}
/** Newest first, reversed ones among them; drafts of a bill run are not. */
export const accountBills = endpoint<Page<DeskBill>>()({ method: 'GET', path: '/api/staff/accounts/:id/bills', summary: '户号的账单', query: z.object(page) });
export const deskBill = endpoint<DeskBillDetail>()({ method: 'GET', path: '/api/staff/bills/:id', summary: '账单明细（工作人员）' });
export const deskBillPdf = endpoint<unknown>()({ method: 'GET', path: '/api/staff/bills/:id/pdf', summary: '账单（PDF，工作人员）' });

export interface ReadingItem {
  ordinal: number;
  readOn: string;
  kind: ReadingKind;
  value: number;
  /** Of a change of meter. */
  nextValue: number | null;
  /** m³ since the reading before; null for the opening one. */
  volume: number | null;
  note: string | null;
  /** The bill it is in now; null while it waits for one. */
  billId: number | null;
  /** A correction of it that waits for a second person. */
  approvalId: number | null;
}
export interface RebillingItem {
  id: number;
  at: string;
  cause: 'reading' | 'estimate' | 'terms' | 'reversal';
  reason: string;
  /** Null: by the system, from an imported reading. */
  by: string | null;
  readOn: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  voidedBillIds: number[];
  issuedBillIds: number[];
  creditedFen: number;
}
/** The last forty readings, and whatever was put right, newest first. */
export const accountReadings = endpoint<{ items: ReadingItem[]; rebillings: RebillingItem[] }>()({ method: 'GET', path: '/api/staff/accounts/:id/readings', summary: '户号的抄表和更正' });

export interface TermsItem {
  /** Null: what the water account itself says, until the first dated change. */
  fromOn: string | null;
  householdSize: number;
  uses: { tariffCode: string; tariffName: string; share: number }[];
  ticketNumber: string | null;
  by: string | null;
  reason: string | null;
}
export const accountTerms = endpoint<{ items: TermsItem[]; tariffs: { code: string; name: string; tierPeriod: 'month' | 'year' }[] }>()({ method: 'GET', path: '/api/staff/accounts/:id/terms', summary: '人口和用途' });

/** What working bills out anew came to. */
export interface RebilledView {
  voidedBillIds: number[];
  issuedBillIds: number[];
  creditedFen: number;
}
const figure = z.int('读数应为整数（立方米）').check(z.nonnegative('读数不能小于 0'), z.maximum(99_999_999, '读数最多 8 位'));
const reason = text('原因', 200);

/** PY-9: a figure is put right; bills it was in are reversed and issued anew. */
/** `approvalId`: bills were issued by this figure, so a second person decides; nothing is changed until then (PY-9). */
export const correctReading = endpoint<RebilledView & { approvalId: number | null }>()({
  method: 'POST', path: '/api/staff/accounts/:id/readings/:ordinal/correct', summary: '更正抄表', idempotent: true,
  body: z.object({ seenValue: figure, value: figure, kind: z._default(z.enum(['regular', 'estimated']), 'regular'), nextValue: z._default(z.nullable(figure), null), reason }),
});
export const changeMeter = endpoint<{ ordinal: number }>()({
  method: 'POST', path: '/api/staff/accounts/:id/meter-changes', summary: '登记换表', idempotent: true,
  body: z.object({
    on: date('换表日期'), lastValue: figure, firstValue: figure,
    meterNumber: z._default(z.string().check(z.trim(), z.regex(/^([0-9A-Za-z-]{6,20})?$/, '表号应为 6 至 20 位数字、字母或短横线')), ''), reason,
  }),
});
/**
 * PY-9: from a day on another household size, or other uses; the application that was approved may be named. `approvalId`: issued bills would change, so a
 * second person decides; nothing is changed until then.
 */
export const enterTerms = endpoint<RebilledView & { approvalId: number | null }>()({
  method: 'POST', path: '/api/staff/accounts/:id/terms', summary: '登记人口或用途变更', idempotent: true,
  body: z.object({
    fromOn: date('起始日期').check(z.refine((day) => day >= '2000-01-01', '起始日期早于 2000 年，请核对')),
    householdSize: z.int('人口应为整数').check(z.minimum(1, '人口至少 1 人'), z.maximum(99, '人口最多 99 人')),
    uses: z.array(z.object({ tariffCode: text('水价', 40), share: z.int('比例应为整数').check(z.minimum(1, '比例应大于 0'), z.maximum(1000, '比例不能超过 100%')) })).check(z.minLength(1, '请填写用途'), z.maxLength(5, '最多 5 种用途')),
    ticketNumber: optionalText('申请单号', 20),
    reason,
  }),
});

const signedFen = z.int('金额应为整数（分）').check(z.minimum(-100_000_000, '金额超过上限'), z.maximum(100_000_000, '金额超过上限'), z.refine((value) => value !== 0, '金额不能为 0'));
/** Asked for here, decided by somebody else (approvals). Below zero: the customer pays less. */
export const requestAdjustment = endpoint<{ approvalId: number }>()({ method: 'POST', path: '/api/staff/bills/:id/adjustment', summary: '申请调整账单', idempotent: true, body: z.object({ amountFen: signedFen, reason }) });
export const requestWaiver = endpoint<{ approvalId: number }>()({ method: 'POST', path: '/api/staff/bills/:id/waiver', summary: '申请减免违约金', idempotent: true, body: z.object({ amountFen: fen, reason }) });
/** `again`: a new bill is made at once from what is on record now; without it only the latest bill can be reversed. */
export const requestReversal = endpoint<{ approvalId: number }>()({ method: 'POST', path: '/api/staff/bills/:id/reversal', summary: '申请冲销账单', idempotent: true, body: z.object({ again: z._default(z.boolean(), true), reason }) });
