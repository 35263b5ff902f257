import type { BillRunState, ReviewReason, ReviewState, Zone } from '@shouwen/shared/vocabulary';
import type { DateString } from '@shouwen/shared/value';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';
import type { Finding, Period } from './rules/findings-of-draft.js';

/** Readings of a zone, a hall or all, of a stretch of days, becoming bills. Counts move on in the transaction of the bills they count. Amounts in fen. */
@Entity('bill_run')
@Index('uq_bill_run_live', ['liveKey'], { unique: true })
export class BillRun {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 10, nullable: true }) zone: Zone | null;
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  /** Reading days, both inclusive. */
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  @Column({ type: 'varchar', length: 10 }) toOn: DateString;
  @Column({ type: 'varchar', length: 10 }) state: BillRunState;
  /** Scope and days until it is issued or cancelled, then null: of two alike one is at work. */
  @Column({ type: 'varchar', length: 60, nullable: true }) liveKey: string | null;
  /** Where work goes on, and where it ends: by account id while drafts are computed, by bill id afterwards. What lies up to `position` is done. */
  @Column({ type: 'integer' }) position: number;
  @Column({ type: 'integer' }) firstPosition: number;
  @Column({ type: 'integer' }) lastPosition: number;
  @Column({ type: 'integer' }) policyId: number;
  @Column({ type: 'integer' }) billCount: number;
  @Column({ type: 'bigint', transformer: bigInteger }) volume: number;
  @Column({ type: 'bigint', transformer: bigInteger }) totalFen: number;
  @Column({ type: 'integer' }) openReviews: number;
  @Column({ type: 'integer' }) issuedCount: number;
  @Column({ type: 'integer' }) zeroCount: number;
  @Column({ type: 'integer' }) prepaidCount: number;
  @Column({ type: 'bigint', transformer: bigInteger }) prepaidFen: number;
  /** Why the last attempt failed; null while all is well. */
  @Column({ type: 'varchar', length: 300, nullable: true }) trouble: string | null;
  @Column({ type: 'integer' }) startedByStaffId: number;
  @Column({ type: 'varchar', length: 60 }) startedBy: string;
  @Column({ type: 'datetime', precision: 3 }) startedAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) computedAt: Date | null;
  @Column({ type: 'varchar', length: 60, nullable: true }) issuedBy: string | null;
  /** Of the whole run: each of its bills says the same. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) issuedAt: Date | null;
  @Column({ type: 'varchar', length: 60, nullable: true }) cancelledBy: string | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) cancelReason: string | null;
  /** Moves on with every decision of a person. */
  @Column({ type: 'integer' }) version: number;
}

/** A run's bills by zone and tariff, beside the same accounts' bills before them. */
@Entity('bill_run_sum')
export class BillRunSum {
  @PrimaryColumn({ type: 'integer' }) runId: number;
  @PrimaryColumn({ type: 'varchar', length: 10 }) zone: Zone;
  @PrimaryColumn({ type: 'varchar', length: 40 }) tariffCode: string;
  @Column({ type: 'integer' }) billCount: number;
  @Column({ type: 'bigint', transformer: bigInteger }) volume: number;
  @Column({ type: 'bigint', transformer: bigInteger }) totalFen: number;
  @Column({ type: 'integer' }) previousCount: number;
  @Column({ type: 'bigint', transformer: bigInteger }) previousVolume: number;
  @Column({ type: 'bigint', transformer: bigInteger }) previousFen: number;
}

/** A reading that a person must look at before its bill goes out, and what was decided. */
@Entity('bill_run_review')
@Index('uq_bill_run_review', ['runId', 'accountId', 'readingOrdinal'], { unique: true })
@Index('ix_bill_run_review_state', ['runId', 'state', 'severity', 'id'])
@Index('ix_bill_run_review_reason', ['runId', 'state', 'reason', 'severity', 'id'])
export class BillRunReview {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) runId: number;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'integer' }) readingOrdinal: number;
  /** The draft; null where none could be made, and once it was left out. */
  @Column({ type: 'integer', nullable: true }) billId: number | null;
  @Column({ type: 'varchar', length: 10 }) zone: Zone;
  @Column({ type: 'varchar', length: 40 }) tariffCode: string;
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  @Column({ type: 'varchar', length: 10 }) readOn: DateString;
  @Column({ type: 'integer' }) previousReading: number;
  @Column({ type: 'integer' }) reading: number;
  /** m³; null where no bill could be made. */
  @Column({ type: 'integer', nullable: true }) volume: number | null;
  @Column({ type: 'bigint', nullable: true, transformer: bigInteger }) totalFen: number | null;
  /** The weightiest of the findings. */
  @Column({ type: 'varchar', length: 20 }) reason: ReviewReason;
  @Column({ type: 'simple-json' }) findings: Finding[];
  @Column({ type: 'simple-json' }) compared: { previous: (Period & { totalFen: number }) | null; yearAgo: Period | null; usual: number | null };
  /** m³ by which it differs from the usual: the list begins with the greatest. */
  @Column({ type: 'integer' }) severity: number;
  @Column({ type: 'varchar', length: 10 }) state: ReviewState;
  @Column({ type: 'varchar', length: 200, nullable: true }) note: string | null;
  @Column({ type: 'varchar', length: 60, nullable: true }) decidedBy: string | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) decidedAt: Date | null;
}

/** What a person must see, and how long people have to pay. The newest holds; a run keeps the one it began with. */
@Entity('bill_run_policy')
@Index('uq_bill_run_policy', ['edition'], { unique: true })
export class BillRunPolicy {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) edition: number;
  @Column({ type: 'integer' }) farPercent: number;
  @Column({ type: 'integer' }) farLeast: number;
  @Column({ type: 'integer' }) daysToPay: number;
  @Column({ type: 'varchar', length: 60, nullable: true }) changedBy: string | null;
  @Column({ type: 'datetime', precision: 3 }) changedAt: Date;
}

/** Who took a list of addresses to be read again (PR-1). */
@Entity('bill_run_export')
@Index('ix_bill_run_export_staff', ['staffId', 'id'])
export class BillRunExport {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) runId: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'integer' }) rowCount: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
