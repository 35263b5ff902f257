import type { DateString, Weekday } from '@shouwen/shared/value';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** QU-1: how many people a hall's windows of one group can see from one time to another on a day of the week. */
@Entity('slot_plan')
@Index('uq_slot_plan', ['hallId', 'serviceGroup', 'weekday', 'startTime'], { unique: true })
export class SlotPlan {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 20 }) serviceGroup: string;
  @Column({ type: 'integer' }) weekday: Weekday;
  /** `HH:mm`, Asia/Shanghai. */
  @Column({ type: 'varchar', length: 5 }) startTime: string;
  @Column({ type: 'varchar', length: 5 }) endTime: string;
  @Column({ type: 'integer' }) capacity: number;
}

/** Places taken in one slot of one day. Made when the first person wants one; the plan says how many there are. */
@Entity('slot_counter')
@Index('uq_slot_counter', ['hallId', 'serviceGroup', 'date', 'startTime'], { unique: true })
export class SlotCounter {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 20 }) serviceGroup: string;
  @Column({ type: 'varchar', length: 10 }) date: DateString;
  @Column({ type: 'varchar', length: 5 }) startTime: string;
  @Column({ type: 'integer' }) taken: number;
}
