import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far ahead a hall takes bookings, and from when its people may check in. A hall without a row follows the defaults. */
@Entity('hall_booking_policy')
export class HallBookingPolicy {
  @PrimaryColumn({ type: 'integer' }) hallId: number;
  @Column({ type: 'integer' }) daysAhead: number;
  @Column({ type: 'integer' }) checkInMinutesBefore: number;
}
