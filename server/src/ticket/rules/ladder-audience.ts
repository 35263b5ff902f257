import type { LadderAudience } from '@shouwen/shared/contract/rulebook';
import type { Role } from '@shouwen/shared/vocabulary';
import type { TicketFold } from './ticket-types.js';

/** A person who may be told, as the ladder sees them. */
export interface LadderPerson {
  readonly id: number;
  readonly roles: readonly Role[];
  readonly hallId: number | null;
  readonly departmentId: number | null;
  readonly onDuty: boolean;
  /** AB-1: the absent people this person stands in for. */
  readonly standsInFor: readonly number[];
}

type Chased = Pick<TicketFold, 'state' | 'hallId' | 'firstResponsibleId' | 'departmentId' | 'handlerId' | 'coParts'>;

/**
 * ES-1: who is told. 承办人: whoever accepted the work; nobody yet: all of the department on duty (all of it when nobody is); work that waits for the
 * leader: the leaders of the hall; work that lies with the first responsible: they. Co-handling departments that are not done are told too (FI-3).
 * A level with nobody in it is told one level up, so that no step is lost. Ids in ascending order.
 */
export function ladderAudience(ticket: Chased, tell: readonly LadderAudience[], people: readonly LadderPerson[]): number[] {
  const told = new Set<number>();
  for (const audience of tell) for (const id of toldOf(ticket, audience, people)) told.add(id);
  return [...told].sort((a, b) => a - b);
}

function toldOf(ticket: Chased, audience: LadderAudience, people: readonly LadderPerson[]): number[] {
  const inHall = (role: Role) => ids(people.filter((p) => p.hallId === ticket.hallId && p.roles.includes(role)));
  switch (audience) {
    case 'handler': {
      const parts = ticket.coParts.filter((part) => part.finishedAt === null).flatMap((part) => departmentOnDuty(part.departmentId, people));
      return [...workers(ticket, people), ...parts];
    }
    case 'first-responsible':
      return firstResponsible(ticket, people);
    case 'section-leader': {
      const own = ticket.departmentId === null ? [] : ids(people.filter((p) => p.departmentId === ticket.departmentId && p.roles.includes('section-leader')));
      return firstOf(own, inHall('section-leader'), inHall('hall-manager'), inHall('hall-director'));
    }
    case 'hall-director':
      return firstOf(inHall('hall-director'), inHall('hall-manager'), toldOf(ticket, 'company-leader', people));
    case 'company-leader':
      return ids(people.filter((p) => p.roles.includes('company-leader')));
  }
}

function workers(ticket: Chased, people: readonly LadderPerson[]): number[] {
  if (ticket.state === 'coordinating') return firstOf(ids(people.filter((p) => p.hallId === ticket.hallId && p.roles.some((role) => HALL_LEADERS.includes(role)))), toldOf(ticket, 'company-leader', people));
  if (ticket.departmentId === null) return firstResponsible(ticket, people);
  const handler = people.find((p) => p.id === ticket.handlerId);
  return handler ? [handler.id] : departmentOnDuty(ticket.departmentId, people);
}
const HALL_LEADERS: readonly Role[] = ['section-leader', 'hall-manager', 'hall-director'];

function departmentOnDuty(departmentId: number, people: readonly LadderPerson[]): number[] {
  const all = people.filter((p) => p.departmentId === departmentId);
  return firstOf(ids(all.filter((p) => p.onDuty)), ids(all));
}

/** AB-1: and whoever stands in while they are absent. */
function firstResponsible({ firstResponsibleId }: Chased, people: readonly LadderPerson[]): number[] {
  return ids(people.filter((p) => p.id === firstResponsibleId || p.standsInFor.includes(firstResponsibleId)));
}

const ids = (people: readonly LadderPerson[]) => people.map(({ id }) => id);
const firstOf = (...levels: number[][]) => levels.find((level) => level.length > 0) ?? [];
