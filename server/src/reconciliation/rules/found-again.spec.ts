import { describe, expect, it } from 'vitest';
import { countsAnew, leftAfterCorrection } from './found-again.js';

const before = { kind: 'only-theirs' as const, ourFen: null, theirFen: 700, solvedByDayId: null };

describe('a settled difference that is found again', () => {
  it('counts anew when it had gone by itself or with a withdrawn file', () => {
    for (const resolution of ['itself', 'withdrawn'] as const) expect(countsAnew({ ...before, resolution }, before)).toBe(true);
    // Its other side stands in another day's file still.
    expect(countsAnew({ ...before, resolution: 'itself', solvedByDayId: 3 }, before)).toBe(false);
    expect(countsAnew({ ...before, resolution: 'itself', solvedByDayId: 3 }, { ...before, theirFen: 701 })).toBe(true);
  });

  it('stays explained while it is what was explained', () => {
    const explained = { ...before, resolution: 'explanation' as const };
    expect(countsAnew(explained, before)).toBe(false);
    expect(countsAnew(explained, { ...before, theirFen: 701 })).toBe(true);
    expect(countsAnew(explained, { kind: 'amount', ourFen: 1, theirFen: 700 })).toBe(true);
  });

  it('leaves of a correction exactly what the ledger has too much or too little', () => {
    expect(countsAnew({ ...before, resolution: 'correction' }, { ...before, theirFen: 1 })).toBe(false);
    expect(leftAfterCorrection(before, before)).toBeNull();
    expect(leftAfterCorrection(before, { theirFen: 500 })).toEqual({ ourFen: 700, theirFen: 500 });
    // Only ours, written off; a later file has it after all.
    expect(leftAfterCorrection({ ourFen: 300, theirFen: null }, null)).toEqual({ ourFen: 0, theirFen: 300 });
    expect(leftAfterCorrection({ ourFen: 300, theirFen: null }, { theirFen: null })).toBeNull();
  });
});
