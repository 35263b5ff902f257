import { describe, expect, it } from 'vitest';
import { addDays } from '@shouwen/shared/value';
import { ageOf } from './age-of-a-debt.js';

const today = '2026-03-02';
describe('age of a debt', () => {
  it.each([[0, 'current'], [-5, 'current'], [1, '30'], [30, '30'], [31, '60'], [60, '60'], [61, '90'], [90, '90'], [91, '180'], [180, '180'], [181, '365'], [365, '365'], [366, 'over'], [4000, 'over']])('%i days over is %s', (days, age) => {
    expect(ageOf(addDays(today, -days), today)).toBe(age);
  });
});
