import { Injectable } from '@nestjs/common';
import type { DateString } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { BillingPolicy } from './billing.entity.js';

/** Days to pay and the late fee, by the day they hold from; `TariffBook` goes by them. */
@Injectable()
export class BillingPolicies {
  /** Newest first. */
  all(manager: EntityManager): Promise<BillingPolicy[]> {
    return manager.find(BillingPolicy, { order: { fromOn: 'DESC' } });
  }

  /** From a day to come; whoever calls says who may. Fails on its unique key for a day that has one. */
  async publish(tx: EntityManager, fromOn: DateString, { dueDays, lateFeeRate, clause }: Pick<BillingPolicy, 'dueDays' | 'lateFeeRate' | 'clause'>): Promise<void> {
    await tx.insert(BillingPolicy, { fromOn, dueDays, lateFeeRate, clause });
  }
}
