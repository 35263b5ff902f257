import { expect, it } from 'vitest';
import { counterBookOf, onlineBookOf, onlineBooksOf, receiptNumberOf } from './receipt-number.js';

it('numbers receipts by books of the year in Shanghai, several of them online', () => {
  const at = new Date('2026-12-31T16:00:00Z');
  expect(onlineBooksOf(at)).toHaveLength(8);
  expect(new Set(Array.from({ length: 16 }, (_, id) => onlineBookOf(at, id)))).toEqual(new Set(onlineBooksOf(at)));
  expect(onlineBookOf(at, 9)).toBe('WX2027B');
  expect(receiptNumberOf('WX2027B', 17)).toBe('WX2027B-00000017');
});

it('names a cashier’s book by year and serial', () => {
  expect(counterBookOf(new Date('2026-12-31T15:59:59Z'), 17)).toBe('SJ2600017');
});
