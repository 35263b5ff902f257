import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** A hint to consoles that something of theirs has changed; written in the transaction that changed it, kept for an hour. */
@Entity('live_update')
@Index('ix_live_update_at', ['at'])
export class LiveUpdateRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** Who is told: `staff:12`, `department:3`, `hall:1`; several are separated by spaces. */
  @Column({ type: 'varchar', length: 200 }) audience: string;
  @Column({ type: 'varchar', length: 20 }) topic: string;
  /** A ringing call's is a phone number, hence encrypted (PR-1). */
  @Column({ type: 'text', transformer: encrypted }) subject: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
