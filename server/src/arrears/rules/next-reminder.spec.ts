import { describe, expect, it } from 'vitest';
import { addDays } from '@shouwen/shared/value';
import * as fc from 'fast-check';
import { faultOfSteps, isReminderHour, nextReminder } from './next-reminder.js';

const steps = [{ days: 3, channel: 'message', text: '一' }, { days: 15, channel: 'message', text: '二' }, { days: 30, channel: 'call', text: '三' }] as const;
const dueOn = '2026-03-01';
const on = (days: number, done: number[] = []) => nextReminder(steps, dueOn, addDays(dueOn, days), done)?.days ?? null;

describe('the next reminder', () => {
  it('comes on its day, once, and the next on its own', () => {
    expect([on(0), on(2), on(3), on(3, [3]), on(14, [3]), on(15, [3]), on(29, [3, 15]), on(30, [3, 15]), on(400, [3, 15, 30])]).toEqual([null, null, 3, null, null, 15, null, 30, null]);
  });

  it('after a long silence only the latest of those missed', () => {
    expect([on(40), on(40, [3]), on(16), on(16, [15])]).toEqual([30, 30, 15, null]);
  });

  it('whatever days were slept through, no step is done twice and none after a later one', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 })), (awake) => {
      const done: number[] = [];
      for (const day of awake.sort((a, b) => a - b)) {
        const step = on(day, done);
        if (step === null) continue;
        expect(done.every((before) => before < step)).toBe(true);
        done.push(step);
      }
      if (awake.some((day) => day >= 30)) expect(done.at(-1)).toBe(30);
    }));
  });

  it('steps follow one another', () => {
    expect(faultOfSteps(steps)).toBeNull();
    expect(faultOfSteps([steps[1], steps[1]])).toEqual({ path: 'steps.1.days', message: '每一步的天数应大于上一步' });
  });

  it('nobody is reminded at night', () => {
    expect(['00:59', '01:00', '11:59', '12:00'].map((utc) => isReminderHour(new Date(`2026-03-02T${utc}:00Z`)))).toEqual([false, true, true, false]);
  });
});
