import { describe, expect, it } from 'vitest';
import { isStale, monthsBetween } from './how-long-figures-stand.js';

describe('how long figures stand', () => {
  it('months over the turn of a year', () => {
    expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsBetween('2026-02', '2026-02')).toEqual(['2026-02']);
    expect(monthsBetween('2026-03', '2026-02')).toEqual([]);
  });

  it('an hour for the last three months, a week for older ones, by the calendar in China', () => {
    const now = new Date('2026-03-31T16:30:00Z'); // April has begun in China
    const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
    expect(isStale('2026-03', null, now)).toBe(true);
    expect(isStale('2026-02', ago(0.9), now)).toBe(false);
    expect(isStale('2026-02', ago(1), now)).toBe(true);
    expect(isStale('2026-01', ago(24), now)).toBe(false);
    expect(isStale('2026-01', ago(7 * 24), now)).toBe(true);
  });
});
