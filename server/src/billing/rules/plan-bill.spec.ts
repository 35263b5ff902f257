import { describe, expect, it } from 'vitest';
import { addDays } from '@shouwen/shared/value';
import fc from 'fast-check';
import { type BilledReading, type BillOfAccountFacts, isBillFault, planBill, type PlannedBill, type PriceBook, saysTheSame } from './plan-bill.js';
import type { Tariff } from './tariff-types.js';

const annual: Tariff = {
  id: 'annual@2014-05-01', from: '2014-05-01', tierPeriod: 'year', baseHousehold: 5, perExtraPerson: null,
  tiers: [{ upTo: 180, water: 20700 }, { upTo: 260, water: 40700 }, { upTo: null, water: 60700 }], flat: { sewage: 13600 },
};
const book: PriceBook = { versionsOf: (code) => (code === 'annual' ? [annual] : []), rowOf: () => 7, policyOn: () => ({ dueDays: 20, lateFeeRate: 50 }) };
const at = (ordinal: number, readOn: string, value: number, kind: BilledReading['kind'] = 'regular', nextValue: number | null = null): BilledReading => ({ ordinal, readOn, value, kind, nextValue });
const facts = (readings: BilledReading[], change: Partial<BillOfAccountFacts> = {}): BillOfAccountFacts => ({
  account: { householdSize: 3, tariffCode: 'annual' }, terms: [], readings, yearVolume: 0, dueFrom: readings.at(-1)!.readOn, ...change,
});
const plan = (...of: Parameters<typeof facts>) => planBill(book, facts(...of)) as PlannedBill;

describe('the bill of a reading from its facts (PY-9)', () => {
  it('is one row of columns where one price held', () => {
    expect(plan([at(1, '2026-02-10', 100, 'opening'), at(2, '2026-03-10', 112)])).toEqual({
      readingOrdinal: 2, fromOn: '2026-02-11', toOn: '2026-03-10', previousReading: 100, reading: 112, volume: 12, usedBefore: 0, yearVolume: 12, householdSize: 3, tariffCode: 'annual', tariffVersionId: 7,
      segments: null, meterChanges: null, components: { water: 2484, sewage: 1632 }, totalFen: 4116, dueOn: '2026-03-30', lateFeeRate: 50,
    });
  });

  it('adds what the old meter and the new one showed', () => {
    const bill = plan([at(1, '2026-02-10', 9990), at(2, '2026-02-20', 9995, 'meter-change', 3), at(3, '2026-03-10', 10)]);
    expect(bill).toMatchObject({ readingOrdinal: 3, previousReading: 9990, reading: 10, volume: 12, segments: null, meterChanges: [{ on: '2026-02-20', last: 9995, first: 3 }], totalFen: 4116 });
    // A bill that follows on a change of meter begins at the new one's first figure.
    expect(plan([at(2, '2026-02-20', 9995, 'meter-change', 3), at(3, '2026-03-10', 10)])).toMatchObject({ previousReading: 3, volume: 7 });
  });

  it('says why there is none', () => {
    expect(plan([at(1, '2026-02-10', 100), at(2, '2026-03-10', 99)])).toEqual({ fault: 'figure-fell', on: '2026-02-10', before: 100 });
    expect(plan([at(1, '2026-02-10', 100), at(2, '2026-02-20', 105, 'meter-change', 9), at(3, '2026-03-10', 8)])).toEqual({ fault: 'figure-fell', on: '2026-02-20', before: 9 });
    expect(isBillFault(plan([at(1, '2026-02-10', 1), at(2, '2026-03-10', 2)], { account: { householdSize: 1, tariffCode: 'none' } }))).toBe(true);
    expect(() => plan([at(1, '2026-02-10', 100)])).toThrow(RangeError);
  });

  it('is due from the day it is issued, where that is said', () => {
    expect(plan([at(1, '2026-02-10', 1), at(2, '2026-03-10', 2)], { dueFrom: '2026-05-01' }).dueOn).toBe('2026-05-21');
  });

  it('says the same again from the same facts, and something else when a figure moved', () => {
    const readings = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.nat(500), fc.nat(300)).map(([days, volume, used]) => ({ days, volume, used }));
    fc.assert(fc.property(readings, ({ days, volume, used }) => {
      const make = (value: number) => plan([at(1, '2025-11-10', 100), at(2, addDays('2025-11-10', days), value)], { yearVolume: used });
      const once = make(100 + volume);
      expect(saysTheSame(once, JSON.parse(JSON.stringify(make(100 + volume))) as PlannedBill)).toBe(true);
      expect(saysTheSame(once, make(101 + volume))).toBe(false);
    }));
  });
});
