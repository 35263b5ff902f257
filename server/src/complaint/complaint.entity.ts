import type { ComplaintWait, ConsequenceState, StudyState } from '@shouwen/shared/contract/complaint-desk';
import type { ComplaintOutcome, TicketCategory, TicketSource } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** CP-3: every complaint there ever was, also what has been re-categorised since. Kept in step with its ticket, so that the register need not fold events. */
@Entity('complaint_record')
@Index('ix_complaint_record_waiting', ['wait', 'ticketId'])
@Index('ix_complaint_record_registered', ['registeredAt', 'ticketId'])
@Index('ix_complaint_record_hall', ['hallId', 'registeredAt', 'ticketId'])
export class ComplaintRecord {
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @Column({ type: 'datetime', precision: 3 }) registeredAt: Date;
  @Column({ type: 'integer' }) hallId: number;
  /** The last one as a complaint. */
  @Column({ type: 'varchar', length: 40 }) category: TicketCategory;
  @Column({ type: 'varchar', length: 20 }) source: TicketSource;
  @Column({ type: 'boolean' }) confidential: boolean;
  /** What it waits for; null once it is closed or no complaint any more. */
  @Column({ type: 'varchar', length: 12, nullable: true }) wait: Exclude<ComplaintWait, 'overdue'> | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) closedAt: Date | null;
  @Column({ type: 'integer', nullable: true }) investigatorId: number | null;
  @Column({ type: 'varchar', length: 16, nullable: true }) outcome: ComplaintOutcome | null;
  /** Event of the conclusion, whose words hold the lesson. */
  @Column({ type: 'integer', nullable: true }) concludedSequence: number | null;
  /** CP-10, by the original limits: of the first round that was late, else of the latest. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) responseDueAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) respondedAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) resolutionDueAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) resolvedAt: Date | null;
  /** CP-3: when the supervisor made it into something else; the reason stands at that event. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) leftAt: Date | null;
  @Column({ type: 'integer', nullable: true }) leftSequence: number | null;
  @Column({ type: 'varchar', length: 40, nullable: true }) leftCategory: TicketCategory | null;
}

/** CP-8: a policy question that an investigation brought up, for the director. */
@Entity('study_item')
@Index('uq_study_item_conclusion', ['ticketId', 'sequence'], { unique: true })
@Index('ix_study_item_state', ['state', 'id'])
export class StudyItemRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) ticketId: number;
  /** Of the conclusion. */
  @Column({ type: 'integer' }) sequence: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 10 }) state: StudyState;
  @Column({ type: 'datetime', precision: 3 }) openedAt: Date;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) result: string | null;
  @Column({ type: 'integer', nullable: true }) studiedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) studiedAt: Date | null;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) told: string | null;
  @Column({ type: 'integer', nullable: true }) toldById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) toldAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** CP-9: an upheld complaint and the person it is about; on the yearly sheet once the supervisor has entered it. */
@Entity('consequence_entry')
@Index('uq_consequence_entry_person', ['ticketId', 'staffId'], { unique: true })
@Index('ix_consequence_entry_state', ['state', 'id'])
@Index('ix_consequence_entry_sheet', ['year', 'staffId', 'state'])
export class ConsequenceEntry {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) ticketId: number;
  @Column({ type: 'integer' }) staffId: number;
  /** Asia/Shanghai year of the conclusion. */
  @Column({ type: 'integer' }) year: number;
  @Column({ type: 'datetime', precision: 3 }) concludedAt: Date;
  @Column({ type: 'varchar', length: 10 }) state: ConsequenceState;
  /** Fen, by the book in force when it was entered: for a case, and in addition for the third of a year. */
  @Column({ type: 'integer' }) caseFen: number;
  @Column({ type: 'integer' }) thirdFen: number;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) note: string | null;
  /** Null: by the system, when the conclusion changed. */
  @Column({ type: 'integer', nullable: true }) decidedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) decidedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** PR-1: who took which register or sheet out of the house. */
@Entity('complaint_export')
@Index('ix_complaint_export_staff', ['staffId', 'id'])
export class ComplaintExport {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'varchar', length: 16 }) what: 'register' | 'year' | 'sheet';
  @Column({ type: 'simple-json' }) filter: Record<string, string>;
  @Column({ type: 'integer' }) rowCount: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
