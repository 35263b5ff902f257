import { expect, it } from 'vitest';
import fc from 'fast-check';
import { amountInWords } from './amount-in-words.js';

it.each([
  [0, '零元整'],
  [1, '壹分'],
  [50, '伍角整'],
  [55, '伍角伍分'],
  [100, '壹元整'],
  [1000, '壹拾元整'],
  [140_950, '壹仟肆佰零玖元伍角整'],
  [600_714, '陆仟零柒元壹角肆分'],
  [32_504, '叁佰贰拾伍元零肆分'],
  [1_640_902, '壹万陆仟肆佰零玖元零贰分'],
  [10_700_053, '壹拾万柒仟元伍角叁分'],
  [1_000_100_00, '壹佰万零壹佰元整'],
  [100_000_000_00, '壹亿元整'],
  [100_000_001_00, '壹亿零壹元整'],
  [100_010_000_00, '壹亿零壹万元整'],
  [200_030_004_05, '贰亿零叁万零肆元零伍分'],
  [62_536_715, '陆拾贰万伍仟叁佰陆拾柒元壹角伍分'],
])('%d fen is %s', (fen, words) => {
  expect(amountInWords(fen)).toBe(words);
});

/** Reads the words back, by their grammar and not by the writer's. */
function read(words: string): number {
  const value: Record<string, number> = { 零: 0, 壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9 };
  const place: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1000 };
  let fen = 0, yuan = 0, group = 0, digit = 0;
  for (const c of words) {
    if (c in value) digit = value[c]!;
    else if (c in place) (group += digit * place[c]!), (digit = 0);
    else if (c === '亿' || c === '万') (yuan += (group + digit) * (c === '亿' ? 1e8 : 1e4)), (group = digit = 0);
    else if (c === '元') (fen += (yuan + group + digit) * 100), (digit = 0);
    else if (c === '角') (fen += digit * 10), (digit = 0);
    else if (c === '分') fen += digit;
  }
  return fen;
}

it('says the amount and nothing else, with no two zeros side by side', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e13 }), (fen) => {
      const words = amountInWords(fen);
      expect(read(words)).toBe(fen);
      expect(words).not.toMatch(/零零|零[元万亿角]./);
    }),
    { numRuns: 500 },
  );
});

it('refuses what is not an amount', () => {
  for (const wrong of [-1, 1.5, NaN, 1e14]) expect(() => amountInWords(wrong)).toThrow(RangeError);
});
