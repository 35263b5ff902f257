import * as z from 'zod/mini';
import { exceptionKindLabels, paymentMethodLabels, takingsStepLabels, type ArrearsAge, type ExceptionKind, type PaymentMethod, type TakingsStep } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { date, idInQuery, page } from './field.js';

const oneOf = <T extends string>(labels: Record<T, string>, message: string) => z.enum(Object.keys(labels) as [T, ...T[]], message);
/** Asia/Shanghai days, both included. */
const period = { from: date('开始日期'), to: date('结束日期') };
/** Leaders of a hall get their own; of the whole house who answers for it. */
const hallId = z.optional(idInQuery('营业厅'));
const month = (label: string) => z.string(`请选择${label}`).check(z.regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/, `${label}应写成 2026-01 的样子`));

// ---- takings (PY-11)

export interface Takings {
  count: number;
  fen: number;
}
/** Received, by method; what was taken out of prepaid money is no taking. */
export interface TakingsFigures extends Takings {
  methods: Record<Exclude<PaymentMethod, 'prepaid'>, Takings>;
}
export interface TakingsRow extends TakingsFigures {
  /** A day, month or year; a hall, window or cashier by name. */
  name: string;
}
export interface TakingsReport {
  from: string;
  to: string;
  step: TakingsStep;
  hallName: string | null;
  total: TakingsFigures;
  periods: TakingsRow[];
  /** Money that came online stands under 线上. */
  halls: TakingsRow[];
  windows: TakingsRow[];
  cashiers: TakingsRow[];
  /** Taken and made undone in the same shift; in no other figure here. */
  voided: Takings;
  /** Bills that were settled with money paid in advance; in no other figure here. */
  fromPrepaid: Takings;
}
const takingsQuery = { ...period, step: z._default(oneOf<TakingsStep>(takingsStepLabels, '请选择按日、按月或按年'), 'month'), hallId, method: z.optional(oneOf<PaymentMethod>(paymentMethodLabels, '请选择缴费方式')) };
/** At most three years. Refuses `FORBIDDEN` for another hall than one's own, `INVALID_INPUT`. */
export const takings = endpoint<TakingsReport>()({ method: 'GET', path: '/api/staff/reports/takings', summary: '收费统计', query: z.object(takingsQuery) });
/** XLSX with the conditions and who exported; leaves a record. */
export const exportTakings = endpoint<unknown>()({ method: 'GET', path: '/api/staff/reports/takings/export', summary: '导出收费统计', query: z.object(takingsQuery) });

// ---- arrears by age

export interface ArrearsRow {
  name: string;
  /** Principal in fen, without late fees, and bills. */
  ages: Record<ArrearsAge, { bills: number; fen: number }>;
  /** Without what is not due yet. */
  bills: number;
  fen: number;
}
export interface ArrearsReport {
  /** The Asia/Shanghai day it stands for: today. */
  day: string;
  hallName: string | null;
  total: ArrearsRow;
  /** Accounts with something overdue. */
  accounts: number;
  zones: ArrearsRow[];
  halls: ArrearsRow[];
  uses: ArrearsRow[];
}
export const arrearsByAge = endpoint<ArrearsReport>()({ method: 'GET', path: '/api/staff/reports/arrears', summary: '欠费账龄', query: z.object({ hallId }) });
export const exportArrearsByAge = endpoint<unknown>()({ method: 'GET', path: '/api/staff/reports/arrears/export', summary: '导出欠费账龄', query: z.object({ hallId }) });

// ---- collection rate and revenue by component, per billing period

export interface CollectionRow {
  /** `2026-10`, by the last day of the bills' periods; `合计` for all. */
  name: string;
  bills: number;
  /** Whole m³. */
  volume: number;
  billedFen: number;
  adjustedFen: number;
  collectedFen: number;
  /** Ten-thousandths of what was billed, adjustments included; null where nothing was. */
  rate: number | null;
  lateFeeFen: number;
  /** Fen billed, by component; they add up to `billedFen`. Sewage is collected for the city. */
  components: Record<string, number>;
}
export interface CollectionReport {
  hallName: string | null;
  total: CollectionRow;
  months: CollectionRow[];
  /** The figures are as of then: bills are summed up at most once in a while. */
  asOf: string;
}
const collectionQuery = { fromMonth: month('开始月份'), toMonth: month('结束月份'), hallId };
/** At most twelve months. */
export const collection = endpoint<CollectionReport>()({ method: 'GET', path: '/api/staff/reports/collection', summary: '回收率与收入构成', query: z.object(collectionQuery) });
/** Sums the bills up anew. */
export const renewCollection = endpoint<CollectionReport>()({ method: 'POST', path: '/api/staff/reports/collection/renewal', summary: '重新统计回收率', body: z.object({ fromMonth: month('开始月份'), toMonth: month('结束月份'), hallId: z.optional(z.int()) }) });
export const exportCollection = endpoint<unknown>()({ method: 'GET', path: '/api/staff/reports/collection/export', summary: '导出回收率', query: z.object(collectionQuery) });

// ---- voids, refunds, adjustments

export interface ExceptionItem {
  kind: ExceptionKind;
  /** `作废`, `退款`, or the adjustment's own name. */
  label: string;
  at: string;
  /** Fen; below zero for what was taken off a bill. */
  amountFen: number;
  method: PaymentMethod | null;
  /** Receipt, refund or request number. */
  number: string;
  hallName: string | null;
  requestedBy: string | null;
  decidedBy: string | null;
  reason: string;
}
const exceptionQuery = { kind: z._default(oneOf<ExceptionKind>(exceptionKindLabels, '请选择种类'), 'void'), ...period, hallId };
/** The latest first. */
export const exceptions = endpoint<Page<ExceptionItem>>()({ method: 'GET', path: '/api/staff/reports/exceptions', summary: '作废、退款与调整', query: z.object({ ...exceptionQuery, ...page }) });
export const exportExceptions = endpoint<unknown>()({ method: 'GET', path: '/api/staff/reports/exceptions/export', summary: '导出作废、退款与调整', query: z.object(exceptionQuery) });
