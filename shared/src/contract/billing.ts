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
}
/** One line of the working: `volume` m³ at `unitPrice` (1/10000 yuan) = `amount` (1/10000 yuan), before rounding. */
export interface BillLine {
  component: string;
  componentName: string;
  /** 1-based tier, or null for a flat component. */
  tier: number | null;
  tierFrom: number | null;
  tierTo: number | null;
  volume: number;
  unitPrice: number;
  amount: number;
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
  lines: BillLine[];
  /** Each component summed exactly, then rounded half up to a fen; they add up to `totalFen`. */
  components: { component: string; componentName: string; fen: number }[];
  lateFee: { days: number; ratePerHundredThousand: number; fen: number };
  payment: { id: number; paidAt: string; receiptNumber: string } | null;
}

export const myBills = endpoint<Page<BillItem>>()({
  method: 'GET',
  path: '/api/bills',
  summary: '我的账单',
  query: z.object({ accountId: z.optional(idInQuery('户号')), state: z.optional(z.enum(['unpaid', 'paid'])), ...page }),
});
export const billDetail = endpoint<BillDetail>()({ method: 'GET', path: '/api/bills/:id', summary: '账单明细' });
