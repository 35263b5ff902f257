import { Injectable } from '@nestjs/common';
import type { DateString } from '@shouwen/shared/value';
import { DataSource, type EntityManager, LessThanOrEqual } from 'typeorm';
import type { AlertPolicy } from './rules/unusually-much-water.js';
import { UsageAlertPolicy } from './usage.entity.js';

/** What counts as unusual, as data: the one place that reads and writes it. */
@Injectable()
export class UsageAlertPolicies {
  constructor(private readonly dataSource: DataSource) {}

  /** In force on `day`; null before the first. */
  on(day: DateString, manager: EntityManager = this.dataSource.manager): Promise<UsageAlertPolicy | null> {
    return manager.findOne(UsageAlertPolicy, { where: { fromOn: LessThanOrEqual(day) }, order: { fromOn: 'DESC' } });
  }

  /** Newest first. */
  all(manager: EntityManager = this.dataSource.manager): Promise<UsageAlertPolicy[]> {
    return manager.find(UsageAlertPolicy, { order: { fromOn: 'DESC' } });
  }

  /** From `fromOn` on; a second one for the same day takes the place of the first. Whoever calls says who may. */
  async publish(tx: EntityManager, fromOn: DateString, policy: AlertPolicy): Promise<void> {
    const { seasonPercent, historyPercent, historyPeriods, leastPeriods, rises, risingPercent, risingOverSeasonPercent, leastExtra } = policy;
    const row = { seasonPercent, historyPercent, historyPeriods, leastPeriods, rises, risingPercent, risingOverSeasonPercent, leastExtra };
    const { affected } = await tx.update(UsageAlertPolicy, { fromOn }, row);
    if (!affected && !(await tx.existsBy(UsageAlertPolicy, { fromOn }))) await tx.insert(UsageAlertPolicy, { fromOn, ...row });
  }
}
