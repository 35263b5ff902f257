import { addDays, type DateString } from '@shouwen/shared/value';
import type { ReadingKind } from '@shouwen/shared/vocabulary';
import { billOfPeriod, type BillSegment, type MeterSpan, type VersionsOf } from './bill-of-period.js';
import { type AccountTerms, termsOf } from './terms-of-account.js';

/** A reading as a bill is made of it. */
export interface BilledReading {
  readonly ordinal: number;
  readonly readOn: DateString;
  /** Whole m³; of a change of meter what the old one showed last. */
  readonly value: number;
  readonly kind: ReadingKind;
  /** Of a change of meter what the new one showed first. */
  readonly nextValue: number | null;
}

/** All that a bill depends on. */
export interface BillOfAccountFacts {
  /** What the water account itself says; it holds until the first dated terms. */
  readonly account: { readonly householdSize: number; readonly tariffCode: string };
  readonly terms: readonly AccountTerms[];
  /** In order: the reading that was billed before (or the opening one), changes of meter since, and the reading to bill. */
  readonly readings: readonly BilledReading[];
  /** `yearVolume` of the bill before; 0 when there is none. */
  readonly yearVolume: number;
  /** From when the days to pay are counted: the reading's, or the day on which the bill is issued. */
  readonly dueFrom: DateString;
}

/** Prices and terms of the company as they were published. */
export interface PriceBook {
  versionsOf: VersionsOf;
  /** The row of a version; null for an unknown one. */
  rowOf(version: string): number | null;
  policyOn(day: DateString): { dueDays: number; lateFeeRate: number };
}

/** The old meter's last figure and the new one's first, on the day of the change. */
export interface MeterChange {
  readonly on: DateString;
  readonly last: number;
  readonly first: number;
}

/** A bill as it is to be stored; amounts in fen, volumes in whole m³, days Asia/Shanghai and inclusive. */
export interface PlannedBill {
  readonly readingOrdinal: number;
  readonly fromOn: DateString;
  readonly toOn: DateString;
  readonly previousReading: number;
  readonly reading: number;
  readonly volume: number;
  readonly usedBefore: number;
  readonly yearVolume: number;
  readonly householdSize: number;
  readonly tariffCode: string;
  readonly tariffVersionId: number | null;
  /** Null where the whole period is one segment, which then follows from the columns. */
  readonly segments: readonly BillSegment[] | null;
  /** Null: the same meter all the time. */
  readonly meterChanges: readonly MeterChange[] | null;
  readonly components: Readonly<Record<string, number>>;
  readonly totalFen: number;
  readonly dueOn: DateString;
  readonly lateFeeRate: number;
}

/** Why no bill can be made: a figure below the one before it, or a use without a price in force. */
export type BillFault = { readonly fault: 'figure-fell'; readonly on: DateString; readonly before: number } | { readonly fault: 'no-price'; readonly on: DateString };

export const isBillFault = (planned: PlannedBill | BillFault): planned is BillFault => 'fault' in planned;

/** PY-9: the bill of one account's reading from its facts. The only way in which any bill is worked out, whether it is made at once, in a run, or anew. */
export function planBill(book: PriceBook, facts: BillOfAccountFacts): PlannedBill | BillFault {
  const { readings } = facts;
  const first = readings[0];
  const last = readings.at(-1);
  if (!first || !last || readings.length < 2) throw new RangeError('a bill lies between two readings');
  const spans: MeterSpan[] = [];
  for (const [i, reading] of readings.slice(1).entries()) {
    const before = readings[i] as BilledReading;
    const shown = figureAfter(before);
    if (reading.value < shown) return { fault: 'figure-fell', on: before.readOn, before: shown };
    spans.push({ previousReadOn: before.readOn, readOn: reading.readOn, volume: reading.value - shown });
  }
  const bill = billOfPeriod((code) => book.versionsOf(code), { spans, terms: termsOf(facts.account, facts.terms), yearVolume: facts.yearVolume });
  if (!bill) return { fault: 'no-price', on: addDays(first.readOn, 1) };
  const { segments } = bill;
  const only = segments.length === 1 ? segments[0] : undefined;
  const ending = segments.findLast(({ to }) => to === last.readOn) as BillSegment;
  const mainUse = segments.find(({ from }) => from === ending.from) as BillSegment;
  const policy = book.policyOn(last.readOn);
  const changes = readings.slice(1, -1).filter(({ kind }) => kind === 'meter-change').map((change) => ({ on: change.readOn, last: change.value, first: figureAfter(change) }));
  return {
    readingOrdinal: last.ordinal, fromOn: addDays(first.readOn, 1), toOn: last.readOn, previousReading: figureAfter(first), reading: last.value,
    volume: spans.reduce((sum, { volume }) => sum + volume, 0), usedBefore: segments[0]?.usedBefore ?? 0, yearVolume: bill.yearVolume, householdSize: ending.persons,
    tariffCode: mainUse.tariff.slice(0, mainUse.tariff.lastIndexOf('@')), tariffVersionId: only ? book.rowOf(only.tariff) : null, segments: only ? null : segments,
    meterChanges: changes.length > 0 ? changes : null, components: bill.components, totalFen: bill.total, dueOn: addDays(facts.dueFrom, policy.dueDays), lateFeeRate: policy.lateFeeRate,
  };
}

/** What the meter on the wall shows after a reading. */
export const figureAfter = (reading: Pick<BilledReading, 'value' | 'nextValue'>) => reading.nextValue ?? reading.value;

type SaidOfBill = Omit<PlannedBill, 'dueOn' | 'lateFeeRate' | 'meterChanges' | 'segments'> & { segments: readonly Pick<BillSegment, 'tariff' | 'from' | 'to' | 'volume' | 'usedBefore'>[] | null };

/** Whether two bills of one reading say the same: what is charged, for what, and what it means for the next one. */
export function saysTheSame(a: SaidOfBill, b: SaidOfBill): boolean {
  const said = (bill: SaidOfBill) => JSON.stringify([
    bill.readingOrdinal, bill.fromOn, bill.toOn, bill.previousReading, bill.reading, bill.volume, bill.usedBefore, bill.yearVolume, bill.householdSize, bill.tariffCode, bill.tariffVersionId,
    bill.segments?.map(({ tariff, from, to, volume, usedBefore }) => [tariff, from, to, volume, usedBefore]) ?? null,
    Object.entries(bill.components).sort(([x], [y]) => (x < y ? -1 : 1)), bill.totalFen,
  ]);
  return said(a) === said(b);
}
