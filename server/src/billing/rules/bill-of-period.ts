import { addDays, daysBetween, type DateString } from '@shouwen/shared/value';
import { billByTiers } from './bill-by-tiers.js';
import { shareByLargestRemainder } from './share-by-largest-remainder.js';
import { splitReadingByDays } from './split-reading-by-days.js';
import type { BillLine, Tariff } from './tariff-types.js';
import { type AccountTerms, termsOn } from './terms-of-account.js';

/** What one meter showed between two readings of it. */
export interface MeterSpan {
  readonly previousReadOn: DateString;
  readonly readOn: DateString;
  /** Whole m³. */
  readonly volume: number;
}

export interface PeriodFacts {
  /** Without gaps, in order; more than one where the meter was changed in between. */
  readonly spans: readonly MeterSpan[];
  /** In order of their dates; one holds on the first day. */
  readonly terms: readonly AccountTerms[];
  /** m³ charged under a yearly tariff in the calendar year of the previous reading, that reading's bill included. */
  readonly yearVolume: number;
}

/** The versions of a tariff code in order of their dates; none for an unknown code. */
export type VersionsOf = (code: string) => readonly Tariff[];

/** A part of the period for one use under one tariff version and, under a yearly tariff, within one calendar year. */
export interface BillSegment {
  readonly tariff: string;
  /** Both inclusive. */
  readonly from: DateString;
  readonly to: DateString;
  readonly volume: number;
  /** Under a yearly tariff: m³ charged earlier in the year. */
  readonly usedBefore: number;
  readonly months: number;
  readonly persons: number;
  /** In 1/1000; 1000 for the only use. */
  readonly share: number;
}

/** As bills keep it; those from before dated households say `persons` once for all, and had one use. */
export type StoredSegment = Omit<BillSegment, 'persons' | 'share'> & Partial<Pick<BillSegment, 'persons' | 'share'>>;

export interface PeriodBill {
  readonly segments: readonly BillSegment[];
  /** Fen by component, each summed exactly over all segments and rounded half up once; `minimum` tops the others up. */
  readonly components: Readonly<Record<string, number>>;
  /** Fen: the sum of the components. */
  readonly total: number;
  /** m³ charged under a yearly tariff in the calendar year of the last reading, it included. */
  readonly yearVolume: number;
}

/** The component that tops a bill up to its least. */
export const MINIMUM = 'minimum';

/**
 * PY-9: what a period costs. What each meter showed is split by its own days where a price or the account's terms change and, under a yearly
 * tariff, at the turn of the year; each part is shared over the uses and billed for each by the version in force then. Under a monthly tariff a
 * part counts as at least one month, in the customer's favour. Null when a use has no version in force on a day of the period.
 */
export function billOfPeriod(versionsOf: VersionsOf, facts: PeriodFacts): PeriodBill | null {
  const first = facts.spans[0];
  const last = facts.spans.at(-1);
  if (!first || !last) throw new RangeError('a period has a span');
  facts.spans.slice(1).forEach((span, i) => {
    if (span.previousReadOn !== facts.spans[i]?.readOn) throw new RangeError(`the meter of ${span.previousReadOn} does not follow on ${facts.spans[i]?.readOn}`);
  });
  const parts = partsOf(versionsOf, facts, addDays(first.previousReadOn, 1), last.readOn);
  const charged = new Map([[yearOf(first.previousReadOn), facts.yearVolume]]);
  const segments: BillSegment[] = [];
  const exact = new Map<string, number>();
  const leasts: number[] = [];
  for (const { from, to, days, volume } of parts) {
    const { householdSize, uses } = termsOn(facts.terms, from);
    const volumes = shareByLargestRemainder(volume, uses.map(({ share }) => share), 1000);
    let least = 0;
    for (const [i, { tariffCode, share }] of uses.entries()) {
      const tariff = inForce(versionsOf(tariffCode), from);
      if (!tariff) return null;
      const yearly = tariff.tierPeriod === 'year';
      const usedBefore = yearly ? (charged.get(yearOf(from)) ?? 0) : 0;
      const used = volumes[i] as number;
      const segment: BillSegment = { tariff: tariff.id, from, to, volume: used, usedBefore, months: monthsOf(days), persons: householdSize, share };
      for (const { component, exact: amount } of billByTiers(tariff, segment).working) exact.set(component, (exact.get(component) ?? 0) + amount);
      segments.push(segment);
      if (yearly) charged.set(yearOf(from), usedBefore + used);
      least = Math.max(least, tariff.minimumFen ?? 0);
    }
    leasts.push(least);
  }
  // Where the least changed on the way, the lower one holds for the whole bill.
  const least = Math.min(...leasts) * monthsOf(daysBetween(first.previousReadOn, last.readOn));
  const components = toppedUp(Object.fromEntries([...exact].map(([name, amount]) => [name, roundedToFen(amount)])), least);
  return { segments, components, total: sum(Object.values(components)), yearVolume: charged.get(yearOf(last.readOn)) ?? 0 };
}

/** A line of the working, and the segment it belongs to. */
export interface SegmentLine extends BillLine {
  readonly segment: number;
}

/** The working of a bill, line by line: derived anew whenever it is shown, since a tariff version never changes. */
export function linesOfSegments(segments: readonly BillSegment[], tariffOf: (id: string) => Tariff | undefined): SegmentLine[] {
  return segments.flatMap((segment, index) => {
    const tariff = tariffOf(segment.tariff);
    if (!tariff) throw new RangeError(`no tariff version ${segment.tariff}`);
    return billByTiers(tariff, segment).working.flatMap(({ lines }) => lines.map((line) => ({ ...line, segment: index })));
  });
}

/** Whole months nearest to a number of days, at least one: 31 days are one, 60 are two. */
export const monthsOf = (days: number) => Math.max(1, Math.floor((96 * days + 1461) / 2922)); // a month is 1461 / 48 days

function toppedUp(components: Record<string, number>, least: number): Record<string, number> {
  const missing = least - sum(Object.values(components));
  return missing > 0 ? { ...components, [MINIMUM]: missing } : components;
}

/** The period cut up, what each meter showed split by its own days. */
function partsOf(versionsOf: VersionsOf, { spans, terms }: PeriodFacts, firstDay: DateString, lastDay: DateString): { from: DateString; to: DateString; days: number; volume: number }[] {
  const cuts = cutsOf(versionsOf, terms, firstDay, lastDay);
  const starts = [firstDay, ...cuts];
  const pieces = spans.flatMap((span) => splitReadingByDays(span.previousReadOn, span.readOn, span.volume, cuts));
  return starts.map((from, i) => {
    const next = starts[i + 1];
    const to = next === undefined ? lastDay : addDays(next, -1);
    const volume = sum(pieces.filter((piece) => piece.from >= from && piece.to <= to).map((piece) => piece.volume));
    return { from, to, days: daysBetween(from, to) + 1, volume };
  });
}

/** Days within the period from which something else holds. A price that nobody pays that day cuts nothing. */
function cutsOf(versionsOf: VersionsOf, terms: readonly AccountTerms[], firstDay: DateString, lastDay: DateString): DateString[] {
  const cuts = new Set(terms.map(({ fromOn }) => fromOn));
  for (const { uses } of terms) {
    for (const { tariffCode } of uses) {
      for (const { from } of versionsOf(tariffCode)) if (from > firstDay && from <= lastDay && termsOn(terms, from).uses.some((use) => use.tariffCode === tariffCode)) cuts.add(from);
    }
  }
  for (let year = Number(yearOf(firstDay)) + 1; year <= Number(yearOf(lastDay)); year++) {
    const newYear = `${year}-01-01`;
    if (termsOn(terms, newYear).uses.some(({ tariffCode }) => inForce(versionsOf(tariffCode), newYear)?.tierPeriod === 'year')) cuts.add(newYear);
  }
  return [...cuts].filter((cut) => cut > firstDay && cut <= lastDay).sort();
}

function inForce(versions: readonly Tariff[], day: DateString): Tariff | undefined {
  return versions.findLast(({ from }) => from <= day);
}

const yearOf = (day: DateString) => day.slice(0, 4);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** 1/10000 yuan to fen, half up. */
function roundedToFen(amount: number): number {
  const rest = amount % 100;
  return (amount - rest) / 100 + (rest >= 50 ? 1 : 0);
}
