import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { comparisonOf, type DraftFacts, findingsOfDraft, isFar, type Period } from './findings-of-draft.js';

const policy = { farPercent: 250, farLeast: 10 };
const terms = { householdSize: 3, tariff: '居民年阶梯水价', uses: '居民' };
const month = (to: string, volume: number): Period => ({ from: `${to.slice(0, 8)}01`, to, volume });
const facts = (volume: number, rest: Partial<DraftFacts> = {}): DraftFacts => ({
  ...month('2026-10-30', volume), ...terms, estimated: false, meterChanged: false, late: false, corrections: [], previous: { ...month('2026-09-30', 12), ...terms }, history: [month('2026-09-30', 12)], ...rest,
});
const reasons = (given: DraftFacts) => findingsOfDraft(given, policy).map(({ reason }) => reason);

describe('a draft beside the account’s own history', () => {
  it('needs nobody when it is like the others', () => {
    expect(reasons(facts(12))).toEqual([]);
    expect(reasons(facts(30))).toEqual([]); // 2.5 times is not yet more than 2.5 times
  });

  it('far above and far below, by both measures', () => {
    expect(findingsOfDraft(facts(42), policy)).toEqual([{ reason: 'far-above', text: '约为平时 12 m³ 的 3.5 倍' }]);
    expect(reasons(facts(31))).toEqual(['far-above']);
    expect(findingsOfDraft(facts(1), policy)).toEqual([{ reason: 'far-below', text: '平时约 12 m³，本期只有 8%' }]);
    expect(reasons(facts(3))).toEqual([]); // four times as little, but only 9 m³
    expect(reasons(facts(10, { previous: { ...month('2026-09-30', 1), ...terms }, history: [month('2026-09-30', 1)] }))).toEqual([]);
    expect(findingsOfDraft(facts(11, { previous: { ...month('2026-09-30', 0), ...terms }, history: [month('2026-09-30', 0)] }), policy)).toEqual([{ reason: 'far-above', text: '平时不用水' }]);
  });

  it('counts by the day: two months are twice one month', () => {
    expect(reasons(facts(60, { from: '2026-08-01' }))).toEqual([]);
    expect(reasons(facts(100, { from: '2026-08-01' }))).toEqual(['far-above']);
  });

  it('a summer like the last one, and a return to the usual, are not far', () => {
    const previous = { ...month('2026-09-30', 12), ...terms };
    expect(reasons(facts(42, { previous, history: [previous, month('2025-10-28', 40)] }))).toEqual([]);
    const away = { ...month('2026-09-30', 0), ...terms };
    const usual = Array.from({ length: 11 }, (_, i) => month(`2026-0${(i % 8) + 1}-28`, 40));
    expect(reasons(facts(42, { previous: away, history: [away, ...usual] }))).toEqual([]);
  });

  it('zero where water was used; not where none was', () => {
    expect(findingsOfDraft(facts(0), policy)).toEqual([{ reason: 'zero', text: '上期 12 m³' }]);
    expect(reasons(facts(0, { previous: { ...month('2026-09-30', 0), ...terms }, history: [month('2026-09-30', 0)] }))).toEqual([]);
  });

  it('the first bill, other terms, an estimate, a late one, another meter; the weightiest first', () => {
    expect(reasons(facts(500, { previous: null, history: [] }))).toEqual(['first']);
    const previous = { ...month('2026-09-30', 12), householdSize: 4, tariff: '居民月阶梯水价', uses: '居民' };
    expect(findingsOfDraft(facts(12, { previous }), policy)).toEqual([
      { reason: 'tariff-changed', text: '居民月阶梯水价 → 居民年阶梯水价' },
      { reason: 'household-changed', text: '4 人 → 3 人' },
    ]);
    expect(reasons(facts(12, { previous: { ...previous, uses: '居民 60%、非居民 40%' } }))).toEqual(['uses-changed', 'household-changed']);
    expect(reasons(facts(42, { estimated: true, late: true, meterChanged: true }))).toEqual(['far-above', 'estimated', 'late', 'meter-changed']);
  });

  it('a figure that was changed by hand, also where nothing else is to be seen; it names the item', () => {
    const corrections = ['2026-10-30 的读数 130 改为 112（王芳：抄错了）', '2026-09-30 的读数 90 改为 100（王芳：看错了）'];
    expect(findingsOfDraft(facts(12, { corrections }), policy)).toEqual([{ reason: 'corrected', text: corrections.join('；') }]);
    expect(reasons(facts(42, { corrections }))).toEqual(['corrected', 'far-above']);
    expect(reasons(facts(12, { corrections, previous: null, history: [] }))).toEqual(['corrected', 'first']);
  });

  it('the usual is the median of the last twelve bills for as many days: one burst pipe is not usual', () => {
    const history = [month('2026-09-30', 60), ...Array.from({ length: 12 }, (_, i) => ({ from: `2025-${String(i + 1).padStart(2, '0')}-01`, to: `2025-${String(i + 1).padStart(2, '0')}-28`, volume: 28 }))];
    expect(comparisonOf({ from: '2026-10-01', to: '2026-10-30', history })).toMatchObject({ usual: 30, yearAgo: { to: '2025-10-28' } });
    expect(comparisonOf({ from: '2026-10-01', to: '2026-10-30', history: [month('2026-09-30', 20), month('2026-08-30', 10)] })).toMatchObject({ usual: 15 });
    const burst = { ...month('2026-09-30', 140), ...terms };
    expect(reasons(facts(13, { previous: burst, history: [burst, month('2026-08-30', 12), month('2026-07-30', 14)] }))).toEqual([]);
    expect(comparisonOf({ from: '2026-10-01', to: '2026-10-30', history: [] })).toEqual({ usual: null, yearAgo: null });
  });
});

it('what is far from the history is far from the bill before: the set-based search may look at that one alone', () => {
  const volume = fc.nat(400);
  fc.assert(
    fc.property(volume, volume, fc.array(volume, { maxLength: 12 }), fc.integer({ min: 110, max: 500 }), fc.nat(20), (now, before, older, farPercent, farLeast) => {
      const previous = { ...month('2026-09-30', before), ...terms };
      const history = [previous, ...older.map((v, i) => month(`2025-${String(i + 1).padStart(2, '0')}-28`, v))];
      const given = facts(now, { previous, history });
      const far = findingsOfDraft(given, { farPercent, farLeast }).filter(({ reason }) => reason.startsWith('far'));
      const [much, little] = now > before ? [given, previous] : [previous, given];
      return far.length === 0 || isFar(much, little, { farPercent, farLeast });
    }),
  );
});
