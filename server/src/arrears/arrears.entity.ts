import type { Instalment, ReminderStep } from '@shouwen/shared/contract/arrears';
import type { DateString } from '@shouwen/shared/value';
import type { ArrearsCallEnd, ArrearsCallResult, ArrearsCallState, ReminderChannel } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger, encrypted } from '../database/index.js';

/** When and how people are reminded; the newest edition holds, its id is its version. */
@Entity('reminder_series')
export class ReminderSeries {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'simple-json' }) steps: ReminderStep[];
  /** Null: as delivered. */
  @Column({ type: 'integer', nullable: true }) byStaffId: number | null;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** One day's walk over all who owe. The place it has reached moves in the transaction of what was done up to there. */
@Entity('arrears_pass')
export class ArrearsPass {
  /** Asia/Shanghai. */
  @PrimaryColumn({ type: 'varchar', length: 10 }) day: DateString;
  @Column({ type: 'integer' }) afterAccountId: number;
  @Column({ type: 'integer' }) messages: number;
  @Column({ type: 'integer' }) calls: number;
  @Column({ type: 'datetime', precision: 3, nullable: true }) finishedAt: Date | null;
}

/** A step done for an account's debt, which is named by the due day of its oldest bill: once that is paid, another series begins. */
@Entity('arrears_reminder')
@Index('uq_arrears_reminder', ['accountId', 'dueOn', 'days'], { unique: true })
export class ArrearsReminder {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'varchar', length: 10 }) dueOn: DateString;
  /** Of the step. */
  @Column({ type: 'integer' }) days: number;
  @Column({ type: 'varchar', length: 8 }) channel: ReminderChannel;
  /** Late fees of that day included. */
  @Column({ type: 'bigint', transformer: bigInteger }) owedFen: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** Someone to be called about what they owe. */
@Entity('arrears_call')
@Index('uq_arrears_call_open', ['openKey'], { unique: true })
@Index('ix_arrears_call_state', ['state', 'nextOn', 'id'])
@Index('ix_arrears_call_account', ['accountId', 'id'])
export class ArrearsCall {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) accountId: number;
  /** The account while open, null afterwards: one at a time. */
  @Column({ type: 'integer', nullable: true }) openKey: number | null;
  @Column({ type: 'varchar', length: 60 }) script: string;
  @Column({ type: 'varchar', length: 10 }) state: ArrearsCallState;
  /** Why it was withdrawn. */
  @Column({ type: 'varchar', length: 10, nullable: true }) endReason: ArrearsCallEnd | null;
  /** The day from which to call. */
  @Column({ type: 'varchar', length: 10 }) nextOn: DateString;
  @Column({ type: 'integer' }) attempts: number;
  @Column({ type: 'varchar', length: 12, nullable: true }) lastResult: ArrearsCallResult | null;
  @Column({ type: 'integer', nullable: true }) heldById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) heldUntil: Date | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) endedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

@Entity('arrears_call_result')
@Index('ix_arrears_call_result_account', ['accountId', 'id'])
export class ArrearsCallRecord {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) callId: number;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'integer' }) agentId: number;
  @Column({ type: 'varchar', length: 12 }) result: ArrearsCallResult;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) note: string | null;
  @Column({ type: 'varchar', length: 10, nullable: true }) callbackOn: DateString | null;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** What an account owes, paid in parts. Whether it is kept follows from what has been paid since. */
@Entity('instalment_plan')
@Index('uq_instalment_plan_proposed', ['proposedKey'], { unique: true })
@Index('uq_instalment_plan_active', ['activeKey'], { unique: true })
@Index('ix_instalment_plan_account', ['accountId', 'id'])
@Index('ix_instalment_plan_state', ['state', 'id'])
export class InstalmentPlan {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'integer' }) hallId: number;
  /** `replaced`: another was agreed after it. */
  @Column({ type: 'varchar', length: 10 }) state: 'proposed' | 'active' | 'refused' | 'replaced';
  /** The account while proposed, and while active. */
  @Column({ type: 'integer', nullable: true }) proposedKey: number | null;
  @Column({ type: 'integer', nullable: true }) activeKey: number | null;
  @Column({ type: 'simple-json' }) billIds: number[];
  /** On the day it was proposed: with late fees, and without. */
  @Column({ type: 'bigint', transformer: bigInteger }) debtFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) principalFen: number;
  /** What had been paid on its bills before, late fees included. */
  @Column({ type: 'bigint', transformer: bigInteger }) paidBeforeFen: number;
  @Column({ type: 'simple-json' }) instalments: Instalment[];
  @Column({ type: 'text', transformer: encrypted }) reason: string;
  @Column({ type: 'integer' }) proposedById: number;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) decidedAt: Date | null;
}
