import { expect, it } from 'vitest';
import { putsBillsRight } from './who-puts-bills-right.js';

it('bills are put right by the counter, by finance, and by the sections for bills and applications', () => {
  for (const role of ['clerk', 'shift-leader', 'hall-director', 'finance'] as const) expect(putsBillsRight([role], [])).toBe(true);
  for (const role of ['handler', 'section-leader'] as const) {
    expect([['billing-question', 'complaint'], ['application'], ['complaint'], ['leak'], []].map((kinds) => putsBillsRight([role], kinds))).toEqual([true, true, false, false, false]);
    expect(putsBillsRight([role, 'clerk'], ['complaint'])).toBe(true);
  }
  for (const role of ['hotline', 'hall-manager', 'supervisor', 'administrator', 'company-leader', 'crew'] as const) expect(putsBillsRight([role], ['billing-question', 'application'])).toBe(false);
  expect(putsBillsRight([], ['billing-question'])).toBe(false);
});
