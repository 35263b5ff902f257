import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { CsvSplitter } from './split-csv.js';

function split(...pieces: string[]): string[][] {
  const splitter = new CsvSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

describe('CSV', () => {
  it.each([
    ['a,b\r\nc,d\n', [['a', 'b'], ['c', 'd']]],
    ['a,"b,""c"""\n,', [['a', 'b,"c"'], ['', '']]],
    ['"a\nb",c\n\n"",d', [['a\nb', 'c'], [''], ['', 'd']]],
    ['5" pipe,"x"y,z', [['5" pipe', 'xy', 'z']]],
    ['', []],
  ])('%j', (text, records) => expect(split(text)).toEqual(records));

  it('refuses a quotation mark that is never closed, soon', () => {
    expect(() => split('a,"b\nc,d\n')).toThrow(RangeError);
    const splitter = new CsvSplitter();
    splitter.push('"');
    expect(() => {
      for (let i = 0; i < 20; i++) splitter.push('x\n'.repeat(1000));
    }).toThrow(RangeError);
  });

  it('gives back what was written, however it is cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '户', '"', ',', '\n', '\r', ' ') });
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (records, size) => {
        const text = records.map((cells) => `${cells.map((c) => `"${c.replace(/"/g, '""')}"`).join(',')}\r\n`).join('');
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        expect(split(...pieces)).toEqual(records);
      }),
    );
  });
});
