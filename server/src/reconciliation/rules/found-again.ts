import type { DifferenceKind, FinanceResolution } from '@shouwen/shared/vocabulary';

export interface Settled {
  kind: DifferenceKind;
  ourFen: number | null;
  theirFen: number | null;
  resolution: FinanceResolution | null;
  /** Another day's file had its other side. */
  solvedByDayId: number | null;
}

/**
 * A settled difference that matching finds again: does somebody have to see to it anew? What an explanation covered were those amounts; what had
 * gone by itself is back. What was corrected is in the ledger already: see `leftAfterCorrection`.
 */
export function countsAnew(before: Settled, now: Pick<Settled, 'kind' | 'ourFen' | 'theirFen'>): boolean {
  const same = before.ourFen === now.ourFen && before.theirFen === now.theirFen;
  switch (before.resolution) {
    case 'correction':
      return false;
    case 'explanation':
      return !same || before.kind !== now.kind;
    default:
      return before.solvedByDayId === null || !same;
  }
}

/**
 * The ledger was made to follow the other side, which now says something else (`now`: null when both sides agree after all). Fen as the ledger has it
 * and as it should be; null when the correction still holds.
 */
export function leftAfterCorrection(before: Pick<Settled, 'ourFen' | 'theirFen'>, now: Pick<Settled, 'theirFen'> | null): { ourFen: number; theirFen: number } | null {
  const [ourFen, theirFen] = [before.theirFen ?? 0, (now ? now.theirFen : before.ourFen) ?? 0];
  return ourFen === theirFen ? null : { ourFen, theirFen };
}
