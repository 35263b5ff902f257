import type { LeaveAction, LeaveKind, LeaveState, PresenceState } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** AB-4: where a person is now. Without a row nobody has said yet, and the roster's word holds. */
@Entity('presence')
@Index('ix_presence_state', ['state', 'since'])
export class Presence {
  @PrimaryColumn({ type: 'integer' }) staffId: number;
  @Column({ type: 'varchar', length: 10 }) state: PresenceState;
  @Column({ type: 'datetime', precision: 3 }) since: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) signedInAt: Date | null;
  /** When the hall manager was told of this absence: once. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) toldAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** AB-5: every change of presence, which attendance is derived from. Append-only. */
@Entity('presence_event')
@Index('ix_presence_event_staff', ['staffId', 'at'])
export class PresenceEvent {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'varchar', length: 10 }) state: PresenceState;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
  /** Signed out because the day was over or the leave began, not by the person. */
  @Column({ type: 'boolean' }) bySystem: boolean;
}

/** AB-3: a leave from the written request to the return. `fromAt` is the first instant of absence, `untilAt` the first one back. */
@Entity('leave_request')
@Index('ix_leave_request_staff', ['staffId', 'id'])
@Index('ix_leave_request_relief', ['reliefId', 'id'])
@Index('ix_leave_request_state', ['state', 'id'])
@Index('ix_leave_request_hall', ['hallId', 'id'])
@Index('ix_leave_request_department', ['departmentId', 'id'])
export class Leave {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'integer' }) reliefId: number;
  /** Where the person belonged when asking. */
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  @Column({ type: 'integer', nullable: true }) departmentId: number | null;
  @Column({ type: 'varchar', length: 16 }) kind: LeaveKind;
  @Column({ type: 'datetime', precision: 3 }) fromAt: Date;
  @Column({ type: 'datetime', precision: 3 }) untilAt: Date;
  @Column({ type: 'text', transformer: encrypted }) reason: string;
  @Column({ type: 'text', transformer: encrypted }) handoverNote: string;
  @Column({ type: 'varchar', length: 16 }) state: LeaveState;
  @Column({ type: 'integer', nullable: true }) leaderId: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) absentSignedAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) reliefSignedAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) approvedAt: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) endedAt: Date | null;
  @Column({ type: 'datetime', precision: 3 }) requestedAt: Date;
  @Column({ type: 'integer' }) version: number;
}

/** What happened to a leave, in order. Append-only. */
@Entity('leave_step')
@Index('ix_leave_step_leave', ['leaveId', 'id'])
export class LeaveStep {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) leaveId: number;
  @Column({ type: 'varchar', length: 16 }) action: LeaveAction | 'request' | 'start' | 'end';
  /** Null: the time came. */
  @Column({ type: 'integer', nullable: true }) staffId: number | null;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
  @Column({ type: 'text', transformer: encrypted }) note: string;
}

/** A line of the handover slip (AB-3). */
@Entity('leave_ticket')
@Index('ix_leave_ticket_ticket', ['ticketId'])
export class LeaveTicket {
  @PrimaryColumn({ type: 'integer' }) leaveId: number;
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  /** As it stood when it was put on the slip. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) dueAt: Date | null;
  /** Came between the signatures and the start. */
  @Column({ type: 'boolean' }) addedAtStart: boolean;
  @Column({ type: 'boolean' }) handedOver: boolean;
  @Column({ type: 'boolean' }) handedBack: boolean;
}

/** AB-5: who works when, from a day on. At most one of hall, department, staff is named; none means everyone. */
@Entity('working_hours')
@Index('uq_working_hours_scope', ['scope', 'since'], { unique: true })
export class WorkingHours {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** `hall:1`, `department:2`, `staff:3`, `all`. */
  @Column({ type: 'varchar', length: 30 }) scope: string;
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  @Column({ type: 'integer', nullable: true }) departmentId: number | null;
  @Column({ type: 'integer', nullable: true }) staffId: number | null;
  @Column({ type: 'varchar', length: 10 }) since: string;
  @Column({ type: 'varchar', length: 10 }) days: 'working' | 'hall' | 'none';
  @Column({ type: 'simple-json' }) weekdays: number[];
  @Column({ type: 'simple-json' }) spans: { from: string; to: string }[];
}

/** The numbers of AB-4 and AB-5, the administrator's to change. One row. */
@Entity('duty_policy')
export class DutyPolicyRow {
  @PrimaryColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) awayMinutes: number;
  @Column({ type: 'integer' }) earlyMinutes: number;
  @Column({ type: 'integer' }) circularFrom: number;
  @Column({ type: 'integer' }) centreFrom: number;
  @Column({ type: 'integer' }) version: number;
}

/** Decisions that depend on what others decided (a post is never empty; the last administrator) are taken one after another: each first counts this up. */
@Entity('duty_turn')
export class DutyTurn {
  @PrimaryColumn({ type: 'varchar', length: 20 }) name: 'leave' | 'roster';
  @Column({ type: 'integer' }) turn: number;
}

/** What an administrator changed of a person, in words, for ever. */
@Entity('staff_change')
@Index('ix_staff_change_staff', ['staffId', 'id'])
export class StaffChange {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'integer' }) byId: number;
  @Column({ type: 'varchar', length: 300 }) text: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
