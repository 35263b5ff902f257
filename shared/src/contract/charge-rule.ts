import * as z from 'zod/mini';
import { chargeRuleLabels, type ChargeRuleKind, type ChargeRuleValues } from '../vocabulary/index.js';
import { endpoint } from './endpoint.js';
import { date, text } from './field.js';

/** A rule as it holds from a day on. */
export interface ChargeRuleVersion {
  fromOn: string;
  values: ChargeRuleValues;
  /** Null: there from the beginning. */
  change: { askedBy: string; approvedBy: string; basis: string; at: string } | null;
}
export interface ChargeRule {
  kind: ChargeRuleKind;
  /** Newest first; never changed. */
  versions: ChargeRuleVersion[];
  /** Asked for and not decided. */
  waiting: { approvalId: number; fromOn: string; values: ChargeRuleValues; askedBy: string } | null;
}
/** For finance, administrators and the leaders who decide. */
export const chargeRules = endpoint<{ items: ChargeRule[]; mayAsk: boolean }>()({ method: 'GET', path: '/api/staff/charge-rules', summary: '收费规则' });

const kind = z.enum(Object.keys(chargeRuleLabels) as [ChargeRuleKind, ...ChargeRuleKind[]], '请选择规则');
/**
 * Asks for a new version from tomorrow or later; a second person decides. `values`: whole numbers, see `chargeRuleFields`. Refuses `INVALID_INPUT` at the field,
 * `APPROVAL_ALREADY_REQUESTED`.
 */
export const askForChargeRule = endpoint<ChargeRule>()({
  method: 'POST', path: '/api/staff/charge-rules', summary: '申请修改收费规则', idempotent: true,
  body: z.object({ kind, fromOn: date('生效日期'), values: z.record(z.string().check(z.maxLength(40)), z.nullable(z.int('应为整数'))), basis: text('依据', 200) }),
});
