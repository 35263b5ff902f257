import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { breakLines } from './line-breaks.js';

/** Chinese characters are one wide, others half. */
const widthOf = (character: string) => (character.charCodeAt(0) < 0x2e80 ? 0.5 : 1);
const measure = (line: string) => [...line].reduce((sum, character) => sum + widthOf(character), 0);
const lines = (text: string, width: number) => breakLines(text, width, widthOf);

describe('lines of Chinese text', () => {
  it('break after any character, but never before a closing mark or after an opening one', () => {
    expect(lines('供水管道施工已经完成。', 10)).toEqual(['供水管道施工已经完', '成。']);
    expect(lines('请到营业厅办理（带身份证）', 8)).toEqual(['请到营业厅办理', '（带身份证）']);
    expect(lines('', 8)).toEqual(['']);
    expect(lines('一\n\n二\r\n三', 8)).toEqual(['一', '', '二', '三']);
  });
  it('keep words and numbers whole while they fit, and cut what does not', () => {
    expect(lines('户号 100000017 已过户', 6)).toEqual(['户号', '100000017 已', '过户']);
    expect(lines('A'.repeat(30), 6)).toEqual(['A'.repeat(12), 'A'.repeat(12), 'A'.repeat(6)]);
  });
  it('lose nothing and are never wider than asked', () => {
    const text = fc.string({ unit: fc.constantFrom(...'水表（）。，、“”a1 /换'), maxLength: 80 });
    fc.assert(fc.property(text, fc.integer({ min: 3, max: 12 }), (written, width) => {
      const broken = lines(written, width);
      expect(broken.join('').replace(/ /g, '')).toBe(written.replace(/ /g, ''));
      for (const line of broken) expect(measure(line)).toBeLessThanOrEqual(width);
    }));
  });
});
