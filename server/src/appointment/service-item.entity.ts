import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** QU-4: one service of the catalogue, as mini-program, counter and hotline show it. */
@Entity('service_item')
export class ServiceItem {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 60 }) name: string;
  /** Windows of one group serve the same queue and share their places. */
  @Column({ type: 'varchar', length: 20 }) serviceGroup: string;
  @Column({ type: 'varchar', length: 200 }) summary: string;
  @Column({ type: 'simple-json' }) materials: { name: string; howToGet: string }[];
  /** Steps in their order. */
  @Column({ type: 'simple-json' }) process: string[];
  @Column({ type: 'varchar', length: 100 }) fee: string;
  @Column({ type: 'varchar', length: 100 }) timeLimit: string;
  /** Order in the catalogue. */
  @Column({ type: 'integer' }) position: number;
  /** A service withdrawn stays readable on old appointments and cannot be booked. */
  @Column({ type: 'boolean' }) active: boolean;
}
