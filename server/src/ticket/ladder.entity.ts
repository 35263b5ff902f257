import type { ClockKind } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** ES-1: how far the ladder of a running clock has been climbed; a clock that waits or is done has none. */
@Entity('ticket_ladder')
@Index('ix_ticket_ladder_next', ['nextStepAt'])
export class TicketLadderRow {
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @PrimaryColumn({ type: 'varchar', length: 20 }) clock: ClockKind;
  @PrimaryColumn({ type: 'integer' }) round: number;
  /** Counts the restarts after materials (TL-2), each with a ladder of its own. */
  @Column({ type: 'integer' }) run: number;
  /** Rungs fired, repeats counted. */
  @Column({ type: 'integer' }) firedSteps: number;
  /** Null: nothing comes any more unless the deadline moves. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) nextStepAt: Date | null;
}
