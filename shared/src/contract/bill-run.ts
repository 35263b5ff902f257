import * as z from 'zod/mini';
import { type BillRunState, type ReviewReason, reviewReasonLabels, type ReviewState, type Zone, zoneLabels } from '../vocabulary/index.js';
import type { BillDetail } from './billing.js';
import { endpoint, type Page } from './endpoint.js';
import { date, id, optionalText, page, text, version } from './field.js';

/** Whose readings: a zone, a hall, or the whole company. */
export interface BillRunItem {
  id: number;
  /** `城区`, `城区营业厅`, `全部`. */
  scope: string;
  /** Reading days, Asia/Shanghai, both inclusive. */
  from: string;
  to: string;
  state: BillRunState;
  /** 0 … 100 of the phase that is under way; 100 when none is. */
  percent: number;
  /** Drafts before the issue, bills after it; what was left out is not counted. */
  billCount: number;
  volume: number;
  totalFen: number;
  openReviews: number;
  startedBy: string;
  startedAt: string;
}
/** Beside the same accounts' previous bills. */
export interface BillRunSum {
  zone: Zone;
  tariffCode: string;
  tariffName: string;
  billCount: number;
  volume: number;
  totalFen: number;
  previousCount: number;
  previousVolume: number;
  previousFen: number;
}
export interface BillRunView extends BillRunItem {
  version: number;
  sums: BillRunSum[];
  reviews: { reason: ReviewReason; open: number; confirmed: number; held: number; toRead: number }[];
  /** Confirmed and issued bills of nothing, and what prepaid balances settled. */
  zeroCount: number;
  prepaidCount: number;
  prepaidFen: number;
  issuedCount: number;
  computedAt: string | null;
  issuedAt: string | null;
  issuedBy: string | null;
  cancelledBy: string | null;
  cancelReason: string | null;
  /** Why the work stands still, in Chinese; it goes on by itself once that has passed. */
  trouble: string | null;
  policy: BillRunPolicyView;
  allowed: ('review' | 'issue' | 'cancel')[];
}
export interface BillRunPolicyView {
  id: number;
  /** Far is this many per cent of the account's own history, or less than its inverse: 250 is 2.5 times. */
  farPercent: number;
  /** m³ by which it must differ at least. */
  farLeast: number;
  /** Days from the issue to the last day on time, at least. */
  daysToPay: number;
  by: string | null;
  at: string;
}

/** A period's consumption: m³ over days. Null where there was none. */
export interface Consumption {
  volume: number;
  days: number;
}
export interface ReviewItem {
  id: number;
  accountId: number;
  accountNumber: string;
  nameMasked: string;
  addressMasked: string;
  zone: Zone;
  readOn: string;
  previousReading: number;
  reading: number;
  /** Null where no bill can be made of the reading. */
  current: Consumption | null;
  totalFen: number | null;
  billId: number | null;
  /** Each with what it is compared with, in words. */
  findings: { reason: ReviewReason; text: string }[];
  previous: (Consumption & { totalFen: number }) | null;
  yearAgo: Consumption | null;
  /** The median of up to twelve bills before this one, for as many days as this one. */
  usualVolume: number | null;
  state: ReviewState;
  note: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
}

const reasons = Object.keys(reviewReasonLabels) as [ReviewReason, ...ReviewReason[]];
const zones = Object.keys(zoneLabels) as [Zone, ...Zone[]];

/** Without zone and hall: all accounts. */
export const startBillRun = endpoint<BillRunView>()({
  method: 'POST', path: '/api/staff/bill-runs', summary: '新建出账', idempotent: true,
  body: z.object({ zone: z.optional(z.enum(zones, '请选择区域')), hallId: z.optional(id('营业厅')), from: date('抄表起日'), to: date('抄表止日') })
    .check(z.refine((v) => v.from <= v.to, { path: ['to'], message: '抄表止日应不早于起日' }), z.refine((v) => !(v.zone && v.hallId), { path: ['hallId'], message: '区域和营业厅只能选一个' })),
});
export const billRuns = endpoint<Page<BillRunItem>>()({ method: 'GET', path: '/api/staff/bill-runs', summary: '出账记录', query: z.object({ ...page }) });
export const billRun = endpoint<BillRunView>()({ method: 'GET', path: '/api/staff/bill-runs/:id', summary: '出账进度与汇总' });

export const reviewItems = endpoint<Page<ReviewItem>>()({
  method: 'GET', path: '/api/staff/bill-runs/:id/reviews', summary: '待审核清单，差得最多的在前',
  query: z.object({ state: z._default(z.enum(['open', 'confirmed', 'held', 'to-read']), 'open'), reason: z.optional(z.enum(reasons)), ...page }),
});
/** The lines that add up to an item's draft, masked. Refuses `NOT_FOUND` for an item without one. */
export const reviewWorking = endpoint<BillDetail>()({ method: 'GET', path: '/api/staff/bill-runs/:id/reviews/:item/working', summary: '待审账单的计算过程' });
const decision = z.enum(['confirm', 'hold', 'to-read'], '请选择怎样处理');
/** Some items, or all open ones of a reason. `hold` and `to-read` leave the account's bill out of this run and need a reason. */
export const decideReviews = endpoint<{ decided: number; left: number }>()({
  method: 'POST', path: '/api/staff/bill-runs/:id/decisions', summary: '审核出账', idempotent: true,
  body: z.object({
    items: z.optional(z.array(id('条目')).check(z.minLength(1, '请选择条目'), z.maxLength(200, '一次最多 200 条'))),
    reason: z.optional(z.enum(reasons)), decision, note: optionalText('原因', 200),
  }).check(
    z.refine((v) => (v.items === undefined) !== (v.reason === undefined), { path: ['items'], message: '请选择条目，或选择一种原因全部处理' }),
    z.refine((v) => v.decision === 'confirm' || v.note !== '', { path: ['note'], message: '请写明原因' }),
  ),
});
/** CSV of what is to be read again, with the addresses the readers go to; the export is recorded (PR-1). */
export const readAgainList = endpoint<unknown>()({ method: 'GET', path: '/api/staff/bill-runs/:id/read-again', summary: '复抄清单' });

/** `version`, `billCount` and `totalFen` as the person saw them. */
export const issueBillRun = endpoint<BillRunView>()({
  method: 'POST', path: '/api/staff/bill-runs/:id/issue', summary: '出账', idempotent: true,
  body: z.object({ version, billCount: z.int().check(z.nonnegative()), totalFen: z.int().check(z.nonnegative()) }),
});
export const cancelBillRun = endpoint<BillRunView>()({
  method: 'POST', path: '/api/staff/bill-runs/:id/cancel', summary: '撤销未出账的一次出账', idempotent: true, body: z.object({ version, reason: text('撤销原因', 200) }),
});

export const billRunPolicy = endpoint<BillRunPolicyView>()({ method: 'GET', path: '/api/staff/bill-run-policy', summary: '审核口径' });
export const changeBillRunPolicy = endpoint<BillRunPolicyView>()({
  method: 'POST', path: '/api/staff/bill-run-policy', summary: '修改审核口径', idempotent: true,
  body: z.object({
    id: id('口径'),
    farPercent: z.int('倍数应为整数百分比').check(z.minimum(110, '倍数至少 110%'), z.maximum(10_000, '倍数最多 10000%')),
    farLeast: z.int('起点应为整数').check(z.minimum(0), z.maximum(100_000)),
    daysToPay: z.int('天数应为整数').check(z.minimum(0), z.maximum(90, '最多 90 天')),
  }),
});
