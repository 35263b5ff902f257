import type { BreachKind, BreachState } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** KP-3: a fact with a clause, held against a person, or against a department as a whole. */
@Entity('breach')
@Index('uq_breach_cause', ['ticketId', 'cause'], { unique: true })
@Index('ix_breach_staff', ['staffId', 'id'])
@Index('ix_breach_department', ['departmentId', 'id'])
@Index('ix_breach_hall', ['hallId', 'id'])
@Index('ix_breach_state', ['state', 'id'])
export class Breach {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) ticketId: number;
  /** Names the fact within its ticket: nothing is counted twice. */
  @Column({ type: 'varchar', length: 60 }) cause: string;
  @Column({ type: 'varchar', length: 24 }) kind: BreachKind;
  @Column({ type: 'varchar', length: 12 }) state: BreachState;
  @Column({ type: 'varchar', length: 200 }) clause: string;
  @Column({ type: 'integer', nullable: true }) staffId: number | null;
  @Column({ type: 'integer', nullable: true }) departmentId: number | null;
  /** Of the ticket. */
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) contest: string | null;
  @Column({ type: 'integer', nullable: true }) contestedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) contestedAt: Date | null;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) reason: string | null;
  /** Null with a `decidedAt`: the system, when its ground fell away. */
  @Column({ type: 'integer', nullable: true }) decidedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) decidedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** FI-7: a chase that stands; unanswered by `dueAt` it is a breach. One per ticket: the first of those that stand. */
@Entity('chase_watch')
@Index('ix_chase_watch_due', ['dueAt'])
export class ChaseWatch {
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @Column({ type: 'integer' }) sequence: number;
  /** Null once it has been counted. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) dueAt: Date | null;
}

/** PR-1: who took which part of the register out of the house. */
@Entity('breach_export')
@Index('ix_breach_export_staff', ['staffId', 'id'])
export class BreachExport {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'simple-json' }) filter: Record<string, string>;
  @Column({ type: 'integer' }) rowCount: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
