import { Inject, Injectable } from '@nestjs/common';
import type { FirstResponsible } from '@shouwen/shared/contract/ticket';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { rowsById } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { Department, Hall, Staff, StaffService } from '../staff/index.js';
import type { Actor, ActorFacts } from './rules/ticket-types.js';

/** Names for the people and places that tickets know by id. */
export interface Directory {
  staff: ReadonlyMap<number, Staff>;
  departments: ReadonlyMap<number, Department>;
  halls: ReadonlyMap<number, Hall>;
}

/** What tickets need to know about staff, departments and halls. */
@Injectable()
export class TicketPeople {
  constructor(
    private readonly staff: StaffService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What the rules ask about a person, as they are now. Refuses `NOT_FOUND` for staff who left. */
  async facts(manager: EntityManager, { kind, id }: Actor): Promise<ActorFacts> {
    if (kind !== 'staff' || id === null) return { kind, id, departmentId: null, hallId: null, roles: [], partnerIds: [], standsInFor: [] };
    const staff = await manager.findOneBy(Staff, { id, active: true });
    if (!staff) throw new Refusal('NOT_FOUND');
    const partnerIds = (await this.staff.withPartners(manager, [id])).filter((partner) => partner !== id);
    const standsInFor = await this.staff.standsInFor(manager, id);
    return { kind, id, departmentId: staff.departmentId, hallId: staff.hallId, roles: staff.roles, partnerIds, standsInFor };
  }

  /** The same of someone named in a command; null for staff who are not there. */
  async factsOfNamed(manager: EntityManager, staffId: number): Promise<ActorFacts | null> {
    if (!(await manager.existsBy(Staff, { id: staffId, active: true }))) return null;
    return this.facts(manager, { kind: 'staff', id: staffId });
  }

  async directory(manager: EntityManager, staffIds: readonly (number | null)[], departmentIds: readonly (number | null)[]): Promise<Directory> {
    const [staff, departments, halls] = [await rowsById(manager, Staff, staffIds), await rowsById(manager, Department, departmentIds), await manager.find(Hall)];
    return { staff, departments, halls: new Map(halls.map((hall) => [hall.id, hall])) };
  }

  /** FI-1: whom the resident can hold to it. An agent of the hotline belongs to no hall. */
  firstResponsible(directory: Directory, staffId: number): FirstResponsible {
    const staff = directory.staff.get(staffId);
    const hall = directory.halls.get(staff?.hallId ?? 0);
    const { hotlinePhone } = this.config.company;
    return { name: staff?.name ?? '', staffNumber: staff?.staffNumber ?? '', hallName: hall?.name ?? '客服热线', hallPhone: hall?.phone ?? hotlinePhone };
  }
}
