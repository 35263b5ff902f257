import { describe, expect, it } from 'vitest';
import { addDays } from '@shouwen/shared/value';
import * as fc from 'fast-check';
import { faultOfPlan, standingOf } from './plan-is-kept.js';

const today = '2026-03-02';
const three = [{ dueOn: '2026-03-10', amountFen: 100 }, { dueOn: '2026-04-10', amountFen: 100 }, { dueOn: '2026-05-10', amountFen: 50 }];
const standing = (paidFen: number, on: string, allSettled = false) => standingOf({ instalments: three, paidFen, allSettled }, on);

describe('an instalment plan', () => {
  it('adds up to the debt, day after day from today on', () => {
    expect(faultOfPlan(three, 250, today)).toBeNull();
    expect(faultOfPlan(three, 251, today)).toMatchObject({ code: 'PLAN_NOT_THE_DEBT' });
    expect(faultOfPlan([{ dueOn: '2026-03-01', amountFen: 250 }], 250, today)).toMatchObject({ path: 'instalments.0.dueOn' });
    expect(faultOfPlan([three[1]!, three[0]!], 200, today)).toMatchObject({ path: 'instalments.1.dueOn' });
    expect(faultOfPlan([{ dueOn: addDays(today, 2000), amountFen: 1 }], 1, today)).toMatchObject({ message: '分期最长三年' });
    expect(faultOfPlan([{ dueOn: today, amountFen: -5 }, { dueOn: '2026-04-01', amountFen: 10 }], 5, today)).toMatchObject({ path: 'instalments.0.amountFen' });
  });

  it('is kept until the end of each day, broken the day after, kept again when caught up', () => {
    expect(standing(0, '2026-03-10')).toEqual({ standing: 'kept', behindFen: 0, missedOn: null });
    expect(standing(99, '2026-03-11')).toEqual({ standing: 'broken', behindFen: 1, missedOn: '2026-03-10' });
    expect(standing(100, '2026-03-11').standing).toBe('kept');
    expect(standing(100, '2026-04-11')).toEqual({ standing: 'broken', behindFen: 100, missedOn: '2026-04-10' });
    expect(standing(0, '2026-04-11')).toEqual({ standing: 'broken', behindFen: 200, missedOn: '2026-03-10' });
    expect(standing(250, '2026-04-11').standing).toBe('fulfilled');
    expect(standing(0, '2027-01-01', true).standing).toBe('fulfilled');
  });

  it('more paid never makes it worse', () => {
    const rank = { broken: 0, kept: 1, fulfilled: 2 };
    fc.assert(fc.property(fc.nat(300), fc.nat(300), fc.nat(120), (a, b, days) => {
      const on = addDays(today, days);
      const [less, more] = [standing(Math.min(a, b), on), standing(Math.max(a, b), on)];
      expect(rank[more.standing]).toBeGreaterThanOrEqual(rank[less.standing]);
      expect(more.behindFen).toBeLessThanOrEqual(less.behindFen);
    }));
  });
});
