import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** A photo or document that someone uploaded. It belongs to its uploader until a ticket takes it. */
@Entity('attachment')
@Index('ix_attachment_ticket', ['ticketId', 'sequence'])
@Index('ix_attachment_unclaimed', ['claimedAt', 'createdAt'])
@Index('uq_attachment_file', ['fileName'], { unique: true })
export class Attachment {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 10 }) uploaderKind: 'resident' | 'staff';
  @Column({ type: 'integer' }) uploaderId: number;
  @Column({ type: 'varchar', length: 40 }) mediaType: string;
  /** As the uploader called it. */
  @Column({ type: 'text', transformer: encrypted }) name: string;
  @Column({ type: 'integer' }) sizeBytes: number;
  /** Random, under DATA_DIR/attachments. */
  @Column({ type: 'varchar', length: 60 }) fileName: string;
  /** SHA-256 of the stored file. */
  @Column({ type: 'varchar', length: 64 }) digest: string;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'integer', nullable: true }) ticketId: number | null;
  /** The event of the ticket it came with. */
  @Column({ type: 'integer', nullable: true }) sequence: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) claimedAt: Date | null;
}
