import type { Role } from '@shouwen/shared/vocabulary';

export interface Colleague {
  readonly id: number;
  readonly roles: readonly Role[];
  readonly hallId: number | null;
  readonly departmentId: number | null;
}

/**
 * AB-3, first signature: the leader named on the person's post; else who leads the department or the hall; else the hall director; else the
 * company. Never the person. The first group with anyone in it.
 */
export function leadersFor(person: Colleague, postLeaderIds: readonly number[], everyone: readonly Colleague[]): number[] {
  const others = everyone.filter((other) => other.id !== person.id);
  const has = (other: Colleague, ...roles: Role[]) => roles.some((role) => other.roles.includes(role));
  const sameHall = (other: Colleague) => person.hallId !== null && other.hallId === person.hallId;
  const sameDepartment = (other: Colleague) => person.departmentId !== null && other.departmentId === person.departmentId;
  return firstOf([
    others.filter((other) => postLeaderIds.includes(other.id)),
    others.filter((other) => (sameDepartment(other) && has(other, 'section-leader')) || (sameHall(other) && has(other, 'section-leader', 'hall-manager', 'shift-leader'))),
    others.filter((other) => sameHall(other) && has(other, 'hall-director')),
    others.filter((other) => has(other, 'hall-director')),
    others.filter((other) => has(other, 'company-leader')),
  ]);
}

/** AB-3, last signature: the director of the hall; where there is none, any hall director; for a director, and where the same person signed first, the company. */
export function directorsFor(person: Colleague, signedBy: number | null, everyone: readonly Colleague[]): number[] {
  const others = everyone.filter((other) => other.id !== person.id && other.id !== signedBy);
  const directors = person.roles.includes('hall-director') ? [] : others.filter((other) => other.roles.includes('hall-director'));
  return firstOf([
    directors.filter((other) => person.hallId !== null && other.hallId === person.hallId),
    directors,
    others.filter((other) => other.roles.includes('company-leader')),
  ]);
}

function firstOf(groups: readonly (readonly Colleague[])[]): number[] {
  return (groups.find((group) => group.length > 0) ?? []).map((other) => other.id);
}
