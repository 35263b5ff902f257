import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { billByTiers } from './bill-by-tiers.js';
import type { BillFacts, Tariff } from './tariff-types.js';

interface TariffCase extends BillFacts {
  id: string;
  tariff: string;
  expect: { tierVolumes: number[]; components: Record<string, number>; total: number };
}

const { tariffs, cases } = JSON.parse(readFileSync(new URL('../../../../test/cases/tariffs.json', import.meta.url), 'utf8')) as {
  tariffs: Tariff[];
  cases: TariffCase[];
};
const tariffNamed = (id: string): Tariff => tariffs.find((tariff) => tariff.id === id)!;

const price = fc.integer({ min: 0, max: 200_000 });
const anyTariff: fc.Arbitrary<Tariff> = fc
  .record({
    tierPeriod: fc.constantFrom<'year' | 'month'>('year', 'month'),
    baseHousehold: fc.integer({ min: 1, max: 6 }),
    steps: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 4 }),
    prices: fc.array(price, { minLength: 5, maxLength: 5 }),
    perExtraPerson: fc.option(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 5 })),
    flat: fc.record({ sewage: price, resource: price }, { requiredKeys: [] }),
  })
  .map(({ steps, prices, ...rest }) => {
    let bound = 0;
    const closed = steps.map((step, i) => ({ upTo: (bound += step), water: prices[i]! }));
    return { id: 'any', from: '2020-01-01', ...rest, tiers: [...closed, { upTo: null, water: prices[steps.length]! }] };
  });
const anyFacts: fc.Arbitrary<BillFacts> = fc.record({
  volume: fc.nat(1500),
  usedBefore: fc.nat(1500),
  persons: fc.integer({ min: 0, max: 10 }),
  months: fc.integer({ min: 1, max: 6 }),
});
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The plainest model: one m³ after another, each at the price of the first tier whose bound it does not pass. */
function waterByCubicMetre(tariff: Tariff, facts: BillFacts): bigint {
  const extra = Math.max(0, facts.persons - tariff.baseHousehold);
  const months = tariff.tierPeriod === 'month' ? facts.months : 1;
  const before = tariff.tierPeriod === 'year' ? facts.usedBefore : 0;
  let total = 0n;
  for (let cubicMetre = before + 1; cubicMetre <= before + facts.volume; cubicMetre += 1) {
    const tier = tariff.tiers.find(({ upTo }, i) => upTo === null || cubicMetre <= (upTo + (tariff.perExtraPerson?.[i] ?? 0) * extra) * months);
    total += BigInt(tier!.water);
  }
  return total;
}

describe('bill by tiers (PY-9)', () => {
  it.each(cases.map((one) => [one.id, one] as const))('worked case %s', (_id, one) => {
    const { tierVolumes, components, total } = billByTiers(tariffNamed(one.tariff), one);
    expect({ tierVolumes, components, total }).toEqual(one.expect);
  });

  it('agrees with charging one m³ after another', () => {
    fc.assert(fc.property(anyTariff, anyFacts, (tariff, facts) => void expect(BigInt(billByTiers(tariff, facts).working[0]!.exact)).toBe(waterByCubicMetre(tariff, facts))));
  });

  it('shows a working whose parts add up', () => {
    fc.assert(
      fc.property(anyTariff, anyFacts, (tariff, facts) => {
        const bill = billByTiers(tariff, facts);
        expect(sum(bill.tierVolumes)).toBe(facts.volume);
        expect(bill.working.map(({ component }) => component)).toEqual(Object.keys(bill.components));
        for (const { component, lines, exact, fen } of bill.working) {
          expect(sum(lines.map(({ volume }) => volume))).toBe(facts.volume);
          expect(sum(lines.map(({ amount }) => amount))).toBe(exact);
          for (const line of lines) {
            expect(line.amount).toBe(line.volume * line.price);
            expect(line.to - line.from).toBe(line.volume);
          }
          for (let i = 1; i < lines.length; i += 1) expect(lines[i]!.from).toBe(lines[i - 1]!.to);
          expect(fen).toBe(bill.components[component]);
          expect(exact - fen * 100).toBeGreaterThanOrEqual(-50);
          expect(exact - fen * 100).toBeLessThan(50);
        }
        expect(sum(Object.values(bill.components))).toBe(bill.total);
      }),
    );
  });

  it('a yearly volume costs the same however it is cut into readings', () => {
    fc.assert(
      fc.property(anyTariff, anyFacts, fc.nat(1500), (tariff, facts, more) => {
        const yearly: Tariff = { ...tariff, tierPeriod: 'year' };
        const exact = (volume: number, usedBefore: number) => sum(billByTiers(yearly, { ...facts, volume, usedBefore }).working.map((one) => one.exact));
        expect(exact(facts.volume, facts.usedBefore) + exact(more, facts.usedBefore + facts.volume)).toBe(exact(facts.volume + more, facts.usedBefore));
      }),
    );
  });

  it('one more m³ costs exactly one price, on the bounds too', () => {
    const tariff = tariffNamed('annual-5-7-9');
    const water = (volume: number) => billByTiers(tariff, { volume, usedBefore: 0, persons: 3, months: 1 }).working[0]!.exact;
    expect([179, 180, 259, 260].map((volume) => water(volume + 1) - water(volume))).toEqual([20700, 40700, 40700, 60700]);
  });

  it('widens the bounds for a household before multiplying by the months, and a year has no months', () => {
    const monthly = tariffNamed('monthly-3');
    expect(billByTiers(monthly, { volume: 0, usedBefore: 0, persons: 6, months: 2 }).bounds).toEqual([64, 88, null]);
    expect(billByTiers(tariffNamed('annual-5-7-9'), { volume: 0, usedBefore: 0, persons: 6, months: 2 }).bounds).toEqual([180, 260, null]);
  });

  it('leaves a tier empty that the widened one below overtook', () => {
    const tariff: Tariff = { ...tariffNamed('monthly-3'), perExtraPerson: [10] };
    expect(billByTiers(tariff, { volume: 40, usedBefore: 0, persons: 5, months: 1 }).tierVolumes).toEqual([32, 0, 8]);
  });

  it('refuses what is no volume, and a tariff that ends below it', () => {
    const tariff = tariffNamed('edges-10-20');
    const facts = { volume: 25, usedBefore: 0, persons: 3, months: 1 };
    for (const volume of [-1, 1.5, Number.NaN, 2 ** 53]) expect(() => billByTiers(tariff, { ...facts, volume })).toThrow(RangeError);
    expect(() => billByTiers(tariff, { ...facts, months: 0 })).toThrow(RangeError);
    expect(() => billByTiers({ ...tariff, tiers: tariff.tiers.slice(0, 2) }, facts)).toThrow(RangeError);
  });
});
