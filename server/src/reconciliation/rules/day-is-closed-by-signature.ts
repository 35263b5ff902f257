import type { ErrorCode, FinanceItemState, ReconciliationState, Role } from '@shouwen/shared/vocabulary';

export interface DayToSign {
  state: ReconciliationState;
}
export interface ItemOfDay {
  state: FinanceItemState;
  ownerId: number | null;
}
interface Person {
  id: number;
  roles: readonly Role[];
}

export const mayWork = ({ roles }: Person) => roles.includes('finance');
/** A house with one accountant signs by a leader's hand. */
export const maySign = ({ roles }: Person) => roles.some((role) => role === 'finance' || role === 'section-leader' || role === 'company-leader');

/** Who brought the other side's file, took one out again (its differences went with it), or explained a difference away, does not sign for it. */
export const hadAHand = ({ id }: Pick<Person, 'id'>, { uploadedBy, withdrawnBy, explainedBy }: Record<'uploadedBy' | 'withdrawnBy' | 'explainedBy', readonly (number | null)[]>) => [uploadedBy, withdrawnBy, explainedBy].some((people) => people.includes(id));

/** PY-7: a day is signed when each difference has an owner and an explanation (or a correction on its way). Null: it may be. */
export function refuseToSign(day: DayToSign, items: readonly ItemOfDay[]): ErrorCode | null {
  if (day.state === 'open') return 'RECONCILIATION_NOT_MATCHED';
  if (day.state === 'closed') return 'RECONCILIATION_CLOSED';
  return items.some(({ state, ownerId }) => state === 'open' || (state === 'correcting' && ownerId === null)) ? 'FINANCE_ITEMS_OPEN' : null;
}

export function refuseToReopen(day: DayToSign): ErrorCode | null {
  return day.state === 'closed' ? null : 'RECONCILIATION_NOT_CLOSED';
}

/** Explained, corrected or handed on while nothing else has been decided about it. */
export function refuseToHandle(state: FinanceItemState): ErrorCode | null {
  if (state === 'resolved') return 'FINANCE_ITEM_RESOLVED';
  return state === 'correcting' ? 'FINANCE_ITEM_CORRECTING' : null;
}
