import { Injectable } from '@nestjs/common';
import type { LadderAudience } from '@shouwen/shared/contract/rulebook';
import { Brackets, type EntityManager, IsNull } from 'typeorm';
import { Post, PostRelief, Staff, StaffService } from '../staff/index.js';
import { ladderAudience, type LadderPerson } from './rules/ladder-audience.js';
import type { TicketFold } from './rules/ticket-types.js';
import { maySee } from './rules/who-may-see.js';

/** Who hears of a step, with what the rules ask about them. */
@Injectable()
export class LadderPeople {
  constructor(private readonly staff: StaffService) {}

  /** CP-7: without those who must not know of the ticket. */
  async told(tx: EntityManager, ticket: TicketFold, tell: readonly LadderAudience[]): Promise<number[]> {
    const people = await this.people(tx, ticket);
    const partners = new Set(await this.staff.withPartners(tx, [...ticket.complainedStaffIds]));
    const mayKnow = new Set(
      people
        .filter((p) => maySee({ kind: 'staff', ...p, partnerIds: partners.has(p.id) ? ticket.complainedStaffIds : [] }, ticket))
        .map(({ id }) => id),
    );
    return ladderAudience(ticket, tell, people.filter(({ id }) => mayKnow.has(id)));
  }

  /** Everyone who may have to do with it: its hall, its departments, those named, the company's leaders. */
  private async people(tx: EntityManager, ticket: TicketFold): Promise<LadderPerson[]> {
    const departments = [ticket.departmentId, ...ticket.coParts.map((part) => part.departmentId)].filter((id): id is number => id !== null);
    const covers = await this.covering(tx, ticket.firstResponsibleId);
    const named = [ticket.firstResponsibleId, ...covers, ...(ticket.handlerId === null ? [] : [ticket.handlerId])];
    const rows = await tx
      .createQueryBuilder(Staff, 's')
      .where('s.active = :active', { active: true })
      .andWhere(new Brackets((either) => {
        either.where('s.hallId = :hall', { hall: ticket.hallId }).orWhere('s.id IN (:...named)', { named }).orWhere('s.roles LIKE :leader', { leader: '%"company-leader"%' });
        if (departments.length > 0) either.orWhere('s.departmentId IN (:...departments)', { departments });
      }))
      .orderBy('s.id')
      .getMany();
    return rows.map(({ id, roles, hallId, departmentId, onDuty }) => ({ id, roles, hallId, departmentId, onDuty, standsInFor: onDuty && covers.includes(id) ? [ticket.firstResponsibleId] : [] }));
  }

  /** AB-1, AB-2: who stands in while this person is absent; the other way round from `StaffService.standsInFor`. */
  private async covering(tx: EntityManager, staffId: number): Promise<number[]> {
    if (await tx.existsBy(Staff, { id: staffId, onDuty: true })) return [];
    const posts = await tx.findBy(Post, [{ aStaffId: staffId }, { bStaffId: staffId }]);
    const reliefs = await tx.findBy(PostRelief, { absentId: staffId, endedAt: IsNull() });
    return [...posts.flatMap((post) => [post.aStaffId, post.bStaffId]), ...reliefs.map((relief) => relief.reliefId)].filter((id) => id !== staffId);
  }
}
