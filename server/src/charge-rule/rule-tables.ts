import { Injectable } from '@nestjs/common';
import type { DateString } from '@shouwen/shared/value';
import { chargeRuleFields, type ChargeRuleKind, type ChargeRuleValues, sourceOfRule } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { BillingPolicies } from '../billing/index.js';
import { PaymentPolicies } from '../payment/index.js';
import { ReconciliationTerms } from '../reconciliation/index.js';
import { UsageAlertPolicies } from '../usage/index.js';

export interface DatedValues {
  fromOn: DateString;
  values: ChargeRuleValues;
}
type Numbers = Record<string, number | boolean | string | null>;

/** Where each rule is kept: by the capability that goes by it. */
@Injectable()
export class RuleTables {
  constructor(
    private readonly billing: BillingPolicies,
    private readonly payment: PaymentPolicies,
    private readonly usage: UsageAlertPolicies,
    private readonly reconciliation: ReconciliationTerms,
  ) {}

  /** Newest first. */
  async versions(manager: EntityManager, kind: ChargeRuleKind): Promise<DatedValues[]> {
    const rows = (await this.rows(manager, kind)) as unknown as (Numbers & { fromOn: DateString })[];
    return rows.map((row) => ({ fromOn: row.fromOn, values: Object.fromEntries(chargeRuleFields[kind].map(({ name }) => [name, row[name] === null ? null : Number(row[name])])) }));
  }

  /** A version that `chargeRuleFaults` finds sound, of a day that has none. */
  async publish(tx: EntityManager, kind: ChargeRuleKind, { fromOn, values }: DatedValues, clause: string): Promise<void> {
    const of = (name: string) => values[name] ?? 0;
    switch (kind) {
      case 'due-and-late-fee':
        return this.billing.publish(tx, fromOn, { dueDays: of('dueDays'), lateFeeRate: of('lateFeeRate'), clause });
      case 'online-payment':
        return this.payment.publish(tx, fromOn, { partOnline: of('partOnline') === 1, prepaymentLeastFen: of('prepaymentLeastFen'), prepaymentMostFen: of('prepaymentMostFen'), clause });
      case 'usage-alert':
        return this.usage.publish(tx, fromOn, {
          seasonPercent: of('seasonPercent'), historyPercent: of('historyPercent'), historyPeriods: of('historyPeriods'), leastPeriods: of('leastPeriods'), rises: of('rises'), risingPercent: of('risingPercent'),
          risingOverSeasonPercent: of('risingOverSeasonPercent'), leastExtra: of('leastExtra'),
        });
      default: {
        const source = sourceOfRule[kind];
        if (source === undefined) throw new Error(`no table for ${kind}`);
        // What is not asked about of this source stays as it was.
        const { settlementDays, feeRate, boundaryMinutes, itemDays } = { ...(await this.reconciliation.on(tx, source, fromOn)), ...(values as Partial<Record<'settlementDays' | 'boundaryMinutes' | 'itemDays', number>> & { feeRate?: number | null }) };
        return this.reconciliation.publish(tx, { source, fromOn, settlementDays, feeRate, boundaryMinutes, itemDays });
      }
    }
  }

  private rows(manager: EntityManager, kind: ChargeRuleKind): Promise<object[]> {
    if (kind === 'due-and-late-fee') return this.billing.all(manager);
    if (kind === 'online-payment') return this.payment.all(manager);
    if (kind === 'usage-alert') return this.usage.all(manager);
    return this.reconciliation.all(manager, sourceOfRule[kind] ?? 'bank');
  }
}
