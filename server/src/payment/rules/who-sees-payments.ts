import type { Role } from '@shouwen/shared/vocabulary';

/** Those who keep the company's money see every hall's. */
const everywhere: readonly Role[] = ['finance', 'section-leader', 'company-leader', 'administrator'];

/** Money taken in a hall is that hall's to look at; what came online is everybody's at a counter. */
export const mayLookAt = (viewer: { roles: readonly Role[]; hallId: number | null }, { hallId }: { hallId: number | null }) =>
  hallId === null || viewer.hallId === hallId || viewer.hallId === null || everywhere.some((role) => viewer.roles.includes(role));
