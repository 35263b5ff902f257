import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Something a member of staff should know. Its words name nobody's personal data (PR-1). */
@Entity('staff_notice')
@Index('uq_staff_notice_key', ['staffId', 'noticeKey'], { unique: true })
@Index('ix_staff_notice_unread', ['staffId', 'readAt', 'id'])
@Index('ix_staff_notice_staff', ['staffId', 'id'])
export class StaffNoticeRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  /** Names the message for this person: asking for the same one twice sends one. */
  @Column({ type: 'varchar', length: 90 }) noticeKey: string;
  @Column({ type: 'varchar', length: 30 }) kind: string;
  @Column({ type: 'integer', nullable: true }) ticketId: number | null;
  @Column({ type: 'varchar', length: 200 }) text: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) readAt: Date | null;
}
