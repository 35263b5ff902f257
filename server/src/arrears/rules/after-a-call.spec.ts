import { describe, expect, it } from 'vitest';
import { afterCall, faultOfCallback } from './after-a-call.js';

const today = '2026-03-02';
describe('after a call about arrears', () => {
  it('nobody answers: tomorrow again, three times', () => {
    expect([1, 2, 3].map((attempts) => afterCall('no-answer', attempts, null, today))).toEqual([{ state: 'open', nextOn: '2026-03-03' }, { state: 'open', nextOn: '2026-03-03' }, { state: 'unreached', nextOn: today }]);
  });
  it('what was agreed is looked at on its day; who says it is paid, in three days; the rest is over', () => {
    expect(afterCall('promised', 1, '2026-03-09', today)).toEqual({ state: 'open', nextOn: '2026-03-09' });
    expect(afterCall('paid', 1, null, today)).toEqual({ state: 'open', nextOn: '2026-03-05' });
    for (const result of ['refused', 'wrong-number', 'dispute', 'plan'] as const) expect(afterCall(result, 1, null, today).state).toBe('done');
  });
  it('a promise has a day, not too far', () => {
    expect(faultOfCallback('promised', null, today)).not.toBeNull();
    expect(faultOfCallback('refused', null, today)).toBeNull();
    expect(faultOfCallback('promised', today, today)).not.toBeNull();
    expect(faultOfCallback('no-answer', '2026-05-02', today)).not.toBeNull();
    expect(faultOfCallback('promised', '2026-05-01', today)).toBeNull();
  });
});
