import { addDays, daysBetween, type DateString } from '@shouwen/shared/value';

export interface LateFeeFacts {
  /** Fen. */
  readonly principal: number;
  /** Per day, in 1/100000: 50 is 0.5 ‰. */
  readonly rate: number;
  /** The last day on time. */
  readonly due: DateString;
  readonly paidOn: DateString;
  /** Inclusive ranges during which the bill was in dispute; they may overlap. */
  readonly disputed: readonly (readonly [DateString, DateString])[];
}

export interface LateFee {
  /** Days charged. */
  readonly days: number;
  /** Fen, rounded half up, never above the principal. */
  readonly fee: number;
}

/** The late fee from the day after the due date to the day of payment inclusive, without the days in dispute (PY-9). */
export function lateFee({ principal, rate, due, paidOn, disputed }: LateFeeFacts): LateFee {
  for (const value of [principal, rate]) if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a principal or rate: ${value}`);
  const late = daysBetween(due, paidOn);
  if (late <= 0) return { days: 0, fee: 0 };
  const days = late - daysCovered(addDays(due, 1), paidOn, disputed);
  // BigInt: principal × rate × days can pass 2^53 for an old debt of a large customer.
  const exact = BigInt(principal) * BigInt(rate) * BigInt(days);
  const rounded = (exact * 2n + 100_000n) / 200_000n;
  return { days, fee: rounded > BigInt(principal) ? principal : Number(rounded) };
}

/** How many days of `first` … `last` at least one of the ranges covers. */
function daysCovered(first: DateString, last: DateString, ranges: readonly (readonly [DateString, DateString])[]): number {
  let covered = 0;
  let uncoveredFrom = first;
  for (const [from, to] of [...ranges].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const begin = from > uncoveredFrom ? from : uncoveredFrom;
    const end = to < last ? to : last;
    if (begin > end) continue;
    covered += daysBetween(begin, end) + 1;
    uncoveredFrom = addDays(end, 1);
  }
  return covered;
}
