import { expect, it } from 'vitest';
import { hasFourByteCharacter } from '@shouwen/shared/value';
import { orderDescription } from './order-description.js';

it('names the company and the number of bills', () => {
  expect(orderDescription('首问市自来水公司', 2)).toBe('首问市自来水公司水费（2 笔账单）');
});
it('has no character of four bytes, whatever the company is called', () => {
  const description = orderDescription('清泉💧𠮷水务', 1);
  expect(description).toBe('清泉水务水费（1 笔账单）');
  expect(hasFourByteCharacter(description)).toBe(false);
});
it('is at most 127 characters long', () => {
  expect(orderDescription('水'.repeat(200), 24)).toHaveLength(127);
});
