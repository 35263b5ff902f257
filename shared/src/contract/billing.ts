import * as z from 'zod/mini';
import type { BillState } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { idInQuery, page } from './field.js';

export interface BillItem {
  id: number;
  accountId: number;
  accountNumber: string;
  /** Asia/Shanghai dates; `from` is the day after the previous reading, `to` the day of this one. */
  from: string;
  to: string;
  volume: number;
  totalFen: number;
  /** As of now; 0 when not overdue. */
  lateFeeFen: number;
  /** What paying now costs: what is still owed of the bill, and the late fee. */
  payableFen: number;
  dueOn: string;
  overdue: boolean;
  state: BillState;
  /** Of it paid already, without late fees; fen. */
  paidFen: number;
  /** Late fees paid with parts of it, or with the whole; fen. */
  lateFeePaidFen: number;
  /** A complaint about it is open: no late fee grows (PY-9). */
  disputed: boolean;
}
/** One line of the working: `volume` m³ at `unitPrice` (1/10000 yuan) = `amount` (1/10000 yuan), before rounding. */
export interface BillLine {
  component: string;
  componentName: string;
  /** Of `segments`; null for what concerns the whole bill: the line that tops it up to its least. */
  segment: number | null;
  /** 1-based tier, or null for a flat component. */
  tier: number | null;
  tierFrom: number | null;
  tierTo: number | null;
  volume: number;
  unitPrice: number;
  amount: number;
}
/** A part of the period for one use under one published price, one household and, under yearly tiers, one calendar year. */
export interface BillPart {
  /** Asia/Shanghai dates, both inclusive. */
  from: string;
  to: string;
  tariffName: string;
  /** From when this version of the price holds. */
  tariffFrom: string;
  tierPeriod: 'month' | 'year';
  /** Of the water, in 1/1000. */
  share: number;
  volume: number;
  /** m³ charged earlier in the year; 0 under a monthly tariff. */
  usedBefore: number;
  persons: number;
  months: number;
}
export interface BillDetail extends BillItem {
  nameMasked: string;
  addressMasked: string;
  previousReading: number;
  previousReadOn: string;
  reading: number;
  readOn: string;
  tariffName: string;
  tierPeriod: 'month' | 'year';
  /** m³ charged earlier this year under an annual tariff. */
  usedBefore: number;
  householdSize: number;
  segments: BillPart[];
  /** Meters changed within the period: `last` of the old one, `first` of the new one. */
  meterChanges: { on: string; last: number; first: number }[];
  lines: BillLine[];
  /** Each component summed exactly, then rounded half up to a fen; they add up to `totalFen`. */
  components: { component: string; componentName: string; fen: number }[];
  lateFee: { days: number; ratePerHundredThousand: number; fen: number };
  payment: { id: number; paidAt: string; receiptNumber: string } | null;
  /** By approved adjustments, signed; late fee that was waived. Fen. */
  adjustedFen: number;
  lateFeeWaivedFen: number;
  /** The open complaint or question about it; its number for those who may know of it (CP-6). */
  dispute: { ticketNumber: string | null; since: string } | null;
  /** The bill that this one was issued in place of, and why that was reversed. */
  replacesBillId: number | null;
  replacedByBillId: number | null;
  voidReason: string | null;
  issuedOn: string;
}

export const myBills = endpoint<Page<BillItem>>()({
  method: 'GET',
  path: '/api/bills',
  summary: '我的账单',
  query: z.object({ accountId: z.optional(idInQuery('户号')), state: z.optional(z.enum(['unpaid', 'paid'])), ...page }),
});
/** A4, with the full working, as PDF. */
export const billPdf = endpoint<unknown>()({ method: 'GET', path: '/api/bills/:id/pdf', summary: '账单（PDF）' });
export const billDetail = endpoint<BillDetail>()({ method: 'GET', path: '/api/bills/:id', summary: '账单明细' });
