import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The recorded answer to a call that may be repeated. Kept for seven days. */
@Entity('idempotency_key')
@Index('ix_idempotency_key_created_at', ['createdAt'])
export class IdempotencyKey {
  /** SHA-256 of caller, route and key. */
  @PrimaryColumn({ type: 'varchar', length: 64 }) keyHash: string;
  @Column({ type: 'varchar', length: 64 }) bodyHash: string;
  /** The answer as JSON, encrypted by the writer: it may hold personal data. */
  @Column({ type: 'text' }) response: string;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
}
