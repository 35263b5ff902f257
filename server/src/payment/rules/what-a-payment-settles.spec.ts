import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { journalOf, settlementOf } from './what-a-payment-settles.js';

const item = (settled: boolean, principalFen: number, lateFeeFen = 0, accountId = 7) => ({ settled, principalFen, lateFeeFen, accountId });

it('settles what was open and returns what was not', () => {
  expect(settlementOf([item(true, 1000, 20), item(true, 500)])).toEqual({ state: 'paid', settledFen: 1520, refundFen: 0 });
  expect(settlementOf([item(true, 1000, 20), item(false, 500, 5)])).toEqual({ state: 'paid', settledFen: 1020, refundFen: 505 });
  expect(settlementOf([item(false, 500, 5)])).toEqual({ state: 'refunding', settledFen: 0, refundFen: 505 });
});

it('writes a journal entry that balances, whatever was settled', () => {
  const items = fc.array(fc.record({ accountId: fc.integer({ min: 1, max: 3 }), principalFen: fc.integer({ min: 0, max: 1e8 }), lateFeeFen: fc.integer({ min: 0, max: 1e6 }), settled: fc.boolean() }));
  fc.assert(
    fc.property(items, (list) => {
      const lines: { debitFen?: number; creditFen?: number }[] = journalOf(list);
      const total = (side: 'debitFen' | 'creditFen') => lines.reduce((fen, line) => fen + (line[side] ?? 0), 0);
      expect(total('debitFen')).toBe(total('creditFen'));
      expect(total('debitFen')).toBe(list.reduce((fen, i) => fen + i.principalFen + i.lateFeeFen, 0));
    }),
  );
});
