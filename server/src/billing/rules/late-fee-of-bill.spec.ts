import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addDays } from '@shouwen/shared/value';
import fc from 'fast-check';
import type { LateFee, LateFeeFacts } from './late-fee.js';
import { type DisputedDays, type LateBill, lateFeeOfBill } from './late-fee-of-bill.js';

const cases = JSON.parse(readFileSync(new URL('../../../../test/cases/late-fees.json', import.meta.url), 'utf8')) as (LateFeeFacts & { id: string; expect: LateFee })[];
const fresh: LateBill = { totalFen: 10_000, adjustedFen: 0, paidFen: 0, lateFeePaidFen: 0, lateFeeWaivedFen: 0, lateFeeFromOn: '2026-01-10', lateFeeRate: 50 };
const day = (n: number) => addDays('2026-01-10', n);
const dispute = (from: number, to: number | null): DisputedDays => ({ fromOn: day(from), toOn: to === null ? null : day(to) });
const fee = (bill: Partial<LateBill>, today: number, disputes: DisputedDays[] = []) => lateFeeOfBill({ ...fresh, ...bill }, disputes, day(today)).fee;
/** A part payment as the bill records it: the late fee of the day first, then the principal. */
function pay(bill: LateBill, disputes: DisputedDays[], today: number, principalFen: number): LateBill {
  return { ...bill, paidFen: bill.paidFen + principalFen, lateFeePaidFen: bill.lateFeePaidFen + lateFeeOfBill(bill, disputes, day(today)).fee, lateFeeWaivedFen: 0, lateFeeFromOn: day(today) > bill.lateFeeFromOn ? day(today) : bill.lateFeeFromOn };
}

describe('the late fee of a bill (PY-9)', () => {
  it.each(cases.map((one) => [one.id, one] as const))('is the rule’s for a bill nobody touched: %s', (_id, one) => {
    const bill: LateBill = { ...fresh, totalFen: one.principal, lateFeeRate: one.rate, lateFeeFromOn: one.due };
    expect(lateFeeOfBill(bill, one.disputed.map(([fromOn, toOn]) => ({ fromOn, toOn })), one.paidOn)).toEqual(one.expect);
  });

  it('goes on over what is left from the day of a part payment', () => {
    expect(fee({}, 20)).toBe(100);
    const rest = pay(fresh, [], 20, 6000);
    expect(rest).toMatchObject({ paidFen: 6000, lateFeePaidFen: 100, lateFeeFromOn: day(20) });
    expect([fee(rest, 20), fee(rest, 30)]).toEqual([0, 20]);
  });

  it('a part paid before it is due moves nothing', () => {
    const rest = pay(fresh, [], -5, 4000);
    expect(rest.lateFeeFromOn).toBe(fresh.lateFeeFromOn);
    expect(fee(rest, 10)).toBe(30);
  });

  it('stands still while a dispute is open, from the day it was opened to the day it was closed', () => {
    expect(fee({}, 40, [dispute(11, null)])).toBe(50);
    expect(fee({}, 40, [dispute(11, 30)])).toBe(100);
    // Opened again, and complained about twice: no day is taken off twice.
    expect(fee({}, 40, [dispute(11, 20), dispute(15, 30), dispute(31, null)])).toBe(50);
    expect(fee({}, 10, [dispute(20, null)])).toBe(50);
  });

  it('waived is waived, and the fee grows on from there', () => {
    expect([fee({ lateFeeWaivedFen: 100 }, 20), fee({ lateFeeWaivedFen: 100 }, 30), fee({ lateFeeWaivedFen: 100 }, 10)]).toEqual([0, 50, 0]);
  });

  it('an adjusted bill is late only for what it really costs', () => {
    expect(fee({ adjustedFen: -6000 }, 20)).toBe(40);
    expect(fee({ adjustedFen: -12_000 }, 20)).toBe(0);
  });

  it('all late fees of an adjusted bill together stay within what it really costs', () => {
    const rest = pay({ ...fresh, adjustedFen: -5000 }, [], 2000, 2500);
    expect(rest.lateFeePaidFen).toBe(5000);
    expect(fee(rest, 4000)).toBe(0);
  });

  it('that was paid and given back is owed again, within the bill', () => {
    const rest = { ...pay(fresh, [], 20, 6000), paidFen: 0, lateFeePaidFen: 0, lateFeeWaivedFen: -100 };
    expect([fee(rest, 20), fee(rest, 30)]).toEqual([100, 150]);
    expect(fee(rest, 4000)).toBe(10_000);
  });

  const events = fc.array(fc.record({ after: fc.integer({ min: 0, max: 600 }), share: fc.integer({ min: 1, max: 99 }) }), { maxLength: 6 });
  const disputes = fc.array(fc.tuple(fc.integer({ min: -20, max: 2000 }), fc.option(fc.nat(300))).map(([from, length]) => dispute(from, length === null ? null : from + length)), { maxLength: 4 });

  it('all that was ever taken stays within the bill, whenever parts are paid', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 500_000 }), fc.nat(5000), events, disputes, (totalFen, lateFeeRate, parts, disputed) => {
      let bill: LateBill = { ...fresh, totalFen, lateFeeRate };
      let today = 0;
      for (const { after, share } of parts) {
        today += after;
        bill = pay(bill, disputed, today, Math.floor(((totalFen - bill.paidFen) * share) / 100));
      }
      const open = lateFeeOfBill(bill, disputed, day(today + 700)).fee;
      expect(open).toBeGreaterThanOrEqual(0);
      expect(bill.lateFeePaidFen + open).toBeLessThanOrEqual(totalFen);
    }));
  });

  it('never falls from one day to the next, and does not depend on the order of disputes', () => {
    fc.assert(fc.property(fc.nat(500), fc.nat(500), disputes, (today, waived, disputed) => {
      const bill = { ...fresh, lateFeeWaivedFen: waived };
      const at = (n: number, of: DisputedDays[]) => lateFeeOfBill(bill, of, day(n)).fee;
      expect(at(today + 1, disputed)).toBeGreaterThanOrEqual(at(today, disputed));
      expect(at(today, disputed.toReversed())).toBe(at(today, disputed));
    }));
  });
});
