import { describe, expect, it } from 'vitest';
import type { Role } from '@shouwen/shared/vocabulary';
import { figuresOf } from './whose-figures.js';

const viewer = (hallId: number | null, ...roles: Role[]) => ({ hallId, roles });

describe('whose figures', () => {
  it('the house for who answers for it, the own hall for its leaders, another hall for neither', () => {
    expect(figuresOf(viewer(3, 'finance'), undefined)).toEqual({ hallId: null });
    expect(figuresOf(viewer(null, 'company-leader'), 4)).toEqual({ hallId: 4 });
    expect(figuresOf(viewer(3, 'shift-leader'), undefined)).toEqual({ hallId: 3 });
    expect(figuresOf(viewer(3, 'hall-director'), 3)).toEqual({ hallId: 3 });
    expect(figuresOf(viewer(3, 'hall-director'), 4)).toBe('FORBIDDEN');
    expect(figuresOf(viewer(null, 'shift-leader'), undefined)).toBe('FORBIDDEN');
  });
});
