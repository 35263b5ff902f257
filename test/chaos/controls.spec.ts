/** Nothing is believed that could not have failed: every fault has its control, and every control changes the build it is meant for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CASES } from './cases.mjs';
import { changed, CONTROLS } from './controls.mjs';
import { judge } from './judge.mjs';

const dist = join(import.meta.dirname, '../../server/dist');

describe('the controls of the faults', () => {
  it('are there for every fault, and each hangs on invariants the fault checks', () => {
    for (const fault of CASES) {
      expect(fault.controls.length).toBeGreaterThan(0);
      for (const { control, breaks, database } of fault.controls) {
        expect(database === 'forgetful' || control in CONTROLS).toBe(true);
        expect(breaks.length).toBeGreaterThan(0);
        expect(fault.invariants).toEqual(expect.arrayContaining(breaks));
      }
    }
    const used = new Set(CASES.flatMap(({ controls }) => controls.map(({ control }) => control)));
    expect(Object.keys(CONTROLS).filter((name) => !used.has(name))).toEqual([]);
  });

  it.each(Object.entries(CONTROLS))('%s switches its guard off in the build', (_, { changes }) => {
    for (const change of changes) {
      expect(changed(readFileSync(join(dist, change.file), 'utf8'), change)).not.toBe('');
      expect(() => changed('export const nothing = 1;', change)).toThrow('no place to change');
    }
  });

  it('are judged by failing, the product by holding', () => {
    const fault = { ...CASES[0]!, invariants: ['I3', 'I6'] as const };
    const control = { control: 'no-lease', breaks: ['I3'] as const };
    const met = 'nothing';
    // The types are JSDoc's: readonly tuples are as good as arrays here.
    const verdict = (guard: unknown, broken: object) => judge(fault as never, guard as never, { broken, met }).good;
    expect(verdict(null, { I3: null, I6: null })).toBe(true);
    expect(verdict(null, { I3: 'lost', I6: null })).toBe(false);
    expect(verdict(null, { I3: null })).toBe(false);
    expect(verdict(control, { I3: 'lost', I6: null })).toBe(true);
    expect(verdict(control, { I3: null, I6: 'broken' })).toBe(false);
    expect(verdict(control, { I3: null, I6: null })).toBe(false);
  });
});
