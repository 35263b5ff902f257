import type { BillState } from '@shouwen/shared/vocabulary';
import type { DateString } from '@shouwen/shared/value';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';
import type { StoredLine, StoredSegment } from './rules/bill-of-reading.js';
import type { Tariff } from './rules/tariff-types.js';

/** One dated version of a published tariff (PY-9). It applies from `fromOn` until the code's next version begins. */
@Entity('tariff_version')
@Index('uq_tariff_version', ['code', 'fromOn'], { unique: true })
export class TariffVersion {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 40 }) code: string;
  @Column({ type: 'varchar', length: 60 }) name: string;
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  @Column({ type: 'simple-json' }) definition: Omit<Tariff, 'id' | 'from'>;
}

/** When bills fall due and what lateness costs; a bill keeps the terms it was issued under. */
@Entity('billing_policy')
@Index('uq_billing_policy_from', ['fromOn'], { unique: true })
export class BillingPolicy {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  /** Days after the reading. */
  @Column({ type: 'integer' }) dueDays: number;
  /** Per day, in 1/100000 of the principal. */
  @Column({ type: 'integer' }) lateFeeRate: number;
  @Column({ type: 'varchar', length: 200 }) clause: string;
}

/** What a meter showed on a day. An account's readings are numbered without gaps, so two writers cannot both add the next. */
@Entity('meter_reading')
@Index('uq_meter_reading_ordinal', ['accountId', 'ordinal'], { unique: true })
@Index('uq_meter_reading_day', ['accountId', 'readOn'], { unique: true })
export class MeterReading {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) accountId: number;
  /** 1 is the opening reading, which makes no bill. */
  @Column({ type: 'integer' }) ordinal: number;
  @Column({ type: 'varchar', length: 10 }) readOn: DateString;
  /** Whole m³. */
  @Column({ type: 'integer' }) value: number;
  @Column({ type: 'varchar', length: 10 }) kind: 'opening' | 'regular';
  /** m³ charged under a yearly tariff in the calendar year of `readOn`, this reading included. */
  @Column({ type: 'integer' }) yearVolume: number;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
}

/** What a reading costs, with its working. Amounts in fen. */
@Entity('bill')
@Index('uq_bill_reading', ['accountId', 'readingOrdinal'], { unique: true })
@Index('ix_bill_account_state', ['accountId', 'state', 'toOn'])
export class Bill {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) accountId: number;
  /** The account's reading that caused it. */
  @Column({ type: 'integer' }) readingOrdinal: number;
  /** The day after the previous reading … the day of this one. */
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  @Column({ type: 'varchar', length: 10 }) toOn: DateString;
  @Column({ type: 'integer' }) previousReading: number;
  @Column({ type: 'integer' }) reading: number;
  @Column({ type: 'integer' }) volume: number;
  /** m³ charged earlier in the year in which the period begins; 0 under a monthly tariff. */
  @Column({ type: 'integer' }) usedBefore: number;
  @Column({ type: 'integer' }) householdSize: number;
  @Column({ type: 'varchar', length: 40 }) tariffCode: string;
  @Column({ type: 'simple-json' }) segments: StoredSegment[];
  @Column({ type: 'simple-json' }) lines: StoredLine[];
  /** Fen by component, in the tariff's order; they add up to `totalFen`. */
  @Column({ type: 'simple-json' }) components: Record<string, number>;
  @Column({ type: 'bigint', transformer: bigInteger }) totalFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) paidFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) lateFeePaidFen: number;
  /** The last day on time. */
  @Column({ type: 'varchar', length: 10 }) dueOn: DateString;
  /** Per day, in 1/100000. */
  @Column({ type: 'integer' }) lateFeeRate: number;
  @Column({ type: 'varchar', length: 10 }) state: BillState;
  /** Null for what was settled before this system, or cost nothing. */
  @Column({ type: 'integer', nullable: true }) paymentId: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) settledAt: Date | null;
  @Column({ type: 'integer' }) version: number;
  @Column({ type: 'datetime', precision: 3 }) issuedAt: Date;
}
