import { addDays, daysBetween, type DateString } from '@shouwen/shared/value';
import { shareByLargestRemainder } from './share-by-largest-remainder.js';

export interface ReadingSegment {
  /** Both inclusive. */
  readonly from: DateString;
  readonly to: DateString;
  readonly days: number;
  /** Whole m³. */
  readonly volume: number;
}

/**
 * Splits the volume between two readings (the previous day exclusive, this one inclusive) over segments that begin at the cuts: a year's first
 * day, the first day of a new price (PY-9). By days, in whole m³ by largest remainder, ties to the earlier segment; the parts add up to the
 * volume. Cuts outside the span, or given twice, change nothing. Throws RangeError for readings on one day or out of order.
 */
export function splitReadingByDays(previousReading: DateString, reading: DateString, volume: number, cuts: readonly DateString[]): ReadingSegment[] {
  const totalDays = daysBetween(previousReading, reading);
  if (totalDays < 1) throw new RangeError(`reading ${reading} is not after the previous one of ${previousReading}`);
  if (!Number.isSafeInteger(volume) || !Number.isSafeInteger(volume * totalDays) || volume < 0) throw new RangeError(`not a volume in whole m³: ${volume}`);

  const firstDay = addDays(previousReading, 1);
  const starts = [firstDay, ...[...new Set(cuts)].filter((cut) => cut > firstDay && cut <= reading).sort()];
  const spans = starts.map((from, i) => {
    const next = starts[i + 1];
    const to = next === undefined ? reading : addDays(next, -1);
    return { from, to, days: daysBetween(from, to) + 1 };
  });
  const volumes = shareByLargestRemainder(volume, spans.map(({ days }) => days), totalDays);
  return spans.map((span, i) => ({ ...span, volume: volumes[i]! }));
}
