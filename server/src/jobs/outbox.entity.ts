import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Something that must happen because of a committed change: written with it, done after it, once. */
@Entity('outbox')
@Index('ix_outbox_next_attempt', ['doneAt', 'nextAttemptAt'])
@Index('uq_outbox_duty', ['topic', 'dutyKey'], { unique: true })
export class OutboxDuty {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 40 }) topic: string;
  /** Names the duty: asking for the same one twice makes one. */
  @Column({ type: 'varchar', length: 100 }) dutyKey: string;
  /** Ids only; personal data is looked up when the duty is done. */
  @Column({ type: 'simple-json' }) payload: Record<string, string | number | boolean | null>;
  @Column({ type: 'integer' }) attempts: number;
  @Column({ type: 'datetime', precision: 3 }) nextAttemptAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) doneAt: Date | null;
  @Column({ type: 'varchar', length: 300, nullable: true }) lastError: string | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
}
