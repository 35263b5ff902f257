import type { DateString } from '@shouwen/shared/value';
import type { ShiftBook, ShiftState } from '@shouwen/shared/vocabulary';

export interface EarlierShift {
  id: number;
  /** Asia/Shanghai. */
  date: DateString;
  book: ShiftBook;
  state: ShiftState;
  lateConfirmed: boolean;
}
export interface Blocking {
  shiftId: number;
  why: string;
}

/**
 * PY-4: what opens next on a drawer. Once the day's takings are on their way to the bank (or there were none), what is taken later on the same day
 * goes in the late book.
 */
export function bookOfNextShift(earlier: readonly EarlierShift[], today: DateString): ShiftBook {
  return earlier.some((shift) => shift.date === today && shift.book === 'regular' && (shift.state === 'deposited' || shift.state === 'banked')) ? 'late' : 'regular';
}

/**
 * PY-4: the shifts of the drawer that keep it shut until the shift leader overrides. A day's takings must be in the bank before the drawer opens
 * again; for the late book of the same day it is enough that they are on their way. Late takings go with the next day's deposit, so they block
 * only once a day with takings has been counted after them.
 */
export function shiftsThatBlock(earlier: readonly EarlierShift[], today: DateString): Blocking[] {
  const late = bookOfNextShift(earlier, today) === 'late';
  const lastRegular = earlier.filter((shift) => shift.book === 'regular' && shift.date < today).reduce((last, { date }) => (date > last ? date : last), '');
  return earlier.flatMap((shift): Blocking[] => {
    if (shift.state === 'banked' || shift.state === 'open' || shift.state === 'counted') return [];
    if (shift.book === 'late') {
      if (shift.date >= lastRegular) return [];
      return [{ shiftId: shift.id, why: shift.lateConfirmed ? '晚收簿没有随次日存款送存' : '晚收簿没有经班长确认，也没有送存' }];
    }
    if (shift.state === 'deposited') return late && shift.date === today ? [] : [{ shiftId: shift.id, why: '存款单已填，还没有确认银行收妥' }];
    return [{ shiftId: shift.id, why: '现金还没有送存银行' }];
  });
}
