import { expect, it } from 'vitest';
import { plainPhoneNumber } from './phone-number.js';

it.each([
  ['13812340001', '13812340001'],
  ['013812340001', '13812340001'],
  ['8613812340001', '13812340001'],
  ['008613812340001', '13812340001'],
  ['138-1234-0001', '13812340001'],
  ['138 1234 0001', '13812340001'],
  ['0632-5512345', '06325512345'],
  ['06325512345', '06325512345'],
  ['96655', '96655'],
  // Only a known prefix is taken off: this is not a mobile number with a 5 before it.
  ['513812340001', '513812340001'],
])('%s is kept as %s', (written, kept) => {
  expect(plainPhoneNumber(written)).toBe(kept);
});
