import * as z from 'zod/mini';
import { endpoint } from './endpoint.js';
import { date, text } from './field.js';

/** A dated version of a published price; unit prices in 1/10000 yuan per m³. */
export interface TariffVersionView {
  id: number;
  fromOn: string;
  /** The day before the next version begins; null: still in force, or not yet. */
  toOn: string | null;
  tierPeriod: 'year' | 'month';
  baseHousehold: number;
  perExtraPerson: number[] | null;
  /** Inclusive upper bounds in m³; null for the last. */
  tiers: { upTo: number | null; water: number }[];
  flat: { component: string; componentName: string; price: number }[];
  /** Fen a month that a bill comes to at least; 0: none. */
  minimumFen: number;
}
export interface TariffView {
  code: string;
  name: string;
  /** Newest first. */
  versions: TariffVersionView[];
}
/** A version that waits for a second person; `code` is null for a price of a new kind. */
export interface WaitingTariff {
  code: string | null;
  approvalId: number;
}
/** Residents may read prices, too: they are published. This is the staff's list with what is coming. */
export const tariffs = endpoint<{ items: TariffView[]; waiting: WaitingTariff[]; mayAdd: boolean }>()({ method: 'GET', path: '/api/staff/tariffs', summary: '水价版本' });

const price = z.int('单价应为数字').check(z.nonnegative('单价不能小于 0'), z.maximum(10_000_000, '单价过大，请核对小数点'));
const definition = {
  code: z.string('请填写水价代码').check(z.trim(), z.regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, '水价代码应为小写字母、数字和短横线')),
  name: text('水价名称', 60),
  fromOn: date('执行日期'),
  tierPeriod: z.enum(['year', 'month']),
  baseHousehold: z.int('人口应为整数').check(z.minimum(1, '人口至少 1 人'), z.maximum(99, '人口最多 99 人')),
  perExtraPerson: z._default(z.array(z.int('应为整数').check(z.nonnegative(), z.maximum(10_000))).check(z.maxLength(10)), []),
  tiers: z.array(z.object({ upTo: z.nullable(z.int('上限应为整数（立方米）').check(z.nonnegative(), z.maximum(100_000_000))), water: price })).check(z.maxLength(10, '最多 10 档')),
  flat: z._default(z.array(z.object({ component: text('费用代码', 30).check(z.regex(/^[a-z][a-z0-9-]*$/, '费用代码应为小写字母')), price })).check(z.maxLength(10)), []),
  minimumFen: z._default(z.int('最低收费应为整数（分）').check(z.nonnegative(), z.maximum(100_000_000)), 0),
};
/** What sample months would cost by the new version and by the one before; and whatever contradicts. Nothing is kept. */
export interface TariffPreview {
  faults: { path: string; message: string }[];
  /** Of one month's reading (under yearly tiers: from the beginning of a year), a household of the base size. */
  samples: { volume: number; totalFen: number; beforeFen: number | null }[];
}
export const previewTariff = endpoint<TariffPreview>()({ method: 'POST', path: '/api/staff/tariffs/preview', summary: '新水价试算', body: z.object(definition) });
/** Asked for by one person, published when another agrees; added, never changed. Refuses `POLICY_CONTRADICTS` with what is wrong where, `APPROVAL_ALREADY_REQUESTED`. */
export const addTariffVersion = endpoint<{ approvalId: number }>()({ method: 'POST', path: '/api/staff/tariffs', summary: '申请公布新水价', idempotent: true, body: z.object({ ...definition, reason: text('依据', 200) }) });
