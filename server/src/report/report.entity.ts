import type { PaymentMethod } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';

/**
 * PY-11: a payment taken before this system, as its books tell it. Apart from `payment`, whose rows settle bills and can be given back: what these
 * settled is not known here. The index holds all that a report asks, so that a year is read from it alone.
 */
@Entity('past_payment')
@Index('uq_past_payment_key', ['importKey'], { unique: true })
@Index('ix_past_payment_takings', ['paidOn', 'method', 'hallId', 'windowName', 'cashierName', 'amountFen'])
@Index('ix_past_payment_account', ['accountId', 'paidOn'])
export class PastPayment {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** Digest of the row as it was written, and how many alike came before it: a file brought in twice adds nothing. */
  @Column({ type: 'varchar', length: 64 }) importKey: string;
  @Column({ type: 'integer' }) accountId: number;
  /** Of the account. */
  @Column({ type: 'integer' }) hallId: number;
  /** Asia/Shanghai. */
  @Column({ type: 'varchar', length: 10 }) paidOn: string;
  @Column({ type: 'varchar', length: 10 }) method: Exclude<PaymentMethod, 'prepaid'>;
  /** Fen. */
  @Column({ type: 'bigint', transformer: bigInteger }) amountFen: number;
  /** As written; empty where it was not. */
  @Column({ type: 'varchar', length: 30 }) windowName: string;
  @Column({ type: 'varchar', length: 30 }) cashierName: string;
}

/** A billing month of one hall and use, summed up. Derived: it may be removed at any time and is made anew from the bills. */
@Entity('collection_figure')
@Index('uq_collection_figure', ['month', 'hallId', 'tariffCode'], { unique: true })
export class CollectionFigure {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** `2026-10`: bills whose period ends in it. */
  @Column({ type: 'varchar', length: 7 }) month: string;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 40 }) tariffCode: string;
  @Column({ type: 'integer' }) bills: number;
  @Column({ type: 'bigint', transformer: bigInteger }) volume: number;
  @Column({ type: 'bigint', transformer: bigInteger }) billedFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) adjustedFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) collectedFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) lateFeeFen: number;
  @Column({ type: 'simple-json' }) components: Record<string, number>;
}

/** When a month was last summed up, though no bill may be in it. */
@Entity('collection_month')
@Index('uq_collection_month', ['month'], { unique: true })
export class CollectionMonth {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 7 }) month: string;
  @Column({ type: 'datetime', precision: 3 }) builtAt: Date;
}

/** PR-1: who took which figures out of the house. */
@Entity('report_export')
@Index('ix_report_export_staff', ['staffId', 'id'])
export class ReportExport {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'varchar', length: 20 }) report: string;
  @Column({ type: 'simple-json' }) filter: Record<string, string>;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
