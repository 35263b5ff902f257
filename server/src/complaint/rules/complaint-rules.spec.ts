import { describe, expect, it } from 'vitest';
import { partsOfConclusion } from './lesson-of-conclusion.js';
import { amountsOfYear } from './third-in-a-year-weighs-more.js';
import { whatAComplaintWaitsFor } from './what-a-complaint-waits-for.js';
import { inTime, worstRound } from './worst-round-counts.js';

const at = (hour: number) => new Date(Date.UTC(2026, 8, 28, hour));

describe('a complaint', () => {
  it('waits for an investigator, a conclusion, the answer, and then for nothing (CP-3, CP-8)', () => {
    const open = { kind: 'complaint', state: 'registered', investigatorId: null, outcome: null };
    expect(whatAComplaintWaitsFor(open)).toBe('investigator');
    expect(whatAComplaintWaitsFor({ ...open, investigatorId: 4 })).toBe('conclusion');
    // A first responsible may conclude without anyone being named.
    expect(whatAComplaintWaitsFor({ ...open, outcome: 'upheld' })).toBe('answer');
    expect(whatAComplaintWaitsFor({ ...open, state: 'closed', outcome: 'upheld' })).toBeNull();
    expect(whatAComplaintWaitsFor({ ...open, kind: 'consultation' })).toBeNull();
  });

  it('is in time when every opening was, by the original limit (CP-10, TL-6)', () => {
    const quick = { dueByLimit: at(4), stoppedAt: at(3), state: 'met' };
    const late = { dueByLimit: at(4), stoppedAt: at(4), state: 'met' };
    const withdrawn = { dueByLimit: at(1), stoppedAt: at(2), state: 'withdrawn' };
    const running = { dueByLimit: at(9), stoppedAt: null, state: 'running' };
    expect(worstRound([late, quick])).toBe(late);
    expect(worstRound([quick, running])).toBe(running);
    expect(worstRound([withdrawn, quick])).toBe(quick);
    expect(worstRound([])).toBeNull();
    expect([inTime(at(4), at(3), at(9)), inTime(at(4), at(4), at(9)), inTime(at(4), null, at(3)), inTime(at(4), null, at(4)), inTime(null, null, at(4))]).toEqual([true, false, null, false, null]);
  });

  it('costs more as the third of a year, by the order of entering (CP-9)', () => {
    const entered = (id: number, hour: number) => ({ id, caseFen: 5000, thirdFen: 20_000, decidedAt: at(hour) });
    expect([...amountsOfYear([entered(7, 3), entered(1, 5), entered(9, 1), entered(2, 8)])]).toEqual([
      [9, { caseFen: 5000, thirdFen: 0 }], [7, { caseFen: 5000, thirdFen: 0 }], [1, { caseFen: 5000, thirdFen: 20_000 }], [2, { caseFen: 5000, thirdFen: 0 }],
    ]);
    expect(amountsOfYear([entered(1, 1), entered(2, 2)]).get(2)).toEqual({ caseFen: 5000, thirdFen: 0 });
  });

  it('leaves its lesson, whatever the finding says (CP-8)', () => {
    expect(partsOfConclusion('认定：查无\n教训：字样\n教训：说清楚')).toEqual({ finding: '查无\n教训：字样', lesson: '说清楚' });
    expect(partsOfConclusion('认定：属实')).toEqual({ finding: '属实', lesson: '' });
  });
});
