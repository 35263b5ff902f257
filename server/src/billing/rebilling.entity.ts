import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';

/** A reading was corrected, an estimate gave way to a true figure, terms were entered for days that were billed already, a bill was reversed by approval. */
export type RebillingCause = 'reading' | 'estimate' | 'terms' | 'reversal';

/** Each time an account's bills were worked out anew: by whom, why, and what came of it (PR-2). Rows are only added. */
@Entity('rebilling')
@Index('uq_rebilling_number', ['accountId', 'number'], { unique: true })
export class Rebilling {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) accountId: number;
  /** Without gaps per account, so that two at once cannot both be carried out on the same bills. */
  @Column({ type: 'integer' }) number: number;
  @Column({ type: 'varchar', length: 10 }) cause: RebillingCause;
  @Column({ type: 'integer', nullable: true }) readingOrdinal: number | null;
  @Column({ type: 'simple-json', nullable: true }) before: Record<string, unknown> | null;
  @Column({ type: 'simple-json', nullable: true }) after: Record<string, unknown> | null;
  @Column({ type: 'varchar', length: 200 }) reason: string;
  /** Null: by the system, from an imported reading. */
  @Column({ type: 'integer', nullable: true }) byStaffId: number | null;
  @Column({ type: 'simple-json' }) voidedBillIds: number[];
  @Column({ type: 'simple-json' }) issuedBillIds: number[];
  @Column({ type: 'bigint', transformer: bigInteger }) creditedFen: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
