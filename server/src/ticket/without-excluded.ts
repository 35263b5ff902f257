import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { ActorFacts } from './rules/ticket-types.js';

/**
 * CP-7 in SQL, the equal of `isExcluded`: without what hangs on tickets that the viewer must not know of. `ticketId`: the property that names the
 * ticket. Filtered after it was read, a page would be shorter than asked for, and its cursor would name what is not on it.
 */
export function withoutExcludedTickets<T extends ObjectLiteral>(select: SelectQueryBuilder<T>, ticketId: string, viewer: Pick<ActorFacts, 'id' | 'partnerIds'>): SelectQueryBuilder<T> {
  const partners = viewer.partnerIds.length === 0 ? '' : ' OR (x.complained_of = 1 AND x.staff_id IN (:...excludedPartners))';
  return select.andWhere(`NOT EXISTS (SELECT 1 FROM ticket_excluded x WHERE x.ticket_id = ${ticketId} AND (x.staff_id = :excludedViewer${partners}))`, { excludedViewer: viewer.id, excludedPartners: [...viewer.partnerIds] });
}
