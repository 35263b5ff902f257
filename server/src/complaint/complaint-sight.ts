import type { EntityManager } from 'typeorm';
import { ticketIdOf } from '@shouwen/shared/value';
import { Refusal } from '../http/index.js';
import { isLeader, Ticket, TicketSight, type SeenByStaff } from '../ticket/index.js';
import { rowsById } from '../database/index.js';
import type { StaffViewer } from '../staff/index.js';

/** Whose complaints a viewer oversees: null for every hall's. Refuses `FORBIDDEN` for whoever oversees none. */
export function hallScopeOf(viewer: Pick<StaffViewer, 'roles' | 'hallId'>): number | null {
  if (oversees(viewer)) return null;
  if (viewer.hallId !== null && isLeader(viewer)) return viewer.hallId;
  throw new Refusal('FORBIDDEN', { rule: 'CP-6', message: '只有效能监察、公司领导和大厅负责人可以查看' });
}

/** All halls' complaints: the supervisor and the company's leaders. */
export const oversees = ({ roles }: Pick<StaffViewer, 'roles'>): boolean => roles.includes('supervisor') || roles.includes('company-leader');

/** The tickets of these ids that the viewer may see (CP-7), with what of them (CP-6). Few queries, however many. */
export async function seenTickets(manager: EntityManager, sight: TicketSight, viewer: Pick<StaffViewer, 'id'>, ticketIds: readonly number[]): Promise<Map<number, SeenByStaff>> {
  const rows = await rowsById(manager, Ticket, ticketIds);
  const seen = await sight.see(manager, await sight.viewer(manager, viewer), [...rows.values()]);
  return new Map(seen.map((ticket) => [ticket.row.id, ticket]));
}

export function ticketIdOrRefuse(number: string): number {
  const id = ticketIdOf(number);
  if (id === null) throw new Refusal('NOT_FOUND');
  return id;
}

/** A place in a list by time and id, the latest first. */
export function placeOf(cursor: string): { at: Date; id: number } {
  const [at, id] = cursor.split('.').map(Number);
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(id)) throw new Refusal('INVALID_INPUT');
  return { at: new Date(at!), id: id! };
}
