import { expect, it } from 'vitest';
import fc from 'fast-check';
import { codeCheck, isTaxNumber, organisationCheck, plainTaxNumber } from './value/index.js';

// Published by the companies themselves.
it.each(['9144030071526726XG', '914403001922038216', '91110108551385082Q', '91330100799655058B', '91110000802100433B'])('takes %s', (code) => {
  expect(isTaxNumber(code)).toBe(true);
});

it.each([
  ['a letter that the standard leaves out', '9144O30071526726XG'],
  ['seventeen characters', '9144030071526726X'],
  ['nineteen characters', '9144030071526726XG1'],
  ['small letters', '9144030071526726xg'],
  ['the organisation check wrong, the last made to fit', `9144030071526726A${codeCheck('9144030071526726A')}`],
  ['nothing', ''],
])('refuses %s', (_, code) => {
  expect(isTaxNumber(code)).toBe(false);
});

it('reads it as people copy it', () => {
  expect(plainTaxNumber(' 9144 0300-7152 6726xg ')).toBe('9144030071526726XG');
  expect(plainTaxNumber('９１４４０３００７１５２６７２６ＸＧ')).toBe('9144030071526726XG');
});

const digit = fc.constantFrom(...'0123456789');
const body = fc.tuple(fc.constantFrom('1', '5', '9', 'Y'), fc.constantFrom('1', '2', '3', '9'), fc.array(digit, { minLength: 6, maxLength: 6 }), fc.array(digit, { minLength: 8, maxLength: 8 })).map(([a, b, region, number]) => {
  const first = `${a}${b}${region.join('')}${number.join('')}`;
  const seventeen = first + organisationCheck(number.join(''));
  return seventeen + codeCheck(seventeen);
});

it('a code with one wrong character, or two neighbours swapped, is never taken', () => {
  fc.assert(fc.property(body, fc.nat(17), fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), (code, at, other) => {
    expect(isTaxNumber(code)).toBe(true);
    fc.pre(code[at] !== other);
    expect(isTaxNumber(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
  }));
  fc.assert(fc.property(body, fc.nat(16), (code, at) => {
    fc.pre(code[at] !== code[at + 1]);
    expect(isTaxNumber(code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2))).toBe(false);
  }));
});
