import type { DateString } from '@shouwen/shared/value';
import type { DifferenceKind, ReconciliationSource } from '@shouwen/shared/vocabulary';
import type { Difference } from './match-lines.js';
import { isNextTo } from './read-plain-file.js';

const DAY_SECONDS = 86_400;

/** What else is known about a line that stands on one side of the day only. */
export interface Elsewhere {
  /** For a line of theirs: our record of the same number, though not on this day. */
  ours: { amountFen: number; onDate: DateString | null; done: boolean } | null;
  /** The other side of it was found in a neighbouring day's file. */
  foundInOtherFile: boolean;
  /** The file in which it should appear next has been matched already, so there is nothing to wait for. */
  nextFileMatched: boolean;
}

/** What a difference counts as; null: for nothing. */
export type Judged = { kind: DifferenceKind; state: 'open' | 'waiting' | 'resolved' } | null;

/**
 * PY-7: WeChat books a payment by the second it succeeded, we may have heard of it on the other side of midnight, and a bank books a deposit
 * when its counter gets to it. What is near midnight (or at the bank) waits for the next file before it counts as a difference; what is found
 * there was only a day apart.
 */
export function judge(difference: Difference, source: ReconciliationSource, onDate: DateString, elsewhere: Elsewhere, boundarySeconds: number): Judged {
  const { kind } = difference;
  if (kind === 'only-ours') {
    if (elsewhere.foundInOtherFile) return null;
    return mayWait(difference, source, elsewhere, boundarySeconds) ? { kind: 'day-boundary', state: 'waiting' } : { kind, state: 'open' };
  }
  if (kind !== 'only-theirs' || difference.twice) return { kind, state: 'open' };
  const { ours } = elsewhere;
  if (!ours) return mayWait(difference, source, elsewhere, boundarySeconds) ? { kind: 'day-boundary', state: 'waiting' } : { kind, state: 'open' };
  if (!ours.done) return { kind: 'state', state: 'open' };
  if (ours.amountFen !== difference.theirs?.amountFen) return { kind: 'amount', state: 'open' };
  if (source === 'bank') return { kind: 'day-boundary', state: 'resolved' };
  return { kind: 'day-boundary', state: ours.onDate !== null && isNextTo(ours.onDate, onDate) ? 'resolved' : 'open' };
}

function mayWait({ ours, theirs }: Difference, source: ReconciliationSource, { nextFileMatched }: Elsewhere, boundarySeconds: number): boolean {
  if (nextFileMatched) return false;
  // Money that the bank has and we know nothing of is no question of a day.
  if (source === 'bank') return ours !== null;
  const second = (ours ?? theirs)?.second ?? DAY_SECONDS / 2;
  return second < boundarySeconds || second >= DAY_SECONDS - boundarySeconds;
}
