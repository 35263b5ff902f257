import type { BillComponent, BillFacts, BillLine, Tariff, TieredBill, UnitPrice } from './tariff-types.js';

const UNITS_PER_FEN = 100;

/**
 * PY-9: a bill by a dated tariff, with its working. Volumes fill the tiers from below; a yearly tariff starts where the year's charged volume
 * ended. Each component is summed exactly in 1/10000 yuan and rounded half up to a fen once; the total is the sum of the components.
 *
 * Plain integers are exact here: every product and sum is checked to stay below 2^53, far above any bill (10^7 m³ at 10^4 yuan is 10^15).
 * Throws RangeError for volumes that are no whole m³ and for a tariff that does not reach the volume.
 */
export function billByTiers(tariff: Tariff, facts: BillFacts): TieredBill {
  assertWhole(facts.volume, 'volume');
  const start = tariff.tierPeriod === 'year' ? assertWhole(facts.usedBefore, 'usedBefore') : 0;
  const bounds = tierBounds(tariff, facts);
  const slices = fillTiers(bounds, start, facts.volume);

  const water = component('water', tariff.tiers.map(({ water: price }, i) => lineOf('water', i + 1, slices[i]!, price)));
  const whole = { from: start, to: start + facts.volume };
  const flat = Object.entries(tariff.flat).map(([name, price]) => component(name, [lineOf(name, null, whole, price)]));
  const working = [water, ...flat];
  return {
    tierVolumes: slices.map(({ from, to }) => to - from),
    bounds,
    working,
    components: Object.fromEntries(working.map(({ component: name, fen }) => [name, fen])),
    total: working.reduce((sum, { fen }) => sum + fen, 0),
  };
}

/** The bounds for one household: widened for each person above the base first, then, by the month, multiplied by the months billed. */
export function tierBounds(tariff: Tariff, { persons, months }: Pick<BillFacts, 'persons' | 'months'>): (number | null)[] {
  const extraPersons = Math.max(0, assertWhole(persons, 'persons') - tariff.baseHousehold);
  if (tariff.tierPeriod === 'month' && assertWhole(months, 'months') < 1) throw new RangeError('months must be at least 1');
  const times = tariff.tierPeriod === 'month' ? months : 1;
  return tariff.tiers.map(({ upTo }, i) => (upTo === null ? null : (upTo + (tariff.perExtraPerson?.[i] ?? 0) * extraPersons) * times));
}

/** Cuts the m³ after `start` at the bounds. A bound that household widening of a lower tier overtook leaves its tier empty. */
function fillTiers(bounds: readonly (number | null)[], start: number, volume: number): { from: number; to: number }[] {
  const end = assertWhole(start + volume, 'volume');
  let from = start;
  const slices = bounds.map((bound) => {
    const slice = { from, to: bound === null ? end : Math.max(from, Math.min(end, bound)) };
    from = slice.to;
    return slice;
  });
  if (from !== end) throw new RangeError(`the tariff's tiers end before ${end} m³`);
  return slices;
}

function lineOf(name: string, tier: number | null, { from, to }: { from: number; to: number }, price: UnitPrice): BillLine {
  const volume = to - from;
  return { component: name, tier, from, to, volume, price, amount: assertWhole(volume * assertWhole(price, `price of ${name}`), 'amount') };
}

function component(name: string, allLines: readonly BillLine[]): BillComponent {
  const exact = assertWhole(allLines.reduce((sum, { amount }) => sum + amount, 0), 'amount');
  // Not floor((exact + 50) / 100): the division of two integers could round up past a whole number near 2^53.
  const rest = exact % UNITS_PER_FEN;
  const fen = (exact - rest) / UNITS_PER_FEN + (rest * 2 >= UNITS_PER_FEN ? 1 : 0);
  return { component: name, lines: allLines.filter(({ volume }) => volume > 0), exact, fen };
}

function assertWhole(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} is not a whole number from 0 to 2^53: ${value}`);
  return value;
}
