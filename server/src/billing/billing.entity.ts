import type { BillState, ReadingKind } from '@shouwen/shared/vocabulary';
import type { DateString } from '@shouwen/shared/value';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';
import type { StoredSegment } from './rules/bill-of-period.js';
import type { MeterChange } from './rules/plan-bill.js';
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
  /** Whole m³. Of a change of meter: what the old one showed last. */
  @Column({ type: 'integer' }) value: number;
  @Column({ type: 'varchar', length: 12 }) kind: ReadingKind;
  /** Of a change of meter: what the new one showed first. */
  @Column({ type: 'integer', nullable: true }) nextValue: number | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) note: string | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
}

/** What a reading costs, with its working. Amounts in fen. What is open of it: `totalFen` + `adjustedFen` − `paidFen`. */
@Entity('bill')
@Index('uq_bill_reading', ['accountId', 'readingOrdinal', 'revision'], { unique: true })
@Index('ix_bill_account_state', ['accountId', 'state', 'toOn'])
@Index('ix_bill_run', ['runId', 'id'])
@Index('ix_bill_due', ['state', 'accountId', 'dueOn'])
@Index('ix_bill_period', ['toOn', 'state'])
export class Bill {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) accountId: number;
  /** The account's reading that caused it. */
  @Column({ type: 'integer' }) readingOrdinal: number;
  /** 1 for the first bill of a reading; a bill made anew after a reversal counts on. */
  @Column({ type: 'integer' }) revision: number;
  /** The bill run that made it; null for single bills. */
  @Column({ type: 'integer', nullable: true }) runId: number | null;
  /** The day after the previous reading … the day of this one. */
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  @Column({ type: 'varchar', length: 10 }) toOn: DateString;
  @Column({ type: 'integer' }) previousReading: number;
  @Column({ type: 'integer' }) reading: number;
  @Column({ type: 'integer' }) volume: number;
  /** m³ charged earlier in the year in which the period begins; 0 under a monthly tariff. */
  @Column({ type: 'integer' }) usedBefore: number;
  /** m³ charged under a yearly tariff in the calendar year of `toOn`, this bill included. */
  @Column({ type: 'integer' }) yearVolume: number;
  @Column({ type: 'integer' }) householdSize: number;
  @Column({ type: 'varchar', length: 40 }) tariffCode: string;
  /** Where one version held for the whole period. */
  @Column({ type: 'integer', nullable: true }) tariffVersionId: number | null;
  /** Null where the period is one segment, which then follows from the columns: a company keeps tens of millions of bills. */
  @Column({ type: 'simple-json', nullable: true }) segments: StoredSegment[] | null;
  /** Meters that were changed within the period; null: the same one all the time. */
  @Column({ type: 'simple-json', nullable: true }) meterChanges: MeterChange[] | null;
  /** Fen by component, in the tariff's order; they add up to `totalFen`. */
  @Column({ type: 'simple-json' }) components: Record<string, number>;
  @Column({ type: 'bigint', transformer: bigInteger }) totalFen: number;
  /** By approved adjustments, signed (PY-9). */
  @Column({ type: 'bigint', transformer: bigInteger }) adjustedFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) paidFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) lateFeePaidFen: number;
  /** Below 0: late fee that was given back with a payment, owed again. */
  @Column({ type: 'bigint', transformer: bigInteger }) lateFeeWaivedFen: number;
  /** The last day on time. */
  @Column({ type: 'varchar', length: 10 }) dueOn: DateString;
  /** The late fee is settled up to this day, included: `dueOn` at first, then the day of each payment of a part. */
  @Column({ type: 'varchar', length: 10 }) lateFeeFromOn: DateString;
  /** Per day, in 1/100000. */
  @Column({ type: 'integer' }) lateFeeRate: number;
  @Column({ type: 'varchar', length: 10 }) state: BillState;
  /** The payment that settled the last of it; null for what was settled before this system, or cost nothing. */
  @Column({ type: 'integer', nullable: true }) paymentId: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) settledAt: Date | null;
  @Column({ type: 'integer', nullable: true }) replacesBillId: number | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) voidReason: string | null;
  @Column({ type: 'integer' }) version: number;
  @Column({ type: 'datetime', precision: 3 }) issuedAt: Date;
}

/** From a day on an account is another household, or its water is put to other uses; before the first row the water account's own terms hold. */
@Entity('billing_terms')
@Index('uq_billing_terms_day', ['accountId', 'fromOn'], { unique: true })
export class BillingTerms {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  @Column({ type: 'integer' }) householdSize: number;
  /** Shares in 1/1000 that add up to 1000. */
  @Column({ type: 'simple-json' }) uses: { tariffCode: string; share: number }[];
  /** The application that ends here. */
  @Column({ type: 'integer', nullable: true }) ticketId: number | null;
  /** Null for what an import of accounts brought. */
  @Column({ type: 'integer', nullable: true }) byStaffId: number | null;
  @Column({ type: 'varchar', length: 200 }) reason: string;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
}

/** Days on which a bill was in dispute, both inclusive, to the present while `toOn` is null: no late fee grows on them. */
@Entity('bill_dispute')
@Index('ix_bill_dispute_bill', ['billId'])
@Index('ix_bill_dispute_ticket', ['ticketId'])
export class BillDispute {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) billId: number;
  @Column({ type: 'integer' }) ticketId: number;
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  @Column({ type: 'varchar', length: 10, nullable: true }) toOn: DateString | null;
}

/** What an account has paid in advance. The ledger's book `prepaid` says the same; this row is what a payment out of it is guarded by. */
@Entity('prepaid_balance')
export class PrepaidBalance {
  @PrimaryColumn({ type: 'integer' }) accountId: number;
  @Column({ type: 'bigint', transformer: bigInteger }) balanceFen: number;
  @Column({ type: 'integer' }) version: number;
}
