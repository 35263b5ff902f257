import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** A reply that somebody is writing: one for each person and ticket. */
@Entity('reply_draft')
@Index('ix_reply_draft_ticket', ['ticketId'])
export class ReplyDraftRow {
  @PrimaryColumn({ type: 'integer' }) staffId: number;
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @Column({ type: 'text', transformer: encrypted }) text: string;
  /** Counts what was kept, so that two windows do not overwrite each other. */
  @Column({ type: 'integer' }) revision: number;
  @Column({ type: 'datetime', precision: 3 }) updatedAt: Date;
}

/** Who has a ticket open; whoever does not say so again is gone. */
@Entity('ticket_presence')
@Index('ix_ticket_presence_seen', ['seenAt'])
export class TicketPresence {
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @PrimaryColumn({ type: 'integer' }) staffId: number;
  @Column({ type: 'boolean' }) writing: boolean;
  @Column({ type: 'datetime', precision: 3 }) seenAt: Date;
}

/** PR-2: who saw a ticket, once an hour. */
@Entity('ticket_view')
@Index('uq_ticket_view_hour', ['ticketId', 'staffId', 'hour'], { unique: true })
@Index('ix_ticket_view_ticket', ['ticketId', 'id'])
export class TicketReading {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) ticketId: number;
  @Column({ type: 'integer' }) staffId: number;
  /** Its first instant. */
  @Column({ type: 'datetime', precision: 3 }) hour: Date;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
