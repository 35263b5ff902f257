import { describe, expect, it } from 'vitest';
import { type ShiftAction, type ShiftState, shiftStateLabels } from '@shouwen/shared/vocabulary';
import { afterClose, afterCount, occupies, shiftTransitions, whyNotShiftAction } from './shift-lifecycle.js';

const states = Object.keys(shiftStateLabels) as ShiftState[];
const facts = (state: ShiftState, book: 'regular' | 'late' = 'regular', lateConfirmed = false) => ({ state, book, lateConfirmed });

describe('a shift (PY-4)', () => {
  it('goes from takings to the bank, every state within reach', () => {
    const reached = new Set<ShiftState>(['open']);
    for (let round = 0; round < states.length; round++)
      for (const transitions of Object.values(shiftTransitions)) for (const [from, to] of Object.entries(transitions)) if (reached.has(from as ShiftState)) reached.add(to);
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('says in words why an action is not possible, and allows exactly what its transitions hold', () => {
    for (const action of ['count', 'explain', 'deposit', 'bank'] as ShiftAction[])
      for (const state of states) {
        const possible = shiftTransitions[action as keyof typeof shiftTransitions][state] !== undefined;
        expect([action, state, whyNotShiftAction(facts(state), action) === null]).toEqual([action, state, possible]);
      }
  });

  it('keeps cashier and drawer occupied until a difference is explained', () => {
    expect(states.filter(occupies)).toEqual(['open', 'counted']);
    expect(afterCount({ differenceFen: -1, toBankFen: 500 })).toBe('counted');
    expect(afterCount({ differenceFen: 0, toBankFen: 500 })).toBe('closed');
    expect(afterCount({ differenceFen: 0, toBankFen: 0 })).toBe('banked');
    expect(afterClose(1)).toBe('closed');
  });

  it('sends the late book to the bank only after the shift leader has confirmed it', () => {
    expect(whyNotShiftAction(facts('closed', 'late'), 'deposit')).toContain('班长确认');
    expect(whyNotShiftAction(facts('closed', 'late', true), 'deposit')).toBeNull();
    expect(whyNotShiftAction(facts('closed', 'late'), 'confirm-late')).toBeNull();
    expect(whyNotShiftAction(facts('closed', 'late', true), 'confirm-late')).toContain('已经确认');
    expect(whyNotShiftAction(facts('open', 'late'), 'confirm-late')).toContain('清点');
    expect(whyNotShiftAction(facts('closed'), 'confirm-late')).toContain('晚收簿');
  });
});
