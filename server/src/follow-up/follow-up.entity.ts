import type { FollowUpDesk, FollowUpItem, ReviewItem } from '@shouwen/shared/contract/follow-up';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** FU-1: one closing of a matter, to be asked about. Whom to call stands on the ticket. */
@Entity('follow_up')
@Index('uq_follow_up_closing', ['ticketId', 'sequence'], { unique: true })
@Index('ix_follow_up_desk', ['desk', 'state', 'nextAt', 'id'])
@Index('ix_follow_up_hall', ['hallId', 'desk', 'state', 'nextAt', 'id'])
@Index('ix_follow_up_investigator', ['investigatorId', 'state', 'nextAt', 'id'])
export class FollowUp {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) ticketId: number;
  /** Of the closing. */
  @Column({ type: 'integer' }) sequence: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 10 }) desk: FollowUpDesk;
  /** Of a confidential matter: who besides the supervisor may call (CP-6). */
  @Column({ type: 'integer', nullable: true }) investigatorId: number | null;
  @Column({ type: 'varchar', length: 10 }) state: FollowUpItem['state'];
  @Column({ type: 'datetime', precision: 3 }) closedAt: Date;
  /** From when to call. */
  @Column({ type: 'datetime', precision: 3 }) nextAt: Date;
  @Column({ type: 'integer' }) attempts: number;
  @Column({ type: 'datetime', precision: 3, nullable: true }) lastAttemptAt: Date | null;
  /** Who is calling, and until when nobody else may. */
  @Column({ type: 'integer', nullable: true }) heldById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) heldUntil: Date | null;
  @Column({ type: 'simple-json', nullable: true }) scores: Record<'manner' | 'quality' | 'time' | 'result', number> | null;
  @Column({ type: 'integer', nullable: true }) stars: number | null;
  @Column({ type: 'integer', nullable: true }) endedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) endedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** FU-3: what somebody was not satisfied with, until it is explained or opened again. */
@Entity('review_item')
@Index('uq_review_item_key', ['reviewKey'], { unique: true })
@Index('ix_review_item_state', ['state', 'id'])
@Index('ix_review_item_ticket', ['ticketId'])
export class ReviewRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** `ticket:7:12`, the event of the rating, or `evaluation:3`. */
  @Column({ type: 'varchar', length: 40 }) reviewKey: string;
  @Column({ type: 'varchar', length: 12 }) cause: ReviewItem['cause'];
  @Column({ type: 'integer', nullable: true }) ticketId: number | null;
  @Column({ type: 'integer' }) hallId: number;
  /** Rated at the counter, or the first responsible. */
  @Column({ type: 'integer' }) staffId: number;
  /** The counter service, where there is no ticket. */
  @Column({ type: 'varchar', length: 40, nullable: true }) service: string | null;
  @Column({ type: 'integer' }) stars: number;
  @Column({ type: 'simple-json', nullable: true }) scores: FollowUp['scores'];
  @Column({ type: 'text', nullable: true, transformer: encrypted }) comment: string | null;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
  @Column({ type: 'varchar', length: 10 }) state: ReviewItem['state'];
  @Column({ type: 'text', nullable: true, transformer: encrypted }) reason: string | null;
  @Column({ type: 'integer', nullable: true }) decidedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) decidedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** FU-2: one service at a counter, rated once on the page that the clerk opened. Who rated it is not known. */
@Entity('counter_evaluation')
@Index('ix_counter_evaluation_rated', ['ratedAt', 'staffId'])
@Index('ix_counter_evaluation_staff', ['staffId', 'id'])
export class CounterEvaluation {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 40 }) service: string;
  @Column({ type: 'datetime', precision: 3 }) openedAt: Date;
  @Column({ type: 'datetime', precision: 3 }) expiresAt: Date;
  @Column({ type: 'integer', nullable: true }) stars: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) ratedAt: Date | null;
}
