import { describe, expect, it } from 'vitest';
import { tryAgainAt } from './not-reached-is-tried-again.js';
import { callFrom, deskOf, desksOf } from './who-is-called.js';
import { scoresInWords, starsOfScores } from './worst-answer-counts.js';

describe('a follow-up', () => {
  const matter = { source: 'hotline', confidential: false, investigatorId: null, firstResponsibleId: 4 } as const;
  it('stands on the list of whoever may know the person (FU-1, CP-6)', () => {
    expect(deskOf(matter)).toEqual({ desk: 'hotline', investigatorId: null });
    expect(deskOf({ ...matter, source: 'online' }).desk).toBe('hotline');
    for (const source of ['counter', 'letter', 'comment-card', 'director'] as const) expect(deskOf({ ...matter, source }).desk).toBe('hall');
    expect(deskOf({ ...matter, confidential: true })).toEqual({ desk: 'secret', investigatorId: 4 });
    expect(deskOf({ ...matter, confidential: true, investigatorId: 9 })).toEqual({ desk: 'secret', investigatorId: 9 });
  });

  it('leaves the first half of the period to who filed online (FU-1)', () => {
    const closed = new Date('2026-09-28T02:00:00Z');
    expect(callFrom({ source: 'hotline' }, closed, 7)).toEqual(closed);
    expect(callFrom({ source: 'online' }, closed, 7)).toEqual(new Date('2026-10-01T16:00:00Z'));
    expect(callFrom({ source: 'online' }, closed, 1)).toEqual(new Date('2026-09-28T16:00:00Z'));
  });

  it('is called by the hotline, by a hall for itself, and of secret matters by the supervisor', () => {
    expect(desksOf({ id: 1, roles: ['hotline'], hallId: null })).toEqual({ hotline: true, hall: null, secret: 'own' });
    expect(desksOf({ id: 1, roles: ['hall-manager'], hallId: 3 })).toEqual({ hotline: false, hall: 3, secret: 'own' });
    expect(desksOf({ id: 1, roles: ['clerk'], hallId: 3 })).toEqual({ hotline: false, hall: undefined, secret: 'own' });
    expect(desksOf({ id: 1, roles: ['supervisor'], hallId: null })).toEqual({ hotline: false, hall: undefined, secret: 'all' });
  });

  it('is tried again later today, then in the morning, then no more', () => {
    expect(tryAgainAt(1, new Date('2026-09-28T02:00:00Z'))).toEqual(new Date('2026-09-28T04:00:00Z'));
    expect(tryAgainAt(1, new Date('2026-09-28T15:00:00Z'))).toEqual(new Date('2026-09-29T01:00:00Z'));
    expect(tryAgainAt(2, new Date('2026-09-28T02:00:00Z'))).toEqual(new Date('2026-09-29T01:00:00Z'));
    expect(tryAgainAt(3, new Date('2026-09-28T02:00:00Z'))).toBeNull();
  });

  it('is as good as its worst answer (FU-3)', () => {
    const scores = { manner: 5, quality: 4, time: 1, result: 5 };
    expect(starsOfScores(scores)).toBe(1);
    expect(scoresInWords(scores, '等了三天')).toBe('电话回访：态度 5、质量 4、时效 1、结果 5\n等了三天');
  });
});
