import { addDays, shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';
import type { Role, TicketSource } from '@shouwen/shared/vocabulary';

export type Desk = 'hotline' | 'hall' | 'secret';
export interface ClosedMatter {
  readonly source: TicketSource;
  readonly confidential: boolean;
  readonly investigatorId: number | null;
  readonly firstResponsibleId: number;
}
/** By phone or online: the hotline's; what was said or handed in at a hall is the hall's. */
const OF_THE_HOTLINE: readonly TicketSource[] = ['hotline', 'online', 'government-hotline'];

/** FU-1, AP-6, CP-6: on whose list a closed matter stands, applications among them; a confidential one is its investigator's and the supervisor's only. */
export function deskOf({ source, confidential, investigatorId, firstResponsibleId }: ClosedMatter): { desk: Desk; investigatorId: number | null } {
  if (confidential) return { desk: 'secret', investigatorId: investigatorId ?? firstResponsibleId };
  return { desk: OF_THE_HOTLINE.includes(source) ? 'hotline' : 'hall', investigatorId: null };
}

/** FU-1: who filed online is asked in the app, for the first half of the follow-up period; the others are called from now on. */
export function callFrom({ source }: Pick<ClosedMatter, 'source'>, closedAt: Date, followUpDays: number): Date {
  if (source !== 'online') return closedAt;
  return startOfShanghaiDay(addDays(shanghaiDate(closedAt), Math.max(1, Math.ceil(followUpDays / 2))));
}

export interface Caller {
  readonly id: number;
  readonly roles: readonly Role[];
  readonly hallId: number | null;
}
const LEADS_A_HALL: readonly Role[] = ['hall-manager', 'hall-director'];

/** The lists a person calls from; `hall`: null for every hall. */
export function desksOf({ roles, hallId }: Caller): { hotline: boolean; hall: number | null | undefined; secret: 'all' | 'own' } {
  const hotline = roles.includes('hotline');
  const leadsHall = hallId !== null && roles.some((role) => LEADS_A_HALL.includes(role));
  return { hotline, hall: leadsHall ? hallId : hotline ? null : undefined, secret: roles.includes('supervisor') ? 'all' : 'own' };
}
