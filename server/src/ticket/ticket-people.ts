import { Inject, Injectable } from '@nestjs/common';
import type { FirstResponsible } from '@shouwen/shared/contract/ticket';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { Believed } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { Department, Hall, type Staff, StaffService } from '../staff/index.js';
import type { Actor, ActorFacts } from './rules/ticket-types.js';

/** Names for the people and places that tickets know by id. */
export interface Directory {
  staff: ReadonlyMap<number, Pick<Staff, 'id' | 'name' | 'staffNumber' | 'hallId'>>;
  departments: ReadonlyMap<number, Department>;
  halls: ReadonlyMap<number, Hall>;
}

/** What tickets need to know about staff, departments and halls. */
@Injectable()
export class TicketPeople {
  private readonly names = new Believed(directoryOfCompany);

  constructor(
    private readonly staff: StaffService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What the rules ask about a person, as they are now. Refuses `NOT_FOUND` for staff who left. */
  async facts(manager: EntityManager, { kind, id }: Actor): Promise<ActorFacts> {
    if (kind !== 'staff' || id === null) return { kind, id, departmentId: null, hallId: null, roles: [], partnerIds: [], standsInFor: [] };
    const standing = await this.staff.standing(manager, id);
    if (!standing) throw new Refusal('NOT_FOUND');
    return { kind, id, ...standing };
  }

  /** The same of someone named in a command; null for staff who are not there. */
  async factsOfNamed(manager: EntityManager, staffId: number): Promise<ActorFacts | null> {
    const standing = await this.staff.standing(manager, staffId);
    return standing && { kind: 'staff', id: staffId, ...standing };
  }

  /** Names as they are on the door and the badge; no query as a rule, for they may be a second old. Who is not known yet is looked up. */
  async directory(manager: EntityManager, staffIds: readonly (number | null)[], departmentIds: readonly (number | null)[]): Promise<Directory> {
    const known = await this.names.get(manager);
    if (staffIds.every((id) => id === null || known.staff.has(id)) && departmentIds.every((id) => id === null || known.departments.has(id))) return known;
    this.names.forget();
    return this.names.get(manager);
  }

  /** FI-1: whom the resident can hold to it. An agent of the hotline belongs to no hall. */
  firstResponsible(directory: Directory, staffId: number): FirstResponsible {
    const staff = directory.staff.get(staffId);
    const hall = directory.halls.get(staff?.hallId ?? 0);
    const { hotlinePhone } = this.config.company;
    return { name: staff?.name ?? '', staffNumber: staff?.staffNumber ?? '', hallName: hall?.name ?? '客服热线', hallPhone: hall?.phone ?? hotlinePhone };
  }
}

async function directoryOfCompany(manager: EntityManager): Promise<Directory> {
  const byId = <T extends { id: number }>(rows: readonly T[]): ReadonlyMap<number, T> => new Map(rows.map((row) => [row.id, row]));
  const staff: Pick<Staff, 'id' | 'name' | 'staffNumber' | 'hallId'>[] = await manager.query('SELECT id, name, staff_number AS staffNumber, hall_id AS hallId FROM staff');
  return { staff: byId(staff), departments: byId(await manager.find(Department)), halls: byId(await manager.find(Hall)) };
}
