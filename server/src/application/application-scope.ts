import type { Role } from '@shouwen/shared/vocabulary';
import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { StaffService, type StaffViewer } from '../staff/index.js';
import { isLeader, Ticket } from '../ticket/index.js';

/** They answer for every hall. */
const aboveTheHalls: readonly Role[] = ['supervisor', 'company-leader'];

/** Which applications a list is about: of every hall, of the hall one leads, or those one answers or stands in for (AB-1). */
export type ApplicationScope = { readonly hallId: number | null; readonly answersFor: null } | { readonly hallId: null; readonly answersFor: readonly number[] };

export async function scopeOf(manager: EntityManager, staff: StaffService, viewer: StaffViewer): Promise<ApplicationScope> {
  if (viewer.roles.some((role) => aboveTheHalls.includes(role))) return { hallId: null, answersFor: null };
  if (isLeader(viewer) && viewer.hallId !== null) return { hallId: viewer.hallId, answersFor: null };
  return { hallId: null, answersFor: [viewer.id, ...(await staff.standsInFor(manager, viewer.id))] };
}

/** Restricts a selection of applications (`a`) to the scope. */
export function within<T extends ObjectLiteral>(select: SelectQueryBuilder<T>, { hallId, answersFor }: ApplicationScope): SelectQueryBuilder<T> {
  if (hallId !== null) select.andWhere('a.hallId = :hallId', { hallId });
  if (answersFor !== null) select.innerJoin(Ticket, 'own', 'own.id = a.ticketId AND own.firstResponsibleId IN (:...answersFor)', { answersFor });
  return select;
}
