import type { ShiftBook, ShiftState } from '@shouwen/shared/vocabulary';

export interface ShiftOfDay {
  drawerName: string;
  cashierName: string;
  cashierId: number;
  book: ShiftBook;
  state: ShiftState;
  lateConfirmed: boolean;
}

/**
 * PY-6: what keeps the shift leader from signing a day, in words; empty when it may be signed. Every drawer is counted with its difference
 * explained, the day's takings are banked (PY-4), the late book is confirmed.
 */
export function whatKeepsADayOpen(shifts: readonly ShiftOfDay[]): string[] {
  return shifts.flatMap(({ drawerName, cashierName, book, state, lateConfirmed }) => {
    const which = `${drawerName} ${cashierName}`;
    if (state === 'open') return [`${which}：还在收费，没有清点交班`];
    if (state === 'counted') return [`${which}：清点有差异，还没有说明原因`];
    if (book === 'late') return lateConfirmed ? [] : [`${which}：晚收簿还没有确认`];
    if (state === 'closed') return [`${which}：现金还没有送存银行`];
    return state === 'deposited' ? [`${which}：还没有确认银行收妥`] : [];
  });
}

/** PY-6: nobody checks the money they took themselves: then the hall director signs. */
export const tookMoneyThatDay = (shifts: readonly Pick<ShiftOfDay, 'cashierId'>[], leaderId: number): boolean => shifts.some((shift) => shift.cashierId === leaderId);
