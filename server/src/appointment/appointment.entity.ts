import type { AppointmentState } from '@shouwen/shared/vocabulary';
import type { DateString } from '@shouwen/shared/value';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

@Entity('appointment')
@Index('uq_appointment_check_in_code', ['hallId', 'date', 'checkInCode'], { unique: true })
@Index('uq_appointment_live_key', ['liveKey'], { unique: true })
@Index('ix_appointment_resident', ['residentId', 'id'])
@Index('ix_appointment_phone', ['contactPhoneDigest', 'date'])
@Index('ix_appointment_state_date', ['state', 'date'])
export class Appointment {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** Six digits, unique per hall and day. */
  @Column({ type: 'varchar', length: 6 }) checkInCode: string;
  @Column({ type: 'varchar', length: 12 }) state: AppointmentState;
  /** One booking per person, service and day: set while the appointment counts, null afterwards. */
  @Column({ type: 'varchar', length: 110, nullable: true }) liveKey: string | null;
  /** Null when booked by phone. */
  @Column({ type: 'integer', nullable: true }) residentId: number | null;
  @Column({ type: 'integer', nullable: true }) bookedByStaffId: number | null;
  @Column({ type: 'integer' }) serviceItemId: number;
  @Column({ type: 'varchar', length: 20 }) serviceGroup: string;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 10 }) date: DateString;
  /** `HH:mm`, Asia/Shanghai. */
  @Column({ type: 'varchar', length: 5 }) startTime: string;
  @Column({ type: 'varchar', length: 5 }) endTime: string;
  @Column({ type: 'text', transformer: encrypted }) contactName: string;
  @Column({ type: 'text', transformer: encrypted }) contactPhone: string;
  @Column({ type: 'varchar', length: 64 }) contactPhoneDigest: string;
  /** Free words, in which people put names and numbers (PR-1). */
  @Column({ type: 'text', transformer: encrypted }) note: string;
  @Column({ type: 'datetime', precision: 3, nullable: true }) checkedInAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) calledAt: Date | null;
  @Column({ type: 'integer', nullable: true }) calledById: number | null;
  @Column({ type: 'varchar', length: 10, nullable: true }) windowName: string | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) finishedAt: Date | null;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) result: string | null;
  @Column({ type: 'integer', nullable: true }) ticketId: number | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'integer' }) version: number;
}
