/** One start of a clock, by its original limit. */
export interface Round {
  readonly dueByLimit: Date | null;
  readonly stoppedAt: Date | null;
  readonly state: string;
}

/**
 * CP-10, TL-6: by the original limit, and by every start of the clock: a complaint that was late once is late, however quick its second opening was.
 * Null when the clock never ran.
 */
export function worstRound<R extends Round>(rounds: readonly R[]): R | null {
  const counted = rounds.filter((round) => round.state !== 'withdrawn');
  return counted.find(({ dueByLimit, stoppedAt }) => dueByLimit !== null && stoppedAt !== null && stoppedAt >= dueByLimit) ?? counted.at(-1) ?? null;
}

/** Whether it was in time; null while it may still be. */
export function inTime(dueAt: Date | null, stoppedAt: Date | null, now: Date): boolean | null {
  if (dueAt === null) return null;
  if (stoppedAt !== null) return stoppedAt < dueAt;
  return now >= dueAt ? false : null;
}
