const seconds = [5, 30, 60, 180, 300, 600, 1800] as const;
const minute = 60_000;

/**
 * When to ask for the `step`-th time (0-based) whether an order was paid, since a notification may never come; null
 * after the last: then the order is closed before it is called failed.
 */
export function timeToAsk(orderedAt: Date, step: number): Date | null {
  const wait = seconds[step];
  return wait === undefined ? null : new Date(orderedAt.getTime() + wait * 1000);
}

/** WeChat lets nobody begin to pay after this. It is part of the order, so it never changes. */
export const orderExpiry = (createdAt: Date) => new Date(Math.floor(createdAt.getTime() / 1000) * 1000 + 120 * minute);

/** Until then an open order is offered again; later there would be too little time left to pay in peace. */
export const mayReuseOrder = (createdAt: Date, now: Date) => now.getTime() < createdAt.getTime() + 90 * minute;

/** A payer who watches the page makes us ask more often, but not more often than this. */
export const leastMsBetweenQuestions = 3000;
