import type { ApprovalState, Role } from '@shouwen/shared/vocabulary';

/** A person, as far as deciding is concerned. */
export interface Decider {
  id: number;
  roles: readonly Role[];
  hallId: number | null;
}
export interface Decidable {
  state: ApprovalState;
  requestedById: number;
  hallId: number | null;
}
/** Leads a hall and decides there alone; every other role decides for the whole house. */
const ofAHall: ReadonlySet<Role> = new Set<Role>(['shift-leader', 'hall-manager', 'hall-director']);

/** Whether one of `roles` of this person reaches the request: a hall's leader its own hall's, whoever belongs to no hall all of them. */
export function holds(roles: readonly Role[], viewer: Decider, { hallId }: Pick<Decidable, 'hallId'>): boolean {
  return roles.some((role) => viewer.roles.includes(role) && (!ofAHall.has(role) || viewer.hallId === null || hallId === null || viewer.hallId === hallId));
}

/** Null: may decide. The segregation of duties comes before the role: who asked is told so, whoever they are. */
export function refuseToDecide(request: Decidable, viewer: Decider, mayDecide: boolean): 'APPROVAL_OWN' | 'APPROVAL_NOT_OPEN' | 'FORBIDDEN' | null {
  if (request.requestedById === viewer.id) return 'APPROVAL_OWN';
  if (!mayDecide) return 'FORBIDDEN';
  return request.state === 'open' ? null : 'APPROVAL_NOT_OPEN';
}

/** Null: may be withdrawn by this person. */
export function refuseToWithdraw(request: Decidable, viewer: Pick<Decider, 'id'>): 'FORBIDDEN' | 'APPROVAL_NOT_OPEN' | null {
  if (request.requestedById !== viewer.id) return 'FORBIDDEN';
  return request.state === 'open' ? null : 'APPROVAL_NOT_OPEN';
}
