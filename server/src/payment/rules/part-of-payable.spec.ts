import { expect, it } from 'vitest';
import fc from 'fast-check';
import { partsOf, splitPart } from './part-of-payable.js';

const bill = (billId: number, principalFen: number, lateFeeFen = 0, state = 'unpaid') => ({ billId, principalFen, lateFeeFen, state });

it('gives a part to the late fee first', () => {
  expect(splitPart({ principalFen: 1000, lateFeeFen: 30 }, 1030)).toEqual({ principalFen: 1000, lateFeeFen: 30 });
  expect(splitPart({ principalFen: 1000, lateFeeFen: 30 }, 500)).toEqual({ principalFen: 470, lateFeeFen: 30 });
});

it('splits without losing a fen and never beyond what is open', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.nat(1e8), fc.nat(), (principalFen, lateFeeFen, n) => {
      const payFen = lateFeeFen + 1 + (n % principalFen);
      const part = splitPart({ principalFen, lateFeeFen }, payFen);
      expect(part.principalFen + part.lateFeeFen).toBe(payFen);
      expect(part.principalFen).toBeGreaterThanOrEqual(1);
      expect(part.principalFen).toBeLessThanOrEqual(principalFen);
      expect(part.lateFeeFen).toBeLessThanOrEqual(lateFeeFen);
    }),
  );
});

it.each([0, -1, 30, 1031, 0.5, Number.NaN])('takes no %p of 1030', (fen) => {
  expect(() => splitPart({ principalFen: 1000, lateFeeFen: 30 }, fen)).toThrow(RangeError);
});

it('decides all bills or none, in order of id', () => {
  const bills = [bill(2, 500), bill(1, 1000, 30)];
  expect(partsOf([{ billId: 2, payFen: 500, seenFen: 500 }, { billId: 1, payFen: 100, seenFen: 1030 }], bills)).toEqual([
    { billId: 1, openFen: 1000, principalFen: 70, lateFeeFen: 30 },
    { billId: 2, openFen: 500, principalFen: 500, lateFeeFen: 0 },
  ]);
  expect(partsOf([{ billId: 2, payFen: 500, seenFen: 499 }], bills)).toBe('BILL_CHANGED');
  expect(partsOf([{ billId: 1, payFen: 30, seenFen: 1030 }], bills)).toBe('PART_TOO_SMALL');
  expect(partsOf([{ billId: 3, payFen: 1, seenFen: 1 }], bills)).toBe('NOT_FOUND');
  expect(partsOf([{ billId: 2, payFen: 501, seenFen: 500 }], bills)).toBe('INVALID_INPUT');
  expect(partsOf([{ billId: 2, payFen: -1, seenFen: 500 }], bills)).toBe('INVALID_INPUT');
  expect(partsOf([{ billId: 2, payFen: 1, seenFen: 500 }, { billId: 2, payFen: 1, seenFen: 500 }], bills)).toBe('INVALID_INPUT');
  expect(partsOf([{ billId: 4, payFen: 1, seenFen: 1 }], [bill(4, 0, 0, 'paid')])).toBe('BILL_ALREADY_PAID');
  expect(partsOf([{ billId: 4, payFen: 1, seenFen: 0 }], [bill(4, 0, 0, 'void')])).toBe('BILL_CHANGED');
});
