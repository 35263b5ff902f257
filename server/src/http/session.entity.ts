import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A signed-in person's session; only the hash of its token is kept. */
@Entity('session')
@Index('ix_session_expires_at', ['expiresAt'])
@Index('ix_session_subject', ['subjectKind', 'subjectId'])
export class Session {
  @PrimaryColumn({ type: 'varchar', length: 64 }) tokenHash: string;
  @Column({ type: 'varchar', length: 10 }) subjectKind: 'resident' | 'staff';
  @Column({ type: 'integer' }) subjectId: number;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'datetime', precision: 3 }) expiresAt: Date;
}
