import type { ApprovalKind, ApprovalState } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger, encrypted } from '../database/index.js';

/** What one person asks for and another decides; who asked, who decided and why stay for good. */
@Entity('approval')
@Index('uq_approval_open', ['openKey'], { unique: true })
@Index('ix_approval_state', ['state', 'id'])
@Index('ix_approval_requester', ['requestedById', 'id'])
@Index('ix_approval_decided', ['kind', 'state', 'decidedAt', 'id'])
@Index('ix_approval_subject', ['kind', 'subjectId', 'id'])
export class Approval {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 24 }) kind: ApprovalKind;
  /** Of the kind: a payment, a bill, an account, a drawer. */
  @Column({ type: 'integer' }) subjectId: number;
  /** `adjust-bill:17` while open, then null: one open request for one thing. */
  @Column({ type: 'varchar', length: 40, nullable: true }) openKey: string | null;
  /** Fen; below zero for what is taken off. */
  @Column({ type: 'bigint', transformer: bigInteger }) amountFen: number;
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  @Column({ type: 'text', transformer: encrypted }) reason: string;
  /** JSON: what the kind needs to carry it out. */
  @Column({ type: 'text', transformer: encrypted }) detail: string;
  @Column({ type: 'varchar', length: 10 }) state: ApprovalState;
  @Column({ type: 'integer' }) requestedById: number;
  @Column({ type: 'datetime', precision: 3 }) requestedAt: Date;
  /** Null where nobody decided: withdrawn, or expired. */
  @Column({ type: 'integer', nullable: true }) decidedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) decidedAt: Date | null;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) decisionReason: string | null;
  @Column({ type: 'integer' }) version: number;
}
