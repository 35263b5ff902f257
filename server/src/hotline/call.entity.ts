import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** One call an agent took (HL-4). */
@Entity('hotline_call')
@Index('uq_hotline_call_open', ['openKey'], { unique: true })
@Index('ix_hotline_call_agent', ['agentId', 'id'])
@Index('ix_hotline_call_phone', ['phoneDigest', 'id'])
export class HotlineCall {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) agentId: number;
  @Column({ type: 'text', transformer: encrypted }) phone: string;
  @Column({ type: 'varchar', length: 64 }) phoneDigest: string;
  /** Agent and number while the call is open, null afterwards: begun twice, it is one call. */
  @Column({ type: 'varchar', length: 80, nullable: true }) openKey: string | null;
  @Column({ type: 'datetime', precision: 3 }) startedAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) endedAt: Date | null;
  @Column({ type: 'integer', nullable: true }) ticketId: number | null;
  /** CP-6: it led to a matter whose caller stays secret, so no list or card links the two. */
  @Column({ type: 'boolean' }) confidential: boolean;
  @Column({ type: 'text', transformer: encrypted }) summary: string;
}
