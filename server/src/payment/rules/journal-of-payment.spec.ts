import { expect, it } from 'vitest';
import fc from 'fast-check';
import { fenOf, journalOf, journalOfTakingBack, moneyBookOf, settlementOf } from './journal-of-payment.js';

const item = (settled: boolean, principalFen: number, lateFeeFen = 0, kind: 'bill' | 'prepayment' = 'bill', accountId = 7) => ({ kind, settled, principalFen, lateFeeFen, accountId });
const online = { method: 'wechat' as const, shiftId: null, lateBook: false };

it('settles what was open and returns or keeps what was not', () => {
  expect(settlementOf([item(true, 1000, 20), item(true, 500)], 'refund')).toEqual({ state: 'paid', settledFen: 1520, surplusFen: 0, refundFen: 0 });
  expect(settlementOf([item(true, 1000, 20), item(false, 500, 5)], 'refund')).toEqual({ state: 'paid', settledFen: 1020, surplusFen: 505, refundFen: 505 });
  expect(settlementOf([item(false, 500, 5)], 'refund')).toEqual({ state: 'refunding', settledFen: 0, surplusFen: 505, refundFen: 505 });
  expect(settlementOf([item(false, 500, 5)], 'prepay')).toEqual({ state: 'credited', settledFen: 0, surplusFen: 505, refundFen: 0 });
});

it('keeps each way of paying in its own book', () => {
  expect(moneyBookOf(online, 7)).toEqual({ book: 'wechat-clearing' });
  expect(moneyBookOf({ method: 'card', shiftId: 3, lateBook: false }, 7)).toEqual({ book: 'card-clearing' });
  expect(moneyBookOf({ method: 'cash', shiftId: 3, lateBook: false }, 7)).toEqual({ book: 'cash', subjectId: 3 });
  expect(moneyBookOf({ method: 'cash', shiftId: 3, lateBook: true }, 7)).toEqual({ book: 'late-cash', subjectId: 3 });
  expect(moneyBookOf({ method: 'prepaid', shiftId: null, lateBook: false }, 7)).toEqual({ book: 'prepaid', subjectId: 7 });
  expect(() => moneyBookOf({ method: 'cash', shiftId: null, lateBook: false }, 7)).toThrow();
});

const items = fc.array(
  fc.record({ kind: fc.constantFrom<'bill' | 'prepayment'>('bill', 'prepayment'), accountId: fc.integer({ min: 1, max: 3 }), principalFen: fc.nat(1e8), lateFeeFen: fc.nat(1e6), settled: fc.boolean() }),
);
type Side = { book: string; subjectId?: number; debitFen?: number; creditFen?: number };
const total = (lines: Side[], side: 'debitFen' | 'creditFen') => lines.reduce((fen, line) => fen + (line[side] ?? 0), 0);

it('writes an entry that balances, whatever was settled, and whose credits are all of the money', () => {
  fc.assert(
    fc.property(items, fc.constantFrom<'refund' | 'prepay'>('refund', 'prepay'), (list, surplus) => {
      const lines: Side[] = journalOf(online, list, surplus);
      const paid = list.reduce((fen, one) => fen + fenOf(one), 0);
      expect([total(lines, 'debitFen'), total(lines, 'creditFen')]).toEqual([paid, paid]);
    }),
  );
});

it('takes back what was settled by an entry that undoes the first, to the fen and in every book', () => {
  fc.assert(
    fc.property(items, (list) => {
      const settled = list.map((one) => ({ ...one, settled: true }));
      const channel = { method: 'cash' as const, shiftId: 4, lateBook: false };
      const lines: Side[] = [...journalOf(channel, settled, 'refund'), ...journalOfTakingBack(settled, moneyBookOf(channel, 0))];
      const books = new Map<string, number>();
      for (const { book, subjectId, debitFen = 0, creditFen = 0 } of lines) books.set(`${book}:${subjectId}`, (books.get(`${book}:${subjectId}`) ?? 0) + debitFen - creditFen);
      if (list.length > 0) for (const [book, balance] of books) expect([book, balance]).toEqual([book, 0]);
    }),
  );
});
