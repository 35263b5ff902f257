import { describe, expect, it } from 'vitest';
import { addDays } from '@shouwen/shared/value';
import fc from 'fast-check';
import { daysOf, sameSeasonLastYear } from './same-season-last-year.js';
import { type AlertPolicy, unusuallyMuchWater, type UsedPeriod } from './unusually-much-water.js';
import { whatIsLeftOfTheTier } from './what-is-left-of-the-tier.js';

const policy: AlertPolicy = { seasonPercent: 180, historyPercent: 200, historyPeriods: 6, leastPeriods: 3, rises: 3, risingPercent: 160, risingOverSeasonPercent: 120, leastExtra: 5 };

/** Months one after the other that end with September 2026. */
function months(...volumes: number[]): UsedPeriod[] {
  return volumes.map((volume, i) => {
    const month = new Date(Date.UTC(2026, 9 - volumes.length + i, 1));
    const from = month.toISOString().slice(0, 10);
    return { from, to: addDays(new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1)).toISOString().slice(0, 10), -1), volume };
  });
}

describe('the same season of last year', () => {
  it('is the period that shares most of the days', () => {
    const earlier = months(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21);
    expect(sameSeasonLastYear({ from: '2026-09-01', to: '2026-09-30' }, earlier)).toBeNull();
    expect(sameSeasonLastYear({ from: '2026-10-01', to: '2026-10-31' }, earlier)?.volume).toBe(10);
    expect(sameSeasonLastYear({ from: '2026-10-05', to: '2026-11-03' }, earlier)?.volume).toBe(10);
  });
  it('is not a period of another length', () => {
    expect(sameSeasonLastYear({ from: '2026-09-01', to: '2026-09-30' }, [{ from: '2025-07-01', to: '2025-12-31' }])).toBeNull();
    expect(sameSeasonLastYear({ from: '2026-08-01', to: '2026-09-30' }, [{ from: '2025-09-01', to: '2025-09-20' }])).toBeNull();
  });
  it('knows the 29th of February', () => {
    expect(sameSeasonLastYear({ from: '2028-02-01', to: '2028-02-29' }, [{ from: '2027-02-01', to: '2027-02-28' }])?.from).toBe('2027-02-01');
    expect(sameSeasonLastYear({ from: '2029-02-01', to: '2029-02-28' }, [{ from: '2028-02-01', to: '2028-02-29' }])?.from).toBe('2028-02-01');
  });
});

describe('unusually much water', () => {
  const year = [10, 10, 9, 8, 9, 10, 11, 12, 14, 16, 15, 12];
  it.each<[string, number[], ReturnType<typeof unusuallyMuchWater>]>([
    ['nothing is known', [], null],
    ['a first bill says nothing', [40], null],
    ['as last year', [12, ...year.slice(0, 11), 13], null],
    ['twice the same season', [12, ...year.slice(0, 11), 26], { kind: 'season', usualVolume: 12 }],
    ['a summer like the last one is no leak, however far above spring', [20, 8, 8, 8, 8, 8, 8, 8, 8, 10, 14, 17, 21], null],
    ['twice of very little is no leak', [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 5], null],
    ['an empty house last year is no measure; its latest months are', [0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 10], null],
    ['no last year: far above the middle of the latest', [9, 11, 10, 12, 24], { kind: 'history', usualVolume: 10 }],
    ['two earlier periods are too few', [10, 10, 40], null],
    ['rising three times in a row, by more than the season', [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 11, 13, 16], { kind: 'rising', usualVolume: 9 }],
    ['rising as it did last year', [16, 9, 9, 9, 9, 9, 9, 9, 9, 9, 11, 13, 16], null],
    ['a rise with a fall in it', [10, 10, 13, 12, 17], null],
    ['nothing used', [10, 10, 10, 0], null],
  ])('%s', (_, volumes, expected) => {
    expect(unusuallyMuchWater(policy, months(...volumes))).toEqual(expected);
  });

  it('counts by the day: a period twice as long may use twice as much', () => {
    const earlier = months(10, 10, 10, 10);
    expect(unusuallyMuchWater(policy, [...earlier, { from: '2026-10-01', to: '2026-11-30', volume: 21 }])).toBeNull();
    expect(unusuallyMuchWater(policy, [...earlier, { from: '2026-10-01', to: '2026-11-30', volume: 42 }])).toEqual({ kind: 'history', usualVolume: 20 });
  });
  it('more water is never less of an alarm, and the usual is always less than what was used', () => {
    fc.assert(fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 30 }), fc.nat(200), (earlier, more) => {
      const found = unusuallyMuchWater(policy, months(...earlier));
      if (!found) return;
      expect(found.usualVolume).toBeLessThan(earlier.at(-1)!);
      expect(unusuallyMuchWater(policy, months(...earlier.slice(0, -1), earlier.at(-1)! + more))).not.toBeNull();
    }));
  });
  it('follows the data it is given', () => {
    const doubled = months(9, 11, 10, 12, 24);
    expect(unusuallyMuchWater({ ...policy, historyPercent: 300, risingPercent: 300 }, doubled)).toBeNull();
    expect(unusuallyMuchWater({ ...policy, leastExtra: 20 }, doubled)).toBeNull();
  });
});

describe('what is left of the tier', () => {
  const facts = { tariffName: '居民生活用水', tierPeriod: 'year' as const, bounds: [180, 260, null], unitPrices: [31_000, 39_000, 63_000], months: 1, label: '2026年' };
  it.each([
    [0, 1, 180, '今年第一阶梯还剩 180 m³'],
    [132, 1, 48, '今年第一阶梯还剩 48 m³'],
    // The next m³ is the first of the second tier.
    [180, 2, 80, '今年第二阶梯还剩 80 m³'],
    [260, 3, null, '今年已用到第三阶梯，这是最高一档'],
    [900, 3, null, '今年已用到第三阶梯，这是最高一档'],
  ])('after %d m³ tier %d with %p left', (used, current, left, sentence) => {
    expect(whatIsLeftOfTheTier({ ...facts, used })).toMatchObject({ current, left, sentence });
  });
  it('says it by the month where tiers are monthly', () => {
    expect(whatIsLeftOfTheTier({ ...facts, tierPeriod: 'month', bounds: [36, 52, null], used: 30, months: 2, label: '2026年8月至9月' }).sentence).toBe('2026年8月至9月用在第一阶梯，离下一档还差 6 m³');
  });
  it('one price for all has no tiers to speak of', () => {
    expect(whatIsLeftOfTheTier({ ...facts, bounds: [null], unitPrices: [45_000], used: 5 })).toMatchObject({ left: null, sentence: '这种水价不分阶梯，每立方米一个价' });
  });
  it('what is used is in exactly one tier each, and nothing is lost', () => {
    fc.assert(fc.property(fc.array(fc.nat(400), { maxLength: 4 }), fc.nat(2000), (ends, used) => {
      const bounds = [...ends.sort((a, b) => a - b), null];
      const { tiers, current, left } = whatIsLeftOfTheTier({ ...facts, bounds, unitPrices: bounds.map((_, i) => i), used });
      expect(tiers.reduce((sum, tier) => sum + tier.used, 0)).toBe(used);
      const now = tiers.find(({ tier }) => tier === current)!;
      expect(used).toBeGreaterThanOrEqual(now.from);
      if (left !== null) expect(used + left).toBe(now.to);
      for (const { from, to } of tiers) if (to !== null) expect(to).toBeGreaterThan(from);
    }));
  });
});

it('days are counted with both ends', () => {
  expect(daysOf({ from: '2026-09-01', to: '2026-09-30' })).toBe(30);
  expect(daysOf({ from: '2026-09-02', to: '2026-09-01' })).toBe(0);
});
