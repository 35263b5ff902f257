import type { Role } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('hall')
export class Hall {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 60 }) name: string;
  @Column({ type: 'varchar', length: 120 }) address: string;
  @Column({ type: 'varchar', length: 20 }) phone: string;
  @Column({ type: 'varchar', length: 60 }) openHours: string;
  /** GCJ-02, in millionths of a degree. */
  @Column({ type: 'integer' }) latitudeE6: number;
  @Column({ type: 'integer' }) longitudeE6: number;
}

@Entity('department')
export class Department {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 60 }) name: string;
  /** Ticket kinds whose work it does (FI-3: "own scope"). */
  @Column({ type: 'simple-json' }) kinds: string[];
}

@Entity('staff')
@Index('uq_staff_staff_number', ['staffNumber'], { unique: true })
@Index('ix_staff_hall', ['hallId'])
@Index('ix_staff_department', ['departmentId'])
export class Staff {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** 工号, as on the badge. */
  @Column({ type: 'varchar', length: 12 }) staffNumber: string;
  @Column({ type: 'varchar', length: 30 }) name: string;
  @Column({ type: 'simple-json' }) roles: Role[];
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  @Column({ type: 'integer', nullable: true }) departmentId: number | null;
  @Column({ type: 'varchar', length: 200 }) passwordHash: string;
  @Column({ type: 'boolean' }) active: boolean;
  @Column({ type: 'boolean' }) onDuty: boolean;
}

/** AB-1: one post, two holders with the same duties. */
@Entity('post')
@Index('ix_post_a_staff', ['aStaffId'])
@Index('ix_post_b_staff', ['bStaffId'])
export class Post {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 60 }) name: string;
  @Column({ type: 'integer' }) aStaffId: number;
  @Column({ type: 'integer' }) bStaffId: number;
}
