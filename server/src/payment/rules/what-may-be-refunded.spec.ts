import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { refundableOf, takenBackOf, whyNotRefund } from './what-may-be-refunded.js';

const item = { id: 1, kind: 'bill' as const, accountId: 7, billId: 9, principalFen: 1000, lateFeeFen: 30, settled: true, refundedPrincipalFen: 0, refundedLateFeeFen: 0 };
const paid = { method: 'wechat' as const, state: 'paid' as const, surplus: 'refund' as const, amountFen: 1030, refundedFen: 0, paidOn: '2026-03-01' };

describe('what of an item can be given back', () => {
  it.each([
    [{ ...item }, 'refund', 1030],
    [{ ...item, refundedPrincipalFen: 1000 }, 'refund', 30],
    [{ ...item, settled: null }, 'refund', 0],
    [{ ...item, settled: false }, 'refund', 0],
    [{ ...item, settled: false }, 'prepay', 1030],
  ] as const)('%#', (one, surplus, fen) => expect(refundableOf(one, surplus)).toBe(fen));

  it('is the principal first, then the late fee, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e4), fc.array(fc.nat(1e6), { maxLength: 20 }), (principalFen, lateFeeFen, pieces) => {
        const sum = { principal: 0, late: 0 };
        for (const piece of pieces) {
          const now = { ...item, principalFen, lateFeeFen, refundedPrincipalFen: sum.principal, refundedLateFeeFen: sum.late };
          const fen = Math.min(piece, refundableOf(now, 'refund'));
          const back = takenBackOf(now, fen);
          expect(back.principalFen + back.lateFeeFen).toBe(fen);
          if (back.lateFeeFen > 0) expect(sum.principal + back.principalFen).toBe(principalFen);
          sum.principal += back.principalFen;
          sum.late += back.lateFeeFen;
        }
        expect(sum.principal).toBeLessThanOrEqual(principalFen);
        expect(sum.late).toBeLessThanOrEqual(lateFeeFen);
      }),
    );
  });

  it('is prepayment where another had settled the bill', () => {
    expect(takenBackOf({ ...item, settled: false }, 500)).toEqual({ itemId: 1, kind: 'prepayment', billId: null, accountId: 7, principalFen: 500, lateFeeFen: 0 });
  });
});

it('gives back by the way it came, or by the bank; by WeChat within a year and at most fifty times', () => {
  expect(whyNotRefund(paid, 'wechat', 0, '2026-03-02')).toBeNull();
  expect(whyNotRefund(paid, 'wechat', 49, '2027-03-01')).toBeNull();
  expect(whyNotRefund(paid, 'wechat', 0, '2027-03-02')).toBe('REFUND_BY_BANK');
  expect(whyNotRefund(paid, 'wechat', 50, '2026-03-02')).toBe('REFUND_BY_BANK');
  expect(whyNotRefund(paid, 'bank', 50, '2027-03-02')).toBeNull();
  expect(whyNotRefund(paid, 'cash', 0, '2026-03-02')).toBe('REFUND_NOT_POSSIBLE');
  expect(whyNotRefund({ ...paid, method: 'cash' }, 'cash', 70, '2028-03-02')).toBeNull();
  for (const state of ['unpaid', 'closed', 'refunding', 'refunded', 'voided'] as const) expect(whyNotRefund({ ...paid, state }, 'wechat', 0, '2026-03-02')).toBe('REFUND_NOT_POSSIBLE');
});
