import type { Role } from '@shouwen/shared/vocabulary';

const ofTheHouse: readonly Role[] = ['finance', 'company-leader'];

/** Which hall's figures this person gets when asking for `wanted`; null is the whole house. A hall's leader gets the own hall's. */
export function figuresOf(viewer: { roles: readonly Role[]; hallId: number | null }, wanted: number | undefined): { hallId: number | null } | 'FORBIDDEN' {
  if (viewer.roles.some((role) => ofTheHouse.includes(role))) return { hallId: wanted ?? null };
  if (viewer.hallId === null || (wanted !== undefined && wanted !== viewer.hallId)) return 'FORBIDDEN';
  return { hallId: viewer.hallId };
}
