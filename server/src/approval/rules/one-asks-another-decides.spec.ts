import { describe, expect, it } from 'vitest';
import type { Role } from '@shouwen/shared/vocabulary';
import { holds, refuseToDecide, refuseToWithdraw } from './one-asks-another-decides.js';

const person = (id: number, hallId: number | null, ...roles: Role[]) => ({ id, hallId, roles });
const request = { state: 'open', requestedById: 1, hallId: 5 } as const;

describe('one asks, another decides', () => {
  it('a leader decides in their hall, the house everywhere', () => {
    const roles = ['shift-leader', 'company-leader'] as const;
    expect(holds(roles, person(2, 5, 'shift-leader'), request)).toBe(true);
    expect(holds(roles, person(2, 6, 'shift-leader'), request)).toBe(false);
    expect(holds(roles, person(2, 6, 'company-leader'), request)).toBe(true);
    expect(holds(roles, person(2, 6, 'shift-leader'), { hallId: null })).toBe(true);
    expect(holds(roles, person(2, 5, 'clerk'), request)).toBe(false);
  });

  it('never who asked, whatever they are; only while open; only who may', () => {
    expect(refuseToDecide(request, person(1, 5, 'company-leader'), true)).toBe('APPROVAL_OWN');
    expect(refuseToDecide(request, person(2, 5, 'shift-leader'), false)).toBe('FORBIDDEN');
    expect(refuseToDecide({ ...request, state: 'expired' }, person(2, 5, 'shift-leader'), true)).toBe('APPROVAL_NOT_OPEN');
    expect(refuseToDecide(request, person(2, 5, 'shift-leader'), true)).toBeNull();
  });

  it('is withdrawn by who asked, while nobody has decided', () => {
    expect(refuseToWithdraw(request, person(2, 5))).toBe('FORBIDDEN');
    expect(refuseToWithdraw({ ...request, state: 'approved' }, person(1, 5))).toBe('APPROVAL_NOT_OPEN');
    expect(refuseToWithdraw(request, person(1, 5))).toBeNull();
  });
});
