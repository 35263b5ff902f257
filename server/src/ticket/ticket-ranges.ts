import type { QueryOf } from '@shouwen/shared/contract';
import type { staffTickets } from '@shouwen/shared/contract/ticket';
import { Refusal } from '../http/index.js';
import type { ActorFacts } from './rules/ticket-types.js';
import { isLeader } from './rules/who-may-see.js';
import { OPEN_BELOW } from './ticket-row.js';
import type { Ticket } from './ticket.entity.js';

export type ListQuery = QueryOf<typeof staffTickets>;
type SqlPart = { sql: string; values: (string | number)[] };

/** What a work list shows of a ticket; the rest is not even deciphered. */
export const LISTED = [
  'id', 'kind', 'category', 'source', 'zone', 'state', 'confidential', 'firstResponsibleId', 'awaitsLeader', 'departmentId', 'handlerId', 'nextClock', 'nextDueAt', 'queueOrder',
  'createdAt', 'updatedAt', 'version', 'title', 'address',
] as const satisfies readonly (keyof Ticket)[];
export type ListedTicket = Pick<Ticket, (typeof LISTED)[number]>;

/** What a resident's list shows. */
export const MINE = ['id', 'kind', 'category', 'state', 'title', 'createdAt', 'residentStep', 'residentDueAt'] as const satisfies readonly (keyof Ticket)[];
export type MyTicket = Pick<Ticket, (typeof MINE)[number]>;

/** One stretch of one index of `ticket t`. */
export interface Range {
  where: string;
  values: (string | number)[];
  /** Instead of `ticket t` alone. */
  through?: string;
}
const range = (where: string, ...values: (string | number)[]): Range => ({ where, values });

/** Whose tickets a list shows; none: an empty list. `hallIds`: all halls of the company. Refuses `FORBIDDEN` for a leader's list of someone who leads nothing. */
export function rangesOf(viewer: ActorFacts, { view, status, kind }: ListQuery, hallIds: Iterable<number>): Range[] {
  const me = viewer.id ?? 0;
  switch (view) {
    case 'mine':
      return [...[me, ...viewer.standsInFor].map((staff) => range('t.first_responsible_id = ?', staff)), range('t.covered_for_id = ?', me), range('t.investigator_id = ?', me)];
    case 'department':
      if (viewer.departmentId === null) return [];
      if (status !== 'open') return [range('t.last_department_id = ?', viewer.departmentId)];
      return [
        range('t.department_id = ?', viewer.departmentId),
        // Few: what a department still has to contribute.
        { ...range('p.department_id = ? AND p.finished_at IS NULL', viewer.departmentId), through: 'ticket_co_part p JOIN ticket t ON t.id = p.ticket_id' },
      ];
    case 'leader': {
      const ranges = leaderRanges(viewer);
      if (ranges.length === 0) throw new Refusal('FORBIDDEN');
      return ranges;
    }
    case 'hall':
      if (viewer.roles.includes('supervisor') && (kind === 'complaint' || !isLeader(viewer) || viewer.hallId === null)) return [range("t.kind = 'complaint'")];
      if (viewer.roles.includes('company-leader')) return [...hallIds].map((hallId) => range('t.hall_id = ?', hallId));
      if (isLeader(viewer) && viewer.hallId !== null) return [range('t.hall_id = ?', viewer.hallId)];
      if (isLeader(viewer) && viewer.departmentId !== null) return [range('t.last_department_id = ?', viewer.departmentId)];
      throw new Refusal('FORBIDDEN');
  }
}

/** FI-3, TL-6, FI-8: what waits for a leader's decision; of coordination and extensions those of their hall, the company's leaders all. */
export function leaderRanges(viewer: ActorFacts): Range[] {
  const awaiting = (also: string, ...values: number[]) => ['coordination', 'extension', 'escalation'].map((what) => range(`t.awaits_leader = ?${also}`, what, ...values));
  if (viewer.roles.includes('company-leader')) return awaiting('');
  if (isLeader(viewer) && viewer.hallId !== null) return awaiting(' AND t.hall_id = ?', viewer.hallId);
  if (isLeader(viewer) && viewer.departmentId !== null) return awaiting(' AND t.last_department_id = ?', viewer.departmentId);
  if (viewer.roles.includes('supervisor')) return awaiting(" AND t.kind = 'complaint'");
  return [];
}

/** A page of one range, in the order of work lists. Refuses `INVALID_INPUT` for a cursor that is not ours. */
export function stretchOf(columns: string, viewer: ActorFacts, { status, kind, cursor, size }: ListQuery, { where, values, through }: Range): SqlPart {
  const conditions: SqlPart[] = [{ sql: where, values }];
  if (status === 'open') conditions.push({ sql: `t.queue_order < ${OPEN_BELOW}`, values: [] });
  if (status === 'closed') conditions.push({ sql: `t.queue_order >= ${OPEN_BELOW}`, values: [] });
  if (kind !== undefined) conditions.push({ sql: 't.kind = ?', values: [kind] });
  if (cursor !== undefined) {
    const [order, id] = cursor.split('.').map(Number);
    if (order === undefined || id === undefined || !Number.isSafeInteger(order) || !Number.isSafeInteger(id)) throw new Refusal('INVALID_INPUT');
    conditions.push({ sql: 't.queue_order >= ? AND (t.queue_order > ? OR t.id > ?)', values: [order, order, id] });
  }
  conditions.push(notExcluded(viewer));
  return {
    sql: `SELECT ${columns} FROM ${through ?? 'ticket t'} WHERE ${conditions.map(({ sql }) => sql).join(' AND ')} ORDER BY t.queue_order, t.id LIMIT ${size + 1}`,
    values: conditions.flatMap((condition) => condition.values),
  };
}

/** CP-7 in SQL, the equal of `isExcluded`. */
export function notExcluded(viewer: ActorFacts): SqlPart {
  const partners = viewer.partnerIds.length === 0 ? '' : ` OR (x.complained_of = 1 AND x.staff_id IN (${viewer.partnerIds.map(() => '?').join(', ')}))`;
  return { sql: `NOT EXISTS (SELECT 1 FROM ticket_excluded x WHERE x.ticket_id = t.id AND (x.staff_id = ?${partners}))`, values: [viewer.id ?? 0, ...viewer.partnerIds] };
}
