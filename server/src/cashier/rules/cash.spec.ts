import { describe, expect, it } from 'vitest';
import { totalOfCount } from '@shouwen/shared/value';
import { denominations } from '@shouwen/shared/vocabulary';
import fc from 'fast-check';
import { paceOf } from './a-payment-is-done-within-a-minute.js';
import { receiptRanges, totalsOf } from './totals-of-shifts.js';
import { depositOf, whyNotThesePeople } from './two-people-go-to-the-bank.js';
import { differencePostings, drawerAfterCount } from './what-a-drawer-holds.js';
import { tookMoneyThatDay, whatKeepsADayOpen } from './when-a-day-may-be-signed.js';

describe('counting a drawer (PY-4, PY-8)', () => {
  it('takes every note and coin, and no half ones', () => {
    expect(totalOfCount(Object.fromEntries(denominations.map((fen) => [String(fen), 1])))).toBe(18_888);
    expect(totalOfCount({})).toBe(0);
    for (const pieces of [-1, 1.5, NaN]) expect(() => totalOfCount({ '100': pieces })).toThrow(RangeError);
    expect(() => totalOfCount({ x: 1 })).toThrow(RangeError);
  });

  it('adds up as the pieces do', () => {
    fc.assert(fc.property(fc.array(fc.record({ fen: fc.constantFrom(...denominations), pieces: fc.integer({ min: 0, max: 100_000 }) })), (rows) => {
      const count: Record<string, number> = {};
      for (const { fen, pieces } of rows) count[String(fen)] = pieces;
      expect(totalOfCount(count)).toBe(Object.entries(count).reduce((sum, [fen, pieces]) => sum + Number(fen) * pieces, 0));
    }));
  });

  it('leaves the float, banks the rest, and the difference makes the book agree with the drawer', () => {
    fc.assert(fc.property(fc.nat(1_000_000), fc.nat(100_000_000), fc.nat(100_000_000), (floatFen, takingsFen, countedFen) => {
      const { expectedFen, differenceFen, toBankFen } = drawerAfterCount({ floatFen, takingsFen, countedFen });
      expect(expectedFen).toBe(floatFen + takingsFen);
      const posting = differencePostings(differenceFen);
      const book = takingsFen + (posting === null ? 0 : posting.drawer === 'debit' ? posting.fen : -posting.fen);
      // What the book holds after the difference is what is carried to the bank; only a float that was eaten into stays open.
      expect(book).toBe(countedFen - floatFen);
      expect(toBankFen).toBe(Math.max(0, book));
    }));
    expect(differencePostings(0)).toBeNull();
  });
});

describe('going to the bank (PY-5)', () => {
  it('takes two different people of the company', () => {
    const staff = new Set([1, 2]);
    expect(whyNotThesePeople(1, 2, staff)).toBeNull();
    expect(whyNotThesePeople(1, 1, staff)).toContain('同一个人');
    expect(whyNotThesePeople(1, 3, staff)).toContain('在职');
  });
  it('carries what the shifts hold', () => expect(depositOf([{ toBankFen: 125 }, { toBankFen: 75 }])).toBe(200));
});

describe('signing a day (PY-6)', () => {
  const shift = { drawerName: '1 号窗口', cashierName: '王芳', cashierId: 7, book: 'regular' as const, lateConfirmed: false };
  it('waits for counts, explanations, the bank and the late book', () => {
    expect(whatKeepsADayOpen([])).toEqual([]);
    expect(whatKeepsADayOpen([{ ...shift, state: 'banked' }])).toEqual([]);
    for (const state of ['open', 'counted', 'closed', 'deposited'] as const) expect(whatKeepsADayOpen([{ ...shift, state }])).toEqual([expect.stringContaining('1 号窗口 王芳')]);
    expect(whatKeepsADayOpen([{ ...shift, book: 'late', state: 'closed' }])).toHaveLength(1);
    // Its cash goes with the next day's, so it does not keep its own day open.
    expect(whatKeepsADayOpen([{ ...shift, book: 'late', state: 'closed', lateConfirmed: true }])).toEqual([]);
  });
  it('is for who took no money that day', () => {
    expect(tookMoneyThatDay([shift], 7)).toBe(true);
    expect(tookMoneyThatDay([shift], 8)).toBe(false);
  });
});

describe('the cash book', () => {
  it('adds up by method and loses nothing', () => {
    const part = (method: 'cash' | 'card', amountFen: number, voidedFen = 0) => ({ method, count: 1, amountFen, voidedCount: voidedFen ? 1 : 0, voidedFen, refundedFen: 0 });
    expect(totalsOf([part('card', 200), part('cash', 100), part('cash', 50, 70)])).toEqual([
      { method: 'cash', count: 2, amountFen: 150, voidedCount: 1, voidedFen: 70, refundedFen: 0 },
      { method: 'card', count: 1, amountFen: 200, voidedCount: 0, voidedFen: 0, refundedFen: 0 },
    ]);
  });
  it('names receipts from first to last in each book, with the voids (PY-10)', () => {
    const number = (n: number, book = 'A26-1') => `${book}-${String(n).padStart(8, '0')}`;
    expect(receiptRanges([{ number: number(3), voided: true }, { number: number(2), voided: false }, { number: number(9, 'WX2026'), voided: false }])).toEqual([
      { book: 'A26-1', from: number(2), to: number(3), count: 2, voids: [number(3)] },
      { book: 'WX2026', from: number(9, 'WX2026'), to: number(9, 'WX2026'), count: 1, voids: [] },
    ]);
  });
  it('measures the minute (PY-3)', () => {
    expect(paceOf([])).toEqual({ count: 0, medianMs: null, withinMinute: 0 });
    expect(paceOf([90_000, 20_000, 60_000])).toEqual({ count: 3, medianMs: 60_000, withinMinute: 2 });
    expect(paceOf([10, 21])).toEqual({ count: 2, medianMs: 16, withinMinute: 2 });
  });
});
