import type { CorrectionItem } from '@shouwen/shared/contract/calendar';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A changed calendar on its way through the running clocks (TL-3). */
@Entity('calendar_correction')
@Index('ix_calendar_correction_finished', ['finishedAt'])
export class CalendarCorrection {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 10 }) calendar: CorrectionItem['calendar'];
  /** Null: the working calendar, of all halls. */
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  /** Of the working calendar, or of the hall's. */
  @Column({ type: 'integer' }) edition: number;
  /** Clocks due by then had ended before the first day that changed. */
  @Column({ type: 'datetime', precision: 3 }) dueAfter: Date;
  /** The last clock looked at, see `positionOf`. */
  @Column({ type: 'varchar', length: 80 }) position: string;
  @Column({ type: 'integer' }) examined: number;
  /** Tickets whose deadline moved. */
  @Column({ type: 'integer' }) moved: number;
  @Column({ type: 'datetime', precision: 3 }) startedAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) finishedAt: Date | null;
}
