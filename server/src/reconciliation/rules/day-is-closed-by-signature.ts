import type { ErrorCode, FinanceItemState, ReconciliationState, Role } from '@shouwen/shared/vocabulary';

export interface DayToSign {
  state: ReconciliationState;
}
export interface ItemOfDay {
  state: FinanceItemState;
}
/** Why a day is not signed yet; without a message the code's own says it. */
export interface NotYet {
  code: ErrorCode;
  message?: string;
}
interface Person {
  id: number;
  roles: readonly Role[];
}

export const mayWork = ({ roles }: Person) => roles.includes('finance');
/** A house with one accountant signs by a leader's hand. */
export const maySign = ({ roles }: Person) => roles.some((role) => role === 'finance' || role === 'section-leader' || role === 'company-leader');

/**
 * Who brought the other side's file, took one out again (its differences went with it), explained a difference away, or asked for a correction,
 * whatever became of that, does not sign for it.
 */
export const hadAHand = ({ id }: Pick<Person, 'id'>, hands: Record<'uploadedBy' | 'withdrawnBy' | 'explainedBy' | 'correctedBy', readonly (number | null)[]>) => Object.values(hands).some((people) => people.includes(id));

/** PY-7: a day is signed when each difference is settled, or waits for the next file. A correction that nobody has decided yet settles nothing. Null: it may be. */
export function refuseToSign(day: DayToSign, items: readonly ItemOfDay[]): NotYet | null {
  if (day.state === 'open') return { code: 'RECONCILIATION_NOT_MATCHED' };
  if (day.state === 'closed') return { code: 'RECONCILIATION_CLOSED' };
  const count = (wanted: FinanceItemState) => items.filter(({ state }) => state === wanted).length;
  const [open, correcting] = [count('open'), count('correcting')];
  const undone = [
    ...(open > 0 ? [`还有 ${open} 条差异没有说明或更正，处理完才能签字`] : []),
    ...(correcting > 0 ? [`有 ${correcting} 条差异的更正还没有审批，等更正审批通过或撤回后再签字`] : []),
  ];
  return undone.length === 0 ? null : { code: 'FINANCE_ITEMS_OPEN', message: undone.join('；') };
}

export function refuseToReopen(day: DayToSign): ErrorCode | null {
  return day.state === 'closed' ? null : 'RECONCILIATION_NOT_CLOSED';
}

/** Explained, corrected or handed on while nothing else has been decided about it. */
export function refuseToHandle(state: FinanceItemState): ErrorCode | null {
  if (state === 'resolved') return 'FINANCE_ITEM_RESOLVED';
  return state === 'correcting' ? 'FINANCE_ITEM_CORRECTING' : null;
}
