import { describe, expect, it } from 'vitest';
import { hallAndZoneOfLeak, metresBetween } from './hall-and-zone-of-leak.js';

const halls = [{ id: 2, latitude: 35.1, longitude: 117.2 }, { id: 1, latitude: 35.08, longitude: 117.15 }];
const suburbanAccount = { hallId: 2, zone: 'suburban' as const };

describe('hall and zone of a leak', () => {
  it('a place decides by the nearest hall, whatever the account', () => {
    expect(hallAndZoneOfLeak({ latitude: 35.081, longitude: 117.151 }, suburbanAccount, halls)).toEqual({ hallId: 1, zone: 'urban' });
    expect(hallAndZoneOfLeak({ latitude: 35.2, longitude: 117.25 }, null, halls)).toEqual({ hallId: 2, zone: 'suburban' });
  });
  it('without a place the account decides, without both the first hall and the shorter promise', () => {
    expect(hallAndZoneOfLeak(null, suburbanAccount, halls)).toEqual(suburbanAccount);
    expect(hallAndZoneOfLeak(null, { hallId: 9, zone: 'suburban' }, halls)).toEqual({ hallId: 1, zone: 'urban' });
    expect(hallAndZoneOfLeak(null, null, [])).toBeNull();
  });
  it('measures in metres', () => {
    expect(metresBetween({ latitude: 35, longitude: 117 }, { latitude: 35, longitude: 117.01 })).toBeCloseTo(912, -1);
    expect(metresBetween({ latitude: 35, longitude: 117 }, { latitude: 35.01, longitude: 117 })).toBeCloseTo(1113, -1);
  });
});
