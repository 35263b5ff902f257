import type { DateString } from '@shouwen/shared/value';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** What counts as an unusual consumption from a day on: see the rule. Percents are of the use a day. */
@Entity('usage_alert_policy')
@Index('uq_usage_alert_policy_from', ['fromOn'], { unique: true })
export class UsageAlertPolicy {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  @Column({ type: 'integer' }) seasonPercent: number;
  @Column({ type: 'integer' }) historyPercent: number;
  @Column({ type: 'integer' }) historyPeriods: number;
  @Column({ type: 'integer' }) leastPeriods: number;
  @Column({ type: 'integer' }) rises: number;
  @Column({ type: 'integer' }) risingPercent: number;
  @Column({ type: 'integer' }) risingOverSeasonPercent: number;
  /** m³ a month. */
  @Column({ type: 'integer' }) leastExtra: number;
}

/** The resident has looked into the alert of a bill. */
@Entity('usage_alert_check')
@Index('uq_usage_alert_check', ['residentId', 'billId'], { unique: true })
export class UsageAlertCheck {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) residentId: number;
  @Column({ type: 'integer' }) billId: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** An account a resident pays for now and then without being bound to it: they see what it owes, never what it used before. */
@Entity('kept_relative')
@Index('uq_kept_relative', ['residentId', 'accountId'], { unique: true })
export class KeptRelativeRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) residentId: number;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'text', transformer: encrypted }) label: string;
  @Column({ type: 'datetime', precision: 3 }) keptAt: Date;
}
