import { expect, it } from '@jest/globals';
import { receiptBookOf, receiptNumberOf } from './receipt-number.js';

it('is drawn from the book of the year in Shanghai (PY-10)', () => {
  expect(receiptBookOf(new Date('2026-12-31T15:59:59Z'))).toBe('WX2026');
  expect(receiptBookOf(new Date('2026-12-31T16:00:00Z'))).toBe('WX2027');
  expect(receiptNumberOf('WX2026', 17)).toBe('WX2026-00000017');
});
