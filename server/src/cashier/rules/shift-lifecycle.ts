import type { ShiftAction, ShiftBook, ShiftState } from '@shouwen/shared/vocabulary';

/** PY-4: float → takings → count → deposit → banked. A difference keeps the drawer occupied until it is explained. */
export const shiftTransitions: Record<Exclude<ShiftAction, 'confirm-late'>, Partial<Record<ShiftState, ShiftState>>> = {
  count: { open: 'counted', counted: 'counted' },
  explain: { counted: 'closed' },
  deposit: { closed: 'deposited' },
  bank: { deposited: 'banked' },
};

/** Takings are possible, or the cash is still to be counted: the drawer and the cashier are not free. */
export const occupies = (state: ShiftState): boolean => state === 'open' || state === 'counted';

/** Where a counted shift goes: nothing to explain closes it, and a drawer that took no cash has nothing to bank. */
export function afterCount({ differenceFen, toBankFen }: { differenceFen: number; toBankFen: number }): ShiftState {
  return differenceFen !== 0 ? 'counted' : afterClose(toBankFen);
}
export const afterClose = (toBankFen: number): ShiftState => (toBankFen > 0 ? 'closed' : 'banked');

export interface ShiftFacts {
  state: ShiftState;
  book: ShiftBook;
  lateConfirmed: boolean;
}

/** Why the action cannot be done now, in words for the desk; null when it can. */
export function whyNotShiftAction({ state, book, lateConfirmed }: ShiftFacts, action: ShiftAction): string | null {
  if (action === 'confirm-late') {
    if (book !== 'late') return '当日收费不用确认，只有晚收簿要班长确认';
    if (occupies(state)) return '晚收簿还没有清点交班，请收费员先清点';
    return lateConfirmed ? '晚收簿已经确认过了' : null;
  }
  if (shiftTransitions[action][state] === undefined) {
    if (action === 'count') return '班次已经清点交班';
    if (action === 'explain') return state === 'open' ? '请先清点现金' : '班次已经交班，不用再说明';
    if (action === 'deposit') return occupies(state) ? '班次还没有清点交班' : '这个班次的现金已经送存';
    return '请先填存款单';
  }
  // PY-4: the late book is signed before its cash leaves the hall.
  return action === 'deposit' && book === 'late' && !lateConfirmed ? '晚收簿还没有经收费班长确认，不能送存' : null;
}
