import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addDays } from '@shouwen/shared/value';
import { splitReadingByDays, type ReadingSegment } from './split-reading-by-days.js';

interface SplitCase {
  id: string;
  previousReading: string;
  reading: string;
  volume: number;
  cuts: string[];
  expect: ReadingSegment[];
}

const cases = JSON.parse(readFileSync(new URL('../../../../test/cases/reading-splits.json', import.meta.url), 'utf8')) as SplitCase[];
const PREVIOUS = '2025-11-20';
const offsets = fc.array(fc.integer({ min: -20, max: 400 }), { maxLength: 6 });
const split = (days: number, volume: number, cuts: number[]) => splitReadingByDays(PREVIOUS, addDays(PREVIOUS, days), volume, cuts.map((cut) => addDays(PREVIOUS, cut)));

describe('split of a reading by days (PY-9)', () => {
  it.each(cases.map((one) => [one.id, one] as const))('worked case %s', (_id, one) => {
    expect(splitReadingByDays(one.previousReading, one.reading, one.volume, one.cuts)).toEqual(one.expect);
  });

  it('covers each day once, adds up to the volume, and gives each part its share to less than one m³', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 380 }), fc.nat(5000), offsets, (days, volume, cuts) => {
        const parts = split(days, volume, cuts);
        expect(parts[0]!.from).toBe(addDays(PREVIOUS, 1));
        expect(parts[parts.length - 1]!.to).toBe(addDays(PREVIOUS, days));
        for (let i = 1; i < parts.length; i += 1) expect(parts[i]!.from).toBe(addDays(parts[i - 1]!.to, 1));
        expect(parts.reduce((sum, part) => sum + part.days, 0)).toBe(days);
        expect(parts.reduce((sum, part) => sum + part.volume, 0)).toBe(volume);
        for (const part of parts) expect(Math.abs(part.volume * days - volume * part.days)).toBeLessThan(days);
      }),
    );
  });

  it('does not depend on the order or repetition of cuts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 380 }), fc.nat(5000), offsets, (days, volume, cuts) => {
        expect(split(days, volume, [...cuts].reverse().concat(cuts))).toEqual(split(days, volume, cuts));
      }),
    );
  });

  it('gives a tie to the earlier segment', () => {
    expect(split(4, 2, [2, 3, 4]).map(({ volume }) => volume)).toEqual([1, 1, 0, 0]);
  });

  it('refuses readings on one day or out of order, and volumes that are none', () => {
    for (const days of [0, -3]) expect(() => split(days, 5, [])).toThrow(RangeError);
    for (const volume of [-1, 1.5]) expect(() => split(10, volume, [])).toThrow(RangeError);
  });
});
