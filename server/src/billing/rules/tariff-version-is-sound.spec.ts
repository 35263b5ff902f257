import { describe, expect, it } from 'vitest';
import type { Tariff } from './tariff-types.js';
import { type TariffCompany, tariffFaults } from './tariff-version-is-sound.js';
import { unsoundUses } from './uses-are-sound.js';

const current: Tariff = { id: 'home@2026-01-01', from: '2026-01-01', tierPeriod: 'year', baseHousehold: 5, perExtraPerson: null, tiers: [{ upTo: 180, water: 20700 }, { upTo: 260, water: 40700 }, { upTo: null, water: 60700 }], flat: { sewage: 10000 } };
const company: TariffCompany = { versions: [current], billedTo: '2026-11-20' };
const at = (change: Partial<Tariff>, where = company) => tariffFaults({ ...current, from: '2027-01-01', ...change }, where).map(({ path }) => path);

describe('a new version of a tariff (PY-9)', () => {
  it('is published when it fits', () => {
    expect(at({})).toEqual([]);
    expect(at({ tiers: [{ upTo: null, water: 100 }] }, { versions: [], billedTo: null })).toEqual([]);
  });

  it('comes after every version and after what was billed', () => {
    expect(at({ from: '2026-01-01' })).toEqual(['fromOn']);
    expect(at({ from: '2025-06-01' })).toEqual(['fromOn']);
    expect(at({ from: '2026-11-20' })).toEqual(['fromOn']);
    expect(at({ from: '2026-11-21' })).toEqual([]);
  });

  it('has tiers that ascend and end open', () => {
    expect(at({ tiers: [] })).toEqual(['tiers']);
    expect(at({ tiers: [{ upTo: 180, water: 1 }, { upTo: 260, water: 2 }] })).toEqual(['tiers.1.upTo']);
    expect(at({ tiers: [{ upTo: null, water: 1 }, { upTo: null, water: 2 }] })).toEqual(['tiers.0.upTo']);
    expect(at({ tiers: [{ upTo: 260, water: 1 }, { upTo: 180, water: 2 }, { upTo: null, water: 3 }] })).toEqual(['tiers.1.upTo']);
    expect(at({ tiers: [{ upTo: 0, water: 1 }, { upTo: null, water: 2 }] })).toEqual(['tiers.0.upTo']);
    expect(at({ tiers: [{ upTo: 180, water: 3 }, { upTo: null, water: 2 }] })).toEqual(['tiers.1.water']);
  });

  it('widens only what has a bound, and has no slip of the decimal point', () => {
    expect(at({ perExtraPerson: [1, 2, 3] })).toEqual(['perExtraPerson']);
    expect(at({ tiers: [{ upTo: null, water: 20_700_000 }] })).toEqual(['tiers.0.water']);
    expect(at({ flat: { sewage: 10_000_000 } })).toEqual(['flat.sewage']);
  });
});

describe('uses of an account (PY-9)', () => {
  const shop: Tariff = { ...current, id: 'shop@2026-01-01', tierPeriod: 'month', tiers: [{ upTo: null, water: 1 }] };
  const versionsOf = (code: string) => (code === 'home' || code === 'other' ? [current] : code === 'shop' ? [shop] : []);
  const uses = (...shares: [string, number][]) => unsoundUses(versionsOf, shares.map(([tariffCode, share]) => ({ tariffCode, share })), '2026-02-01');

  it('add up to the whole, each once, each with a price in force', () => {
    expect(uses(['home', 1000])).toBeNull();
    expect(uses(['home', 650], ['shop', 350])).toBeNull();
    for (const wrong of [uses(), uses(['home', 999]), uses(['home', 0], ['shop', 1000]), uses(['home', 1500], ['shop', -500]), uses(['home', 500], ['home', 500])]) expect(wrong).toBe('SHARES_DO_NOT_ADD_UP');
    expect(uses(['none', 1000])).toBe('TARIFF_NOT_IN_FORCE');
    expect(unsoundUses(versionsOf, [{ tariffCode: 'home', share: 1000 }], '2025-12-31')).toBe('TARIFF_NOT_IN_FORCE');
    expect(uses(['home', 500], ['other', 500])).toBe('TWO_YEARLY_TARIFFS');
  });
});
