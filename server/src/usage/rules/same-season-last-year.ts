import { addDays, daysBetween, type DateString } from '@shouwen/shared/value';

/** The days of a bill, both inclusive. */
export interface Span {
  readonly from: DateString;
  readonly to: DateString;
}

/**
 * The earlier period that covers most of the same days a year before, when it and those days share at least half of the longer: people
 * compare with the paper bill of then, so figures are never cut to size. Null when there is none.
 */
export function sameSeasonLastYear<T extends Span>(period: Span, earlier: readonly T[]): T | null {
  const [from, to] = [yearBefore(period.from), yearBefore(period.to)];
  let best: { span: T; shared: number } | null = null;
  for (const span of earlier) {
    const shared = daysOf({ from: span.from > from ? span.from : from, to: span.to < to ? span.to : to });
    if (shared * 2 >= Math.max(daysOf(span), daysOf({ from, to })) && shared > (best?.shared ?? 0)) best = { span, shared };
  }
  return best?.span ?? null;
}

/** Not below 0, for spans that do not meet. */
export const daysOf = ({ from, to }: Span): number => Math.max(0, daysBetween(from, to) + 1);

/** 29 February has its place taken by the 28th. */
function yearBefore(day: DateString): DateString {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0');
  return day.slice(4) === '-02-29' ? addDays(`${year}-03-01`, -1) : year + day.slice(4);
}
