import { addDays, type DateString } from '@shouwen/shared/value';
import { billByTiers } from './bill-by-tiers.js';
import { splitReadingByDays } from './split-reading-by-days.js';
import type { Tariff } from './tariff-types.js';

export interface ReadingFacts {
  readonly previousReadOn: DateString;
  readonly readOn: DateString;
  /** Whole m³ between the two readings. */
  readonly volume: number;
  /** m³ charged under a yearly tariff in the calendar year of the previous reading, that reading included. */
  readonly yearVolume: number;
  readonly persons: number;
}

/** A part of the period under one tariff version and, under a yearly tariff, within one calendar year. */
export interface StoredSegment {
  readonly tariff: string;
  /** Both inclusive. */
  readonly from: DateString;
  readonly to: DateString;
  readonly volume: number;
  /** Under a yearly tariff: m³ charged earlier in the year. */
  readonly usedBefore: number;
  readonly months: number;
}

/**
 * Segment, component, tier (null: one price for all), m³ of the tier period before this line, m³, price in
 * 1/10000 yuan. Kept as a tuple: a company keeps tens of millions of them. The amount is m³ × price.
 */
export type StoredLine = readonly [segment: number, component: string, tier: number | null, from: number, volume: number, price: number];

export interface ReadingBill {
  readonly segments: readonly StoredSegment[];
  readonly lines: readonly StoredLine[];
  /** Fen by component, each summed exactly over all segments and rounded half up once. */
  readonly components: Readonly<Record<string, number>>;
  /** Fen: the sum of the components. */
  readonly total: number;
  /** m³ charged under a yearly tariff in the calendar year of this reading, it included. */
  readonly yearVolume: number;
}

/**
 * PY-9: what a reading costs by the tariff versions of one code (`versions` in order of their dates). The volume is split by days where a
 * price changes and, under a yearly tariff, at the turn of the year; each part is billed by the version in force then. Under a monthly tariff a
 * part counts as at least one month, in the customer's favour. Null when no version is in force on the first day.
 */
export function billOfReading(versions: readonly Tariff[], facts: ReadingFacts): ReadingBill | null {
  const firstDay = addDays(facts.previousReadOn, 1);
  if (!inForce(versions, firstDay)) return null;
  const parts = splitReadingByDays(facts.previousReadOn, facts.readOn, facts.volume, cutsOf(versions, firstDay, facts.readOn));

  const charged = new Map([[yearOf(facts.previousReadOn), facts.yearVolume]]);
  const exact = new Map<string, number>();
  const segments: StoredSegment[] = [];
  const lines: StoredLine[] = [];
  for (const { from, to, days, volume } of parts) {
    const tariff = inForce(versions, from) as Tariff;
    const yearly = tariff.tierPeriod === 'year';
    const usedBefore = yearly ? (charged.get(yearOf(from)) ?? 0) : 0;
    const months = monthsOf(days);
    const { working } = billByTiers(tariff, { volume, usedBefore, persons: facts.persons, months });
    for (const component of working) {
      exact.set(component.component, (exact.get(component.component) ?? 0) + component.exact);
      for (const line of component.lines) lines.push([segments.length, line.component, line.tier, line.from, line.volume, line.price]);
    }
    segments.push({ tariff: tariff.id, from, to, volume, usedBefore, months });
    if (yearly) charged.set(yearOf(from), usedBefore + volume);
  }
  const components = Object.fromEntries([...exact].map(([name, amount]) => [name, roundedToFen(amount)]));
  return {
    segments,
    lines,
    components,
    total: Object.values(components).reduce((sum, fen) => sum + fen, 0),
    yearVolume: charged.get(yearOf(facts.readOn)) ?? 0,
  };
}

/** Whole months nearest to a number of days, at least one: 31 days are one, 60 are two. */
export const monthsOf = (days: number) => Math.max(1, Math.floor((96 * days + 1461) / 2922)); // a month is 1461 / 48 days

function cutsOf(versions: readonly Tariff[], firstDay: DateString, lastDay: DateString): DateString[] {
  const cuts = versions.map(({ from }) => from);
  for (let year = Number(yearOf(firstDay)) + 1; year <= Number(yearOf(lastDay)); year++) {
    const newYear = `${year}-01-01`;
    if (inForce(versions, newYear)?.tierPeriod === 'year') cuts.push(newYear);
  }
  return cuts;
}

function inForce(versions: readonly Tariff[], day: DateString): Tariff | undefined {
  return versions.findLast(({ from }) => from <= day);
}

const yearOf = (day: DateString) => day.slice(0, 4);

/** 1/10000 yuan to fen, half up. */
function roundedToFen(amount: number): number {
  const rest = amount % 100;
  return (amount - rest) / 100 + (rest >= 50 ? 1 : 0);
}
