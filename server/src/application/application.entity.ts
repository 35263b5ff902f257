import type { ApplicationCategory, ApplicationResult, ApplicationStage } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/**
 * What an application has beyond its ticket: what was asked for and approved. The rest is folded from the ticket's events, so that lists and the ledger
 * (AP-7) need not read them.
 */
@Entity('application')
@Index('ix_application_hall_stage', ['hallId', 'stage', 'ticketId'])
@Index('ix_application_stage', ['stage', 'ticketId'])
@Index('ix_application_closed', ['stage', 'closedAt'])
@Index('ix_application_check', ['checkId', 'ticketId'])
@Index('ix_application_filed', ['filedAt', 'ticketId'])
@Index('ix_application_hall_filed', ['hallId', 'filedAt', 'ticketId'])
@Index('ix_application_category_filed', ['category', 'filedAt', 'ticketId'])
@Index('uq_application_archive_number', ['archiveNumber'], { unique: true })
export class Application {
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @Column({ type: 'varchar', length: 40 }) category: ApplicationCategory;
  @Column({ type: 'integer' }) hallId: number;
  /** JSON of the category's fields; null until somebody has asked. */
  @Column({ type: 'text', nullable: true, transformer: encrypted }) requested: string | null;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) approved: string | null;
  @Column({ type: 'varchar', length: 12 }) stage: ApplicationStage;
  @Column({ type: 'varchar', length: 16, nullable: true }) result: ApplicationResult | null;
  /** By the original limits (TL-6); null while open. */
  @Column({ type: 'boolean', nullable: true }) onTime: boolean | null;
  @Column({ type: 'datetime', precision: 3 }) filedAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) acceptedAt: Date | null;
  /** When all its steps were done and it was back at the window (AP-4). */
  @Column({ type: 'datetime', precision: 3, nullable: true }) readyAt: Date | null;
  /** The weekly list it stands on. */
  @Column({ type: 'integer', nullable: true }) checkId: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) comparedAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) closedAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) archivedAt: Date | null;
  @Column({ type: 'varchar', length: 40, nullable: true }) archiveNumber: string | null;
}

/** AP-4: one list of what came back to the windows. One a day. */
@Entity('application_check')
@Index('uq_application_check_day', ['day'], { unique: true })
export class ApplicationCheck {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** The Wednesday it is for, or the day it was made by hand. */
  @Column({ type: 'varchar', length: 10 }) day: string;
  @Column({ type: 'datetime', precision: 3 }) madeAt: Date;
  /** Null: by the system. */
  @Column({ type: 'integer', nullable: true }) madeById: number | null;
}

/** The last number given in a series of files (AP-5); numbers have no gaps, for one is given only together with the archiving. */
@Entity('archive_series')
export class ArchiveSeries {
  @PrimaryColumn({ type: 'varchar', length: 32 }) series: string;
  @Column({ type: 'integer' }) last: number;
}

/** Who took figures out of the house (PR-1). */
@Entity('application_export')
@Index('ix_application_export_staff', ['staffId', 'id'])
export class ApplicationExport {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  /** What was asked for. */
  @Column({ type: 'simple-json' }) filter: Record<string, string>;
  @Column({ type: 'integer' }) rowCount: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
