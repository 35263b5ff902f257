/** PY-3, in milliseconds. */
export const MINUTE_MS = 60_000;

/** PY-3: how long payments took from account found to receipt; the median of an even number is the mean of the middle two. */
export function paceOf(servedMs: readonly number[]): { count: number; medianMs: number | null; withinMinute: number } {
  const sorted = [...servedMs].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const medianMs = sorted.length === 0 ? null : sorted.length % 2 === 1 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
  return { count: sorted.length, medianMs, withinMinute: sorted.filter((ms) => ms <= MINUTE_MS).length };
}
