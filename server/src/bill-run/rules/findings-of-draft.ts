import { addDays, daysBetween, type DateString } from '@shouwen/shared/value';
import { type ReviewReason, reviewReasonLabels } from '@shouwen/shared/vocabulary';

/** A bill as consumption: whole m³ between two days, both inclusive. */
export interface Period {
  readonly from: DateString;
  readonly to: DateString;
  readonly volume: number;
}
/** The terms a bill was computed by. `tariff` and `uses` are names people know. */
export interface Terms {
  readonly householdSize: number;
  readonly tariff: string;
  readonly uses: string;
}

/** What is far: both measures must be passed. */
export interface ReviewPolicy {
  /** Per cent of the account's own history: 250 is 2.5 times as much, or 2.5 times as little. */
  readonly farPercent: number;
  /** m³. */
  readonly farLeast: number;
}

export interface DraftFacts extends Period, Terms {
  readonly estimated: boolean;
  readonly meterChanged: boolean;
  /** Figures it rests on that were changed by hand: each in words, with who and why. */
  readonly corrections: readonly string[];
  /** Its reading lies before the days of the run: an earlier run left it out. */
  readonly late: boolean;
  /** The bill before this one. */
  readonly previous: (Period & Terms) | null;
  /** Bills of about the last year, this one's predecessor included, in any order. */
  readonly history: readonly Period[];
}

export interface Finding {
  readonly reason: ReviewReason;
  /** What it is compared with, in words. */
  readonly text: string;
}

export interface Comparison {
  readonly yearAgo: Period | null;
  /** m³ for as many days as the median of the last twelve bills, day by day, has it: one burst pipe among them is not usual. */
  readonly usual: number | null;
}

const YEAR = 365;
const SAME_SEASON_DAYS = 25;
const MEDIAN_OF = 12;

/** How the account's own history would have had it. */
export function comparisonOf({ from, to, history }: Pick<DraftFacts, 'from' | 'to' | 'history'>): Comparison {
  const aYearBack = addDays(to, -YEAR);
  const distance = (period: Period) => Math.abs(daysBetween(aYearBack, period.to));
  const yearAgo = history.filter((period) => distance(period) <= SAME_SEASON_DAYS).toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
  const last = history.toSorted((a, b) => (a.to < b.to ? 1 : -1)).slice(0, MEDIAN_OF).map((period) => period.volume / daysOf(period)).sort((a, b) => a - b);
  const [lower, upper] = [last[Math.floor((last.length - 1) / 2)], last[Math.floor(last.length / 2)]];
  return { yearAgo, usual: lower === undefined || upper === undefined ? null : Math.round(((lower + upper) / 2) * daysOf({ from, to })) };
}

/**
 * Why a person must see a draft before it goes out (PY-9); none: it goes out as it is. Far means far from each of what it can be compared
 * with: the bill before it, the same season a year ago, the usual. So a summer like every summer is not far, nor is a return from a journey.
 */
export function findingsOfDraft(facts: DraftFacts, policy: ReviewPolicy): Finding[] {
  const { previous } = facts;
  const findings: Finding[] = [];
  const find = (reason: ReviewReason, text: string) => findings.push({ reason, text });
  if (!previous) find('first', '此前没有账单');
  else {
    const { yearAgo, usual } = comparisonOf(facts);
    const measures: Period[] = [previous, ...(yearAgo ? [yearAgo] : []), ...(usual === null ? [] : [{ from: facts.from, to: facts.to, volume: usual }])];
    const normal = usual ?? previous.volume;
    if (facts.volume === 0 && previous.volume > 0) find('zero', `上期 ${previous.volume} m³`);
    else if (measures.every((other) => isFar(facts, other, policy))) find('far-above', normal > 0 ? `约为平时 ${normal} m³ 的 ${times(facts.volume, normal)} 倍` : '平时不用水');
    else if (measures.every((other) => isFar(other, facts, policy))) find('far-below', `平时约 ${normal} m³，本期只有 ${Math.round((facts.volume * 100) / normal)}%`);
    if (previous.uses !== facts.uses) find('uses-changed', `${previous.uses} → ${facts.uses}`);
    else if (previous.tariff !== facts.tariff) find('tariff-changed', `${previous.tariff} → ${facts.tariff}`);
    if (previous.householdSize !== facts.householdSize) find('household-changed', `${previous.householdSize} 人 → ${facts.householdSize} 人`);
  }
  // Until a reading is billed nobody else is asked: whoever issues the bill is the second person.
  if (facts.corrections.length > 0) find('corrected', facts.corrections.join('；'));
  if (facts.estimated) find('estimated', '读数为估计，没有见到表');
  if (facts.late) find('late', '前一次出账没有包括这次抄表');
  if (facts.meterChanged) find('meter-changed', '用量为旧表与新表之和');
  return byWeight(findings);
}

/** In order of their weight; the first names the item. */
export const byWeight = (findings: readonly Finding[]): Finding[] => findings.toSorted((a, b) => weights.indexOf(a.reason) - weights.indexOf(b.reason));
const weights = Object.keys(reviewReasonLabels) as ReviewReason[];

/** Whether `much` is far more than `little`, day by day, in whole numbers. */
export function isFar(much: Period, little: Period, { farPercent, farLeast }: ReviewPolicy): boolean {
  const [more, less] = [much.volume * daysOf(little), little.volume * daysOf(much)];
  return more * 100 > less * farPercent && more - less >= farLeast * daysOf(little);
}

const daysOf = ({ from, to }: Pick<Period, 'from' | 'to'>) => daysBetween(from, to) + 1;
const times = (volume: number, other: number) => (Math.round((volume * 10) / other) / 10).toString();
