import { expect, it } from 'vitest';
import { staffNumberAsOnTheBadge } from './staff-number-as-on-the-badge.js';

it.each([
  ['1002', '1002'], ['１００２', '1002'], ['10 02', '1002'], ['1002号', '1002'], ['工号：1002', '1002'], ['No.1002', '1002'], ['№1002', '1002'], ['10-02', '1002'],
  ['\u200b1002', '1002'], ['w102', 'W102'], ['Ｗ102', 'W102'], ['NO102', '102'], ['NOR7', 'NOR7'], ['不记得', ''], ['', ''],
])('“%s” is %s on the badge (CP-7)', (written, number) => {
  expect(staffNumberAsOnTheBadge(written)).toBe(number);
});
