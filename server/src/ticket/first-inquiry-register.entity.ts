import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** PR-1: who took the register out of the house, and how much of it. */
@Entity('register_export')
@Index('ix_register_export_staff', ['staffId', 'id'])
export class RegisterExport {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  /** Asia/Shanghai dates, both included. */
  @Column({ type: 'varchar', length: 10 }) fromDay: string;
  @Column({ type: 'varchar', length: 10 }) toDay: string;
  @Column({ type: 'integer' }) rowCount: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
