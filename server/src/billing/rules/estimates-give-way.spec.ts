import { describe, expect, it } from 'vitest';
import { addDays } from '@shouwen/shared/value';
import fc from 'fast-check';
import { estimatesGiveWay, type KnownReading } from './estimates-give-way.js';

const at = (ordinal: number, readOn: string, value: number, estimated = false): KnownReading => ({ ordinal, readOn, value, estimated });

describe('an estimate gives way to a true figure (PY-9)', () => {
  it('is shared anew over the days since the last true reading', () => {
    expect(estimatesGiveWay([at(1, '2026-01-10', 100), at(2, '2026-02-10', 140, true)], { readOn: '2026-03-10', value: 130 })).toEqual([{ ordinal: 2, value: 115 }]);
    const twice = [at(1, '2026-01-10', 100), at(2, '2026-02-10', 120, true), at(3, '2026-03-10', 160, true)];
    expect(estimatesGiveWay(twice, { readOn: '2026-04-10', value: 130 })).toEqual([{ ordinal: 2, value: 110 }, { ordinal: 3, value: 119 }]);
  });

  it('stays where it was not too high, and a true reading stays whatever comes', () => {
    expect(estimatesGiveWay([at(1, '2026-01-10', 100), at(2, '2026-02-10', 120, true)], { readOn: '2026-03-10', value: 120 })).toEqual([]);
    expect(estimatesGiveWay([at(1, '2026-01-10', 100)], { readOn: '2026-03-10', value: 100 })).toEqual([]);
    expect(estimatesGiveWay([at(1, '2026-01-10', 100), at(2, '2026-02-10', 120, true)], { readOn: '2026-03-10', value: 99 })).toBeNull();
    expect(estimatesGiveWay([at(1, '2026-01-10', 100), at(2, '2026-02-10', 120)], { readOn: '2026-03-10', value: 119 })).toBeNull();
    expect(estimatesGiveWay([], { readOn: '2026-03-10', value: 119 })).toBeNull();
  });

  it('never runs backwards', () => {
    fc.assert(fc.property(fc.nat(1000), fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.nat(200)), { minLength: 1, maxLength: 4 }), fc.nat(100), fc.integer({ min: 1, max: 90 }), (start, steps, turned, last) => {
      const readings = [at(1, '2026-01-01', start)];
      for (const [days, volume] of steps) {
        const before = readings.at(-1)!;
        readings.push(at(before.ordinal + 1, addDays(before.readOn, days), before.value + volume, true));
      }
      const actual = { readOn: addDays(readings.at(-1)!.readOn, last), value: start + turned };
      const given = new Map(estimatesGiveWay(readings, actual)!.map(({ ordinal, value }) => [ordinal, value]));
      const values = [...readings.map(({ ordinal, value }) => given.get(ordinal) ?? value), actual.value];
      values.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(values[i]!));
    }));
  });
});
