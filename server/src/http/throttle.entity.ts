import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One failed attempt at something guarded (sign-in, binding), by the digest of who or what was tried. */
@Entity('throttle_attempt')
@Index('ix_throttle_attempt_subject_at', ['subject', 'at'])
@Index('ix_throttle_attempt_at', ['at'])
export class ThrottleAttempt {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 64 }) subject: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
