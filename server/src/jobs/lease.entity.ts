import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One server at a time does a scheduled job: whoever moves `until` forward holds it. */
@Entity('job_lease')
export class JobLease {
  @PrimaryColumn({ type: 'varchar', length: 60 }) name: string;
  @Column({ type: 'varchar', length: 36 }) holder: string;
  @Column({ type: 'datetime', precision: 3 }) until: Date;
}
