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
  /** The one flag that says "here": who is not, is left out of FI-1's choice and stood in for (AB-1). Kept by duty. */
  @Column({ type: 'boolean' }) onDuty: boolean;
  /** Since when the password is one the administrator gave: nothing can be done with it but choosing another. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) oneTimePasswordSince: Date | null;
}

/**
 * AB-1: one post, two holders with the same duties. AB-6 (the two share one account) is deliberately not followed: every person has an
 * account of their own, so that each act keeps its person's name; the post shares the work, see `StaffService.standsInFor`.
 */
@Entity('post')
@Index('ix_post_a_staff', ['aStaffId'])
@Index('ix_post_b_staff', ['bStaffId'])
export class Post {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 60 }) name: string;
  @Column({ type: 'integer' }) aStaffId: number;
  @Column({ type: 'integer' }) bStaffId: number;
  /** Whose signature a holder's leave needs (AB-3); null: the leader of their hall or section. */
  @Column({ type: 'integer', nullable: true }) leaderId: number | null;
}

/** 顶岗 (AB-2): a third person stands in for someone absent, until `endedAt`. */
@Entity('post_relief')
@Index('uq_post_relief_leave', ['leaveId'], { unique: true })
@Index('ix_post_relief_relief', ['reliefId', 'endedAt'])
@Index('ix_post_relief_absent', ['absentId', 'endedAt'])
export class PostRelief {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) absentId: number;
  @Column({ type: 'integer' }) reliefId: number;
  /** The leave it belongs to. */
  @Column({ type: 'integer' }) leaveId: number;
  @Column({ type: 'datetime', precision: 3 }) startedAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) endedAt: Date | null;
}
