import { expect, it } from 'vitest';
import { mayReuseOrder, orderExpiry, timeToAsk } from './when-to-ask-wechat.js';

const ordered = new Date('2026-03-02T01:00:00.900Z');
const after = (instant: Date | null) => instant && (instant.getTime() - ordered.getTime()) / 1000;

it('asks after 5 s, 30 s, 1, 3, 5, 10 and 30 minutes, then no more', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((step) => after(timeToAsk(ordered, step)))).toEqual([5, 30, 60, 180, 300, 600, 1800, null]);
});
it('offers an order again while there is time to pay it', () => {
  expect(orderExpiry(ordered).toISOString()).toBe('2026-03-02T03:00:00.000Z');
  expect(mayReuseOrder(ordered, new Date('2026-03-02T02:29:00Z'))).toBe(true);
  expect(mayReuseOrder(ordered, new Date('2026-03-02T02:31:00Z'))).toBe(false);
});
