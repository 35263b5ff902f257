const MINUTE = 60_000;
/** After how long an answer is asked for again: soon at first, since most come at once; then ever later up to an hour. */
const waits = [5_000, 30_000, MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE];

/** Milliseconds before the next question to the tax system, after `questions` of them. */
export const waitBeforeAsking = (questions: number): number => waits[questions] ?? 60 * MINUTE;

/** From here on people must look: the tax system has been silent, or has let it lie, for too long. */
export const isTrouble = (requestedAt: Date, now: Date): boolean => now.getTime() - requestedAt.getTime() >= 30 * MINUTE;
