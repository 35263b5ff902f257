import { Injectable } from '@nestjs/common';
import { type EntityManager, In, LessThan } from 'typeorm';
import { Refusal } from '../http/index.js';
import { Staff } from '../staff/index.js';
import { firstResponsibleIsLeastLoadedOnDutyClerk, type Candidate } from './rules/first-responsible-is-least-loaded-on-duty-clerk.js';
import { OPEN_BELOW } from './ticket-row.js';
import { ResponsibilityTurn, Ticket } from './ticket.entity.js';

/** Registrations that meet take turns; each lost turn means that another registration got through. */
const MOST_TURNS = 500;

/** Names the first responsible of tickets that come in without one (FI-1). */
@Injectable()
export class ResponsibilityService {
  /** Fair under concurrency: whoever is chosen is chosen on a count that nobody changed meanwhile. Refuses `NO_ONE_TO_ASSIGN`. */
  async choose(tx: EntityManager, hallId: number, excluded: readonly number[]): Promise<number> {
    const staff = (await tx.findBy(Staff, { active: true })).filter((s) => s.roles.includes('clerk') || s.roles.includes('hotline'));
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const candidates = await this.candidates(tx, staff);
      const chosen = firstResponsibleIsLeastLoadedOnDutyClerk(candidates, hallId, new Set(excluded));
      if (chosen === null) throw new Refusal('NO_ONE_TO_ASSIGN', { rule: 'FI-1' });
      const { assigned } = candidates.find((c) => c.staffId === chosen) as Candidate;
      const { affected } = await tx.update(ResponsibilityTurn, { staffId: chosen, assigned }, { assigned: assigned + 1 });
      if (affected === 1) return chosen;
      if (assigned === 0) await tx.createQueryBuilder().insert().into(ResponsibilityTurn).values({ staffId: chosen, assigned: 0 }).orIgnore().execute();
    }
    throw new Refusal('BUSY');
  }

  private async candidates(tx: EntityManager, staff: readonly Staff[]): Promise<Candidate[]> {
    const ids = staff.map((s) => s.id);
    if (ids.length === 0) return [];
    // Turns before counts: a turn that is still the same when it is taken proves the count.
    const turns = new Map((await tx.findBy(ResponsibilityTurn, { staffId: In(ids) })).map((t) => [t.staffId, t.assigned]));
    const counts: { staffId: number; open: string | number }[] = await tx
      .createQueryBuilder(Ticket, 't')
      .select('t.firstResponsibleId', 'staffId')
      .addSelect('COUNT(*)', 'open')
      .where({ firstResponsibleId: In(ids), queueOrder: LessThan(OPEN_BELOW) })
      .groupBy('t.firstResponsibleId')
      .getRawMany();
    const open = new Map(counts.map((c) => [Number(c.staffId), Number(c.open)]));
    return staff.map(({ id, hallId, roles, onDuty }) => ({ staffId: id, hallId, roles, onDuty, openTickets: open.get(id) ?? 0, assigned: turns.get(id) ?? 0 }));
  }
}
