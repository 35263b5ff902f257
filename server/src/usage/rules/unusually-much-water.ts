import type { UsageAlertKind } from '@shouwen/shared/vocabulary';
import { daysOf, sameSeasonLastYear, type Span } from './same-season-last-year.js';

export interface UsedPeriod extends Span {
  /** Whole m³. */
  readonly volume: number;
}

/** What counts as unusual: data, dated and editable by the company. Percents are of the use a day. */
export interface AlertPolicy {
  /** This period beside the same season of last year. */
  readonly seasonPercent: number;
  /** Where last year knows no such period: beside the middle one of the latest periods. */
  readonly historyPercent: number;
  readonly historyPeriods: number;
  /** Fewer earlier periods say nothing. */
  readonly leastPeriods: number;
  /** So many rises one after the other … */
  readonly rises: number;
  /** … by so much from the first to the last … */
  readonly risingPercent: number;
  /** … that last year's season does not explain. */
  readonly risingOverSeasonPercent: number;
  /** m³ a month above the usual; less is no leak worth a call. */
  readonly leastExtra: number;
}

export interface Unusual {
  readonly kind: UsageAlertKind;
  /** What would have been usual for as many days, whole m³. */
  readonly usualVolume: number;
}

/**
 * Whether the last of `periods` (oldest first) is so much above what this account uses that water may be running away in the house; null when
 * it is not, or when too little is known. Compares the use a day, so that long and short periods are treated alike.
 */
export function unusuallyMuchWater(policy: AlertPolicy, periods: readonly UsedPeriod[]): Unusual | null {
  const now = periods.at(-1);
  if (!now || now.volume <= 0) return null;
  const earlier = periods.slice(0, -1);
  const season = sameSeasonLastYear(now, earlier);
  // A house that stood empty a year ago is no measure.
  if (season && season.volume > 0) {
    if (atLeast(policy.seasonPercent, now, season) && weighs(policy, now, season)) return { kind: 'season', usualVolume: usualFor(now, season) };
    if (!atLeast(policy.risingOverSeasonPercent, now, season)) return null;
  } else {
    const middle = middleOf(earlier.filter(({ volume }) => volume > 0).slice(-policy.historyPeriods));
    if (middle && earlier.length >= policy.leastPeriods && atLeast(policy.historyPercent, now, middle) && weighs(policy, now, middle)) return { kind: 'history', usualVolume: usualFor(now, middle) };
  }
  const last = periods.slice(-policy.rises - 1);
  const first = last[0];
  if (!first || last.length <= policy.rises || first.volume <= 0) return null;
  const rising = last.every((period, i) => i === 0 || byDay(last[i - 1]!, period) < 0);
  return rising && atLeast(policy.risingPercent, now, first) && weighs(policy, now, first) ? { kind: 'rising', usualVolume: usualFor(now, first) } : null;
}

/** Negative when `a` is the smaller use a day. Exact: products of whole numbers. */
const byDay = (a: UsedPeriod, b: UsedPeriod) => a.volume * daysOf(b) - b.volume * daysOf(a);
const atLeast = (percent: number, now: UsedPeriod, measure: UsedPeriod) => now.volume * daysOf(measure) * 100 >= percent * measure.volume * daysOf(now);
const weighs = ({ leastExtra }: AlertPolicy, now: UsedPeriod, measure: UsedPeriod) => (now.volume - usualFor(now, measure)) * 30 >= leastExtra * daysOf(now);
const usualFor = (now: UsedPeriod, measure: UsedPeriod) => Math.round((measure.volume * daysOf(now)) / daysOf(measure));

/** The lower of two in the middle. */
function middleOf(periods: readonly UsedPeriod[]): UsedPeriod | undefined {
  return periods.toSorted(byDay)[Math.floor((periods.length - 1) / 2)];
}
