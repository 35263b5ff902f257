import type { HallWeek } from '@shouwen/shared/contract/calendar';
import type { DateString, Weekday } from '@shouwen/shared/value';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** TL-3: a hall opens on this day of the week. */
@Entity('hall_open_weekday')
@Index('uq_hall_open_weekday', ['hallId', 'weekday'], { unique: true })
export class HallOpenWeekday {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'integer' }) weekday: Weekday;
}

/** TL-3: a day on which a hall does not follow its week. */
@Entity('hall_exception')
@Index('uq_hall_exception', ['hallId', 'date'], { unique: true })
export class HallExceptionRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 10 }) date: DateString;
  @Column({ type: 'boolean' }) open: boolean;
  /** Why, for the people who stand at the door. */
  @Column({ type: 'varchar', length: 60 }) note: string;
  /** The weekday whose places apply when the hall opens on a day it is otherwise closed. */
  @Column({ type: 'integer', nullable: true }) slotWeekday: Weekday | null;
}

/** What a hall's calendar was, and who changed it why. Edition 0 is how it stood before anyone edited it here. */
@Entity('hall_calendar_edition')
@Index('uq_hall_calendar_edition', ['hallId', 'edition'], { unique: true })
export class HallCalendarEdition {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'integer' }) edition: number;
  @Column({ type: 'simple-json' }) content: HallWeek;
  @Column({ type: 'varchar', length: 200 }) reason: string;
  @Column({ type: 'integer', nullable: true }) editedBy: number | null;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
