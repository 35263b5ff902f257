import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readRow, selectList, updateWhere } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { Staff } from '../staff/index.js';
import { type Candidate, firstGroup, firstResponsibleIsLeastLoadedOnDutyClerk } from './rules/first-responsible-is-least-loaded-on-duty-clerk.js';
import { OPEN_BELOW } from './ticket-row.js';
import { ResponsibilityTurn } from './ticket.entity.js';

/** Registrations that meet take turns; each lost turn means that another registration got through. */
const MOST_TURNS = 500;

/** Names the first responsible of tickets that come in without one (FI-1). */
@Injectable()
export class ResponsibilityService {
  /** Fair under concurrency: whoever is chosen is chosen on a count that nobody changed meanwhile. Refuses `NO_ONE_TO_ASSIGN`. */
  async choose(tx: EntityManager, hallId: number, excluded: readonly number[]): Promise<number> {
    const staff = await choosable(tx, hallId, excluded);
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const candidates = await this.candidates(tx, staff);
      const chosen = firstResponsibleIsLeastLoadedOnDutyClerk(candidates, hallId, new Set(excluded));
      if (chosen === null) throw new Refusal('NO_ONE_TO_ASSIGN', { rule: 'FI-1' });
      const { assigned } = candidates.find((c) => c.staffId === chosen) as Candidate;
      if ((await updateWhere(tx, ResponsibilityTurn, { staffId: chosen, assigned }, { assigned: assigned + 1 })) === 1) return chosen;
      if (assigned === 0) await tx.createQueryBuilder().insert().into(ResponsibilityTurn).values({ staffId: chosen, assigned: 0 }).orIgnore().execute();
    }
    throw new Refusal('BUSY');
  }

  private async candidates(tx: EntityManager, staff: readonly ForChoice[]): Promise<Candidate[]> {
    const ids = staff.map((s) => s.id);
    if (ids.length === 0) return [];
    const places = ids.map(() => '?').join(', ');
    // Turns before counts: a turn that is still the same when it is taken proves the count.
    const turns: { staffId: number; assigned: number }[] = await tx.query(`SELECT staff_id AS staffId, assigned FROM responsibility_turn WHERE staff_id IN (${places})`, ids);
    const counts: { staffId: number; open: string | number }[] = await tx.query(
      `SELECT first_responsible_id AS staffId, COUNT(*) AS open FROM ticket WHERE first_responsible_id IN (${places}) AND queue_order < ${OPEN_BELOW} GROUP BY first_responsible_id`, ids,
    );
    const assigned = new Map(turns.map((turn) => [turn.staffId, turn.assigned]));
    const open = new Map(counts.map((count) => [count.staffId, Number(count.open)]));
    return staff.map(({ id, hallId, roles, onDuty }) => ({ staffId: id, hallId, roles, onDuty, openTickets: open.get(id) ?? 0, assigned: assigned.get(id) ?? 0 }));
  }
}

/** Those among whom FI-1 chooses, as a rule the clerks at one hall's counters: nobody else's tickets need counting. */
async function choosable(tx: EntityManager, hallId: number, excluded: readonly number[]): Promise<ForChoice[]> {
  const columns = ['id', 'hallId', 'roles', 'onDuty'] as const;
  const rows: Record<string, unknown>[] = await tx.query(`SELECT ${selectList(tx, Staff, 's', columns)} FROM staff s WHERE s.active = 1`);
  const able = rows.map((row) => readRow(tx, Staff, row, columns)).filter((s) => s.roles.includes('clerk') || s.roles.includes('hotline'));
  return firstGroup(able.map((s) => ({ ...s, staffId: s.id })), hallId, new Set(excluded));
}
type ForChoice = Pick<Staff, 'id' | 'hallId' | 'roles' | 'onDuty'>;
