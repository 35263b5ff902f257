import { describe, expect, it } from 'vitest';
import type { ShiftBook, ShiftState } from '@shouwen/shared/vocabulary';
import { bookOfNextShift, type EarlierShift, shiftsThatBlock } from './an-unbanked-shift-blocks-its-drawer.js';

const [before, yesterday, today] = ['2026-11-20', '2026-11-21', '2026-11-22'];
let id = 0;
const shift = (date: string, state: ShiftState, book: ShiftBook = 'regular', lateConfirmed = false): EarlierShift => ({ id: ++id, date, book, state, lateConfirmed });
const blocked = (...earlier: EarlierShift[]) => shiftsThatBlock(earlier, today).map(({ shiftId }) => shiftId);

describe('the next opening of a drawer (PY-4)', () => {
  it('is free after banked shifts, and on a new drawer', () => {
    expect(blocked()).toEqual([]);
    expect(blocked(shift(yesterday, 'banked'))).toEqual([]);
  });

  it('is blocked by takings that never left, and by a deposit nobody has brought the stamp of', () => {
    const [kept, carried] = [shift(yesterday, 'closed'), shift(yesterday, 'deposited')];
    expect(blocked(kept)).toEqual([kept.id]);
    expect(blocked(carried)).toEqual([carried.id]);
    const sameDay = shift(today, 'closed');
    expect(blocked(sameDay)).toEqual([sameDay.id]);
  });

  it('is the late book once the takings of the day are under way, also before the stamp is back', () => {
    const carried = shift(today, 'deposited');
    expect(bookOfNextShift([carried], today)).toBe('late');
    expect(bookOfNextShift([shift(today, 'banked')], today)).toBe('late');
    expect(bookOfNextShift([shift(yesterday, 'banked')], today)).toBe('regular');
    expect(blocked(carried)).toEqual([]);
    const yesterdays = shift(yesterday, 'deposited');
    expect(blocked(carried, yesterdays)).toEqual([yesterdays.id]);
  });

  it('is free on the day after a late book, which goes with that day\'s deposit, and not a day later', () => {
    const late = shift(yesterday, 'closed', 'late', true);
    expect(blocked(shift(yesterday, 'banked'), late)).toEqual([]);
    const old = shift(before, 'closed', 'late');
    expect(blocked(old, shift(yesterday, 'banked'))).toEqual([old.id]);
    expect(shiftsThatBlock([old, shift(yesterday, 'banked')], today)[0]!.why).toContain('班长确认');
  });
});
