import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** How many more messages of a template the resident agreed to (one consent is one message). */
@Entity('notice_consent')
@Index('uq_notice_consent', ['residentId', 'templateId'], { unique: true })
export class NoticeConsent {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) residentId: number;
  @Column({ type: 'varchar', length: 100 }) templateId: string;
  @Column({ type: 'integer' }) remaining: number;
  @Column({ type: 'datetime', precision: 3 }) updatedAt: Date;
}

export type NoticeState = 'pending' | 'sent' | 'not-delivered' | 'refused';

/** A message to a resident: what was told when. Its words are gone once it is sent (PR-1). */
@Entity('notice')
@Index('uq_notice_key', ['noticeKey'], { unique: true })
@Index('ix_notice_resident', ['residentId', 'id'])
export class Notice {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) residentId: number;
  @Column({ type: 'varchar', length: 20 }) purpose: 'ticket' | 'appointment' | 'bill';
  /** Names the message: asking for the same one twice sends one. */
  @Column({ type: 'varchar', length: 90 }) noticeKey: string;
  @Column({ type: 'varchar', length: 200 }) page: string;
  /** JSON of the fields until the message was sent or given up, then null. */
  @Column({ type: 'text', nullable: true, transformer: encrypted }) fields: string | null;
  @Column({ type: 'varchar', length: 20 }) state: NoticeState;
  /** Why it was not delivered, e.g. `no-consent`. */
  @Column({ type: 'varchar', length: 60, nullable: true }) reason: string | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) finishedAt: Date | null;
}
