import type { AwaitsLeader } from '@shouwen/shared/contract/ticket';
import type { ClockKind, TicketCategory, TicketEventType, TicketKind, TicketSource, TicketState, Zone } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger, encrypted } from '../database/index.js';
import type { Limit } from './rules/clock-types.js';
import type { ResidentStep } from './rules/next-step-in-words.js';
import type { Actor, TicketClock as FoldedClock } from './rules/ticket-types.js';

/**
 * One matter. Everything down to `version` is what its events fold to; below stand the resident's own words and
 * contact, encrypted, outside the hashed record. Its number is `ticketNumberOf(id)`.
 */
@Entity('ticket')
@Index('ix_ticket_first_responsible', ['firstResponsibleId', 'queueOrder'])
@Index('ix_ticket_department', ['departmentId', 'queueOrder'])
@Index('ix_ticket_last_department', ['lastDepartmentId', 'queueOrder'])
@Index('ix_ticket_hall', ['hallId', 'queueOrder'])
@Index('ix_ticket_hall_created', ['hallId', 'createdAt'])
@Index('ix_ticket_first_responsible_created', ['firstResponsibleId', 'createdAt'])
@Index('ix_ticket_kind', ['kind', 'queueOrder'])
@Index('ix_ticket_resident', ['residentId', 'id'])
@Index('ix_ticket_account', ['accountId', 'queueOrder'])
@Index('ix_ticket_contact_phone', ['contactPhoneDigest', 'queueOrder'])
@Index('ix_ticket_covered_for', ['coveredForId', 'queueOrder'])
@Index('ix_ticket_investigator', ['investigatorId', 'queueOrder'])
@Index('ix_ticket_awaits_leader', ['awaitsLeader', 'queueOrder'])
export class Ticket {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 24 }) kind: TicketKind;
  @Column({ type: 'varchar', length: 40 }) category: TicketCategory;
  @Column({ type: 'varchar', length: 20 }) source: TicketSource;
  @Column({ type: 'varchar', length: 10 }) zone: Zone;
  @Column({ type: 'varchar', length: 20 }) state: TicketState;
  @Column({ type: 'boolean' }) confidential: boolean;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'integer', nullable: true }) residentId: number | null;
  @Column({ type: 'integer', nullable: true }) accountId: number | null;
  /** FI-1. */
  @Column({ type: 'integer' }) firstResponsibleId: number;
  /** AB-1: whose matter it is while the first responsible stands in. */
  @Column({ type: 'integer', nullable: true }) coveredForId: number | null;
  @Column({ type: 'integer', nullable: true }) investigatorId: number | null;
  @Column({ type: 'varchar', length: 12, nullable: true }) awaitsLeader: AwaitsLeader | null;
  /** What the resident's list says, see `residentStepOf`; `residentDueAt` of a clock. */
  @Column({ type: 'varchar', length: 20, nullable: true }) residentStep: ResidentStep | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) residentDueAt: Date | null;
  /** The department that has the work now, and whoever accepted it there. */
  @Column({ type: 'integer', nullable: true }) departmentId: number | null;
  @Column({ type: 'integer', nullable: true }) handlerId: number | null;
  /** The last department that had the work. */
  @Column({ type: 'integer', nullable: true }) lastDepartmentId: number | null;
  @Column({ type: 'varchar', length: 20, nullable: true }) nextClock: ClockKind | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) nextDueAt: Date | null;
  /** The place in every work list, see `queueOrderOf`. */
  @Column({ type: 'bigint', transformer: bigInteger }) queueOrder: number;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'datetime', precision: 3 }) updatedAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) closedAt: Date | null;
  /** Sequence of the last event; a command decided on another is stale. */
  @Column({ type: 'integer' }) version: number;

  @Column({ type: 'text', transformer: encrypted }) title: string;
  @Column({ type: 'text', transformer: encrypted }) description: string;
  @Column({ type: 'text', transformer: encrypted }) address: string;
  @Column({ type: 'text', transformer: encrypted }) landmark: string;
  /** GCJ-02, in millionths of a degree. */
  @Column({ type: 'integer', nullable: true }) latitudeE6: number | null;
  @Column({ type: 'integer', nullable: true }) longitudeE6: number | null;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) contactName: string | null;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) contactPhone: string | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) contactPhoneDigest: string | null;
}

/** The record (PR-2, CP-3): append-only, each entry bound to the one before by its hash. Without personal data. */
@Entity('ticket_event')
@Index('uq_ticket_event_sequence', ['ticketId', 'sequence'], { unique: true })
export class TicketEventRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) ticketId: number;
  /** 1, 2, 3 … within the ticket. */
  @Column({ type: 'integer' }) sequence: number;
  @Column({ type: 'varchar', length: 24 }) type: TicketEventType;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
  @Column({ type: 'varchar', length: 10 }) actorKind: Actor['kind'];
  @Column({ type: 'integer', nullable: true }) actorId: number | null;
  /** JSON, exactly as hashed. */
  @Column({ type: 'text' }) payload: string;
  @Column({ type: 'varchar', length: 64 }) previousHash: string;
  @Column({ type: 'varchar', length: 64 }) hash: string;
}

/** Human words that belong to an event: deletable, re-encryptable, outside the hash. */
@Entity('ticket_text')
export class TicketText {
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @PrimaryColumn({ type: 'integer' }) sequence: number;
  @Column({ type: 'text', transformer: encrypted }) body: string;
}

/** A clock of a ticket, folded from its events. */
@Entity('ticket_clock')
@Index('ix_ticket_clock_due', ['state', 'dueAt'])
export class TicketClockRow {
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @PrimaryColumn({ type: 'varchar', length: 20 }) clock: ClockKind;
  /** 1 for its first start, 2 after a reopening or a second transfer … */
  @PrimaryColumn({ type: 'integer' }) round: number;
  @Column({ type: 'varchar', length: 20 }) state: FoldedClock['state'];
  @Column({ type: 'datetime', precision: 3 }) startedAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) dueAt: Date | null;
  /** Without extensions: reports show both (TL-6). */
  @Column({ type: 'datetime', precision: 3, nullable: true }) dueByLimit: Date | null;
  /** Edition of the working calendar it was counted by. */
  @Column({ type: 'integer' }) calendar: number;
  @Column({ type: 'datetime', precision: 3, nullable: true }) stoppedAt: Date | null;
  @Column({ type: 'varchar', length: 12 }) limitUnit: Limit['unit'];
  @Column({ type: 'integer' }) limitN: number;
  @Column({ type: 'varchar', length: 120 }) clause: string;
}

/** CP-7: who never sees a ticket. Partners of the person complained of are noted as they were then; later ones are looked up. */
@Entity('ticket_excluded')
@Index('ix_ticket_excluded_staff', ['staffId'])
export class TicketExcluded {
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @PrimaryColumn({ type: 'integer' }) staffId: number;
  @Column({ type: 'boolean' }) complainedOf: boolean;
}

/** FI-3: a department's share of a coordinated matter. */
@Entity('ticket_co_part')
@Index('ix_ticket_co_part_department', ['departmentId', 'finishedAt'])
export class TicketCoPart {
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
  @PrimaryColumn({ type: 'integer' }) departmentId: number;
  @Column({ type: 'datetime', precision: 3, nullable: true }) finishedAt: Date | null;
}

/** How often a person was given a ticket by the system; also the turnstile that makes concurrent choices take turns (FI-1). */
@Entity('responsibility_turn')
export class ResponsibilityTurn {
  @PrimaryColumn({ type: 'integer' }) staffId: number;
  @Column({ type: 'integer' }) assigned: number;
}

/** PR-1: who saw whose personal data, and why. */
@Entity('personal_data_access')
@Index('ix_personal_data_access_ticket', ['ticketId', 'id'])
@Index('ix_personal_data_access_staff', ['staffId', 'id'])
export class PersonalDataAccess {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'integer' }) ticketId: number;
  @Column({ type: 'varchar', length: 100 }) reason: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
