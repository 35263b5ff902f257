import type { DateString } from '@shouwen/shared/value';
import type { DifferenceKind, FinanceItemState, FinanceResolution, ReconciledLine, ReconciliationSource, ReconciliationState } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';
import type { MatchSums } from './rules/match-lines.js';

/** PY-7: one source on one day, from the file's coming to the signature. */
@Entity('reconciliation_day')
@Index('uq_reconciliation_day', ['source', 'onDate'], { unique: true })
@Index('ix_reconciliation_day_date', ['onDate', 'id'])
@Index('ix_reconciliation_day_try', ['state', 'source', 'nextTryAt'])
@Index('ix_reconciliation_day_settles', ['settlesOn'])
export class ReconciliationDayRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 8 }) source: ReconciliationSource;
  @Column({ type: 'varchar', length: 10 }) onDate: DateString;
  @Column({ type: 'varchar', length: 8 }) state: ReconciliationState;
  @Column({ type: 'simple-json', nullable: true }) sums: MatchSums | null;
  /** What the channel pays for the day and when: before its fee, and the fee (fen). Null for the bank itself. */
  @Column({ type: 'bigint', nullable: true, transformer: bigInteger }) netFen: number | null;
  @Column({ type: 'bigint', nullable: true, transformer: bigInteger }) feeFen: number | null;
  @Column({ type: 'varchar', length: 10, nullable: true }) settlesOn: DateString | null;
  /** When the bank's line confirmed it and the ledger followed. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) settledAt: Date | null;
  /** Why there is no file yet, or why it was refused. */
  @Column({ type: 'varchar', length: 300, nullable: true }) trouble: string | null;
  @Column({ type: 'integer' }) tries: number;
  @Column({ type: 'datetime', precision: 3, nullable: true }) nextTryAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) matchedAt: Date | null;
  @Column({ type: 'integer', nullable: true }) signedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) signedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** What happened to a day; never changed. */
@Entity('reconciliation_event')
@Index('ix_reconciliation_event_day', ['dayId', 'id'])
export class ReconciliationEvent {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) dayId: number;
  /** Null: by itself. */
  @Column({ type: 'integer', nullable: true }) byId: number | null;
  @Column({ type: 'varchar', length: 300 }) text: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** The other side's file as it came, kept compressed under its hash. Its lines are not stored. */
@Entity('reconciliation_file')
@Index('uq_reconciliation_file', ['dayId', 'sha256', 'withdrawnKey'], { unique: true })
export class ReconciliationFileRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) dayId: number;
  @Column({ type: 'varchar', length: 64 }) sha256: string;
  @Column({ type: 'varchar', length: 200 }) name: string;
  @Column({ type: 'varchar', length: 10 }) encoding: 'utf-8' | 'gb18030';
  @Column({ type: 'bigint', transformer: bigInteger }) bytes: number;
  /** Lines about money. */
  @Column({ type: 'integer' }) rows: number;
  @Column({ type: 'integer', nullable: true }) byId: number | null;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
  /** 0 while in force, then its own id: the same file may come again. */
  @Column({ type: 'integer' }) withdrawnKey: number;
  @Column({ type: 'datetime', precision: 3, nullable: true }) withdrawnAt: Date | null;
  @Column({ type: 'integer', nullable: true }) withdrawnById: number | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) withdrawReason: string | null;
}

/** What the bank has confirmed, and by which of its days: a second credit of the same is a difference, and a withdrawn file takes its own back. */
@Entity('reconciliation_arrival')
@Index('uq_reconciliation_arrival', ['kind', 'ourId'], { unique: true })
@Index('ix_reconciliation_arrival_day', ['dayId'])
export class ReconciliationArrival {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 12 }) kind: 'deposit' | 'settlement';
  /** Deposit, or the day that is paid out. */
  @Column({ type: 'integer' }) ourId: number;
  /** The bank's day. */
  @Column({ type: 'integer' }) dayId: number;
  @Column({ type: 'varchar', length: 10 }) origin: 'file' | 'correction';
  @Column({ type: 'varchar', length: 10 }) onDate: DateString;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** A difference, with the person who sees to it. */
@Entity('finance_item')
@Index('uq_finance_item', ['dayId', 'itemKey'], { unique: true })
@Index('ix_finance_item_reference', ['source', 'reference'])
@Index('ix_finance_item_open', ['state', 'dueOn', 'id'])
@Index('ix_finance_item_owner', ['ownerId', 'state', 'dueOn', 'id'])
@Index('ix_finance_item_solved', ['solvedByDayId'])
export class FinanceItemRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) dayId: number;
  /** Names the difference within its day, so that matching again finds it. */
  @Column({ type: 'varchar', length: 160 }) itemKey: string;
  @Column({ type: 'varchar', length: 8 }) source: ReconciliationSource;
  @Column({ type: 'varchar', length: 10 }) onDate: DateString;
  @Column({ type: 'varchar', length: 14 }) kind: DifferenceKind;
  @Column({ type: 'varchar', length: 12 }) line: ReconciledLine;
  @Column({ type: 'varchar', length: 130 }) reference: string;
  /** Fen; null where that side has nothing. What is undone there counts as 0. */
  @Column({ type: 'bigint', nullable: true, transformer: bigInteger }) ourFen: number | null;
  @Column({ type: 'bigint', nullable: true, transformer: bigInteger }) theirFen: number | null;
  /** Payment, refund, deposit, or the day a settlement pays out. */
  @Column({ type: 'integer', nullable: true }) ourId: number | null;
  @Column({ type: 'integer', nullable: true }) fileId: number | null;
  @Column({ type: 'integer', nullable: true }) fileRow: number | null;
  @Column({ type: 'varchar', length: 300 }) words: string;
  @Column({ type: 'varchar', length: 10 }) state: FinanceItemState;
  @Column({ type: 'varchar', length: 12, nullable: true }) resolution: FinanceResolution | null;
  @Column({ type: 'integer', nullable: true }) ownerId: number | null;
  @Column({ type: 'varchar', length: 10, nullable: true }) dueOn: DateString | null;
  @Column({ type: 'text', nullable: true }) explanation: string | null;
  /** They do not sign the day. */
  @Column({ type: 'integer', nullable: true }) explainedById: number | null;
  /** Another day of the same source, whose file had the other side of it. */
  @Column({ type: 'integer', nullable: true }) solvedByDayId: number | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) resolvedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

@Entity('finance_item_event')
@Index('ix_finance_item_event_item', ['itemId', 'id'])
export class FinanceItemEvent {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) itemId: number;
  @Column({ type: 'integer', nullable: true }) byId: number | null;
  @Column({ type: 'text' }) text: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** How a source is dealt with from a day on. */
@Entity('reconciliation_term')
@Index('uq_reconciliation_term', ['source', 'fromOn'], { unique: true })
export class ReconciliationTermRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 8 }) source: ReconciliationSource;
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  /** T+n, in working days. */
  @Column({ type: 'integer' }) settlementDays: number;
  /** In 1/100000 of the amount; null: not checked. */
  @Column({ type: 'integer', nullable: true }) feeRate: number | null;
  @Column({ type: 'integer' }) boundaryMinutes: number;
  /** Working days in which a difference is to be settled. */
  @Column({ type: 'integer' }) itemDays: number;
}
