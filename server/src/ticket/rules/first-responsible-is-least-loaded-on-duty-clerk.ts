import type { Role } from '@shouwen/shared/vocabulary';

export interface Candidate {
  readonly staffId: number;
  readonly hallId: number | null;
  readonly roles: readonly Role[];
  readonly onDuty: boolean;
  /** Tickets this person answers for now. */
  readonly openTickets: number;
  /** Tickets ever assigned, which settles ties so that turns go round. */
  readonly assigned: number;
}

/**
 * FI-1: who answers for a ticket filed online. The on-duty clerk of the hall with the fewest open tickets; at night the hotline on duty;
 * then any clerk of the hall, then any clerk or agent at all. Never `excluded` (CP-7). Null only when there is nobody.
 */
export function firstResponsibleIsLeastLoadedOnDutyClerk(candidates: readonly Candidate[], hallId: number, excluded: ReadonlySet<number>): number | null {
  const [first] = firstGroup(candidates, hallId, excluded).sort((a, b) => a.openTickets - b.openTickets || a.assigned - b.assigned || a.staffId - b.staffId);
  return first?.staffId ?? null;
}

/** Among whom the load decides. */
export function firstGroup<T extends Pick<Candidate, 'staffId' | 'hallId' | 'roles' | 'onDuty'>>(candidates: readonly T[], hallId: number, excluded: ReadonlySet<number>): T[] {
  const able = candidates.filter((c) => !excluded.has(c.staffId));
  const clerk = (c: T) => c.roles.includes('clerk');
  const groups = [
    able.filter((c) => clerk(c) && c.onDuty && c.hallId === hallId),
    able.filter((c) => c.roles.includes('hotline') && c.onDuty),
    able.filter((c) => clerk(c) && c.hallId === hallId),
    able.filter((c) => clerk(c) || c.roles.includes('hotline')),
  ];
  return groups.find((g) => g.length > 0) ?? [];
}
