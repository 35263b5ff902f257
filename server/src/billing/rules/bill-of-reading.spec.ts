import { describe, expect, it } from '@jest/globals';
import { addDays } from '@shouwen/shared/value';
import fc from 'fast-check';
import { billOfReading, monthsOf } from './bill-of-reading.js';
import type { Tariff } from './tariff-types.js';

const annual: Tariff = {
  id: 'annual@2014-05-01', from: '2014-05-01', tierPeriod: 'year', baseHousehold: 5, perExtraPerson: null,
  tiers: [{ upTo: 180, water: 20700 }, { upTo: 260, water: 40700 }, { upTo: null, water: 60700 }], flat: { resource: 15700, sewage: 13600 },
};
const dearer: Tariff = { ...annual, id: 'annual@2026-04-01', from: '2026-04-01', flat: { resource: 20000, sewage: 13655 } };
const monthly: Tariff = {
  id: 'monthly@2020-01-01', from: '2020-01-01', tierPeriod: 'month', baseHousehold: 4, perExtraPerson: [5, 7],
  tiers: [{ upTo: 22, water: 26700 }, { upTo: 30, water: 40050 }, { upTo: null, water: 80105 }], flat: { sewage: 10000 },
};
const facts = { previousReadOn: '2026-02-10', readOn: '2026-03-10', volume: 12, yearVolume: 0, persons: 3 };

describe('a bill of a reading (PY-9)', () => {
  it('within one year and one price is one segment', () => {
    expect(billOfReading([annual, dearer], facts)).toEqual({
      segments: [{ tariff: 'annual@2014-05-01', from: '2026-02-11', to: '2026-03-10', volume: 12, usedBefore: 0, months: 1 }],
      lines: [[0, 'water', 1, 0, 12, 20700], [0, 'resource', null, 0, 12, 15700], [0, 'sewage', null, 0, 12, 13600]],
      components: { water: 2484, resource: 1884, sewage: 1632 },
      total: 6000,
      yearVolume: 12,
    });
  });

  it('begins the year anew on 1 January, and only under a yearly tariff', () => {
    const turn = { ...facts, previousReadOn: '2025-12-10', readOn: '2026-01-09', volume: 31, yearVolume: 250 };
    const bill = billOfReading([annual], turn)!;
    expect(bill.segments.map(({ from, volume, usedBefore }) => [from, volume, usedBefore])).toEqual([['2025-12-11', 22, 250], ['2026-01-01', 9, 0]]);
    expect(bill.lines.filter(([, name]) => name === 'water')).toEqual([[0, 'water', 2, 250, 10, 40700], [0, 'water', 3, 260, 12, 60700], [1, 'water', 1, 0, 9, 20700]]);
    expect(bill.yearVolume).toBe(9);
    expect(billOfReading([monthly], turn)!.segments).toHaveLength(1);
  });

  it('splits at a new price and counts the year on', () => {
    const bill = billOfReading([annual, dearer], { ...facts, previousReadOn: '2026-03-20', readOn: '2026-04-20', volume: 17, yearVolume: 172 })!;
    expect(bill.segments).toMatchObject([{ tariff: annual.id, volume: 6, usedBefore: 172 }, { tariff: dearer.id, from: '2026-04-01', volume: 11, usedBefore: 178 }]);
    expect(bill.yearVolume).toBe(189);
  });

  it('is not made before the first version of the tariff', () => {
    expect(billOfReading([annual], { ...facts, previousReadOn: '2014-04-29', readOn: '2014-05-29' })).toBeNull();
    expect(billOfReading([annual], { ...facts, previousReadOn: '2014-04-30', readOn: '2014-05-30' })).not.toBeNull();
    expect(billOfReading([], facts)).toBeNull();
  });

  it('counts months by days', () => {
    expect([1, 28, 31, 45, 46, 59, 61, 76, 77, 365].map(monthsOf)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 12]);
  });

  it('its working adds up, whatever is read', () => {
    const reading = fc.record({ start: fc.integer({ min: 0, max: 2500 }), days: fc.integer({ min: 1, max: 800 }), volume: fc.integer({ min: 0, max: 5000 }), yearVolume: fc.integer({ min: 0, max: 400 }), persons: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(reading, fc.constantFrom([annual], [annual, dearer], [monthly]), ({ start, days, volume, yearVolume, persons }, versions) => {
        const previousReadOn = addDays('2020-06-01', start);
        const bill = billOfReading(versions, { previousReadOn, readOn: addDays(previousReadOn, days), volume, yearVolume, persons })!;
        expect(bill.segments.reduce((sum, segment) => sum + segment.volume, 0)).toBe(volume);
        for (const [name, fen] of Object.entries(bill.components)) {
          const lines = bill.lines.filter((line) => line[1] === name);
          expect(lines.reduce((sum, line) => sum + line[4], 0)).toBe(volume);
          const exact = lines.reduce((sum, line) => sum + line[4] * line[5], 0);
          expect(Math.abs(fen * 100 - exact)).toBeLessThanOrEqual(50);
          expect(fen * 100 - exact).not.toBe(-50);
        }
        expect(Object.values(bill.components).reduce((sum, fen) => sum + fen, 0)).toBe(bill.total);
      }),
    );
  });

  it('two readings cost what one over both would, when the days say so', () => {
    // Under a yearly tariff without a cut, it does not matter how often the meter is read (rounding apart).
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (a, b) => {
        const first = billOfReading([annual], { ...facts, volume: a })!;
        const second = billOfReading([annual], { ...facts, previousReadOn: '2026-03-10', readOn: '2026-04-10', volume: b, yearVolume: first.yearVolume })!;
        const both = billOfReading([annual], { ...facts, readOn: '2026-04-10', volume: a + b })!;
        expect(Math.abs(first.total + second.total - both.total)).toBeLessThanOrEqual(3);
        expect(second.yearVolume).toBe(both.yearVolume);
      }),
    );
  });
});
