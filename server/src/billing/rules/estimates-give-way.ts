import { daysBetween, type DateString } from '@shouwen/shared/value';

export interface KnownReading {
  readonly ordinal: number;
  readonly readOn: DateString;
  /** What the meter shows after it: the figure read, or the first figure of a new meter. */
  readonly value: number;
  readonly estimated: boolean;
}

/**
 * A figure lower than the estimates before it corrects them: what the meter really turned since the last true reading is shared over the days in
 * between, rounded down (PY-9). `readings` in order, the last true one among them. The new figure of each estimate that was too high, none where none
 * was; null when the figure is lower than a true reading.
 */
export function estimatesGiveWay(readings: readonly KnownReading[], actual: { readOn: DateString; value: number }): { ordinal: number; value: number }[] | null {
  const known = readings.findLast(({ estimated }) => !estimated);
  if (!known || known.value > actual.value) return null;
  const estimates = readings.filter(({ ordinal }) => ordinal > known.ordinal);
  if (estimates.every(({ value }) => value <= actual.value)) return [];
  const days = daysBetween(known.readOn, actual.readOn);
  return estimates.map(({ ordinal, readOn }) => ({ ordinal, value: known.value + Math.floor(((actual.value - known.value) * daysBetween(known.readOn, readOn)) / days) }));
}
