import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { rollUpTakings, type TakingsPart } from './roll-up-takings.js';

const part = (more: Partial<TakingsPart> = {}): TakingsPart => ({ day: '2026-03-02', method: 'cash', voided: false, hall: '城区营业厅', window: '1 号窗口', cashier: '王芳', count: 1, fen: 100, ...more });

describe('PY-11: takings rolled up', () => {
  it('every side adds up to the same total, to the fen', () => {
    const parts = fc.array(fc.record({
      day: fc.constantFrom('2025-12-31', '2026-01-01', '2026-01-02', '2026-02-28'), method: fc.constantFrom('cash', 'card', 'wechat', 'prepaid'), voided: fc.boolean(),
      hall: fc.constantFrom('甲', '乙', '线上'), window: fc.constantFrom('1', '2'), cashier: fc.constantFrom('王', '李'), count: fc.nat(1000), fen: fc.nat(1_000_000_000),
    }));
    fc.assert(fc.property(parts, fc.constantFrom('day', 'month', 'year'), (given, step) => {
      const rolled = rollUpTakings(given as TakingsPart[], step as 'day');
      const sum = (rows: { count: number; fen: number }[]) => rows.reduce((all, { count, fen }) => ({ count: all.count + count, fen: all.fen + fen }), { count: 0, fen: 0 });
      const taken = sum(given.filter(({ voided, method }) => !voided && method !== 'prepaid'));
      expect({ count: rolled.total.count, fen: rolled.total.fen }).toEqual(taken);
      for (const rows of [rolled.periods, rolled.halls, rolled.windows, rolled.cashiers, Object.values(rolled.total.methods)]) expect(sum(rows)).toEqual(taken);
      for (const row of [...rolled.periods, ...rolled.halls]) expect(sum(Object.values(row.methods))).toEqual({ count: row.count, fen: row.fen });
      expect(sum([rolled.total, rolled.voided, rolled.fromPrepaid])).toEqual(sum(given));
    }));
  });

  it('periods stand in order of time, the rest by amount', () => {
    const { periods, cashiers } = rollUpTakings([part({ day: '2026-03-31' }), part({ day: '2026-02-01', cashier: '李娜', fen: 500 }), part({ day: '2025-12-31' })], 'month');
    expect(periods.map(({ name, fen }) => [name, fen])).toEqual([['2025-12', 100], ['2026-02', 500], ['2026-03', 100]]);
    expect(cashiers.map(({ name, fen }) => [name, fen])).toEqual([['李娜', 500], ['王芳', 200]]);
    expect(rollUpTakings([part(), part({ day: '2025-01-01' })], 'year').periods.map(({ name }) => name)).toEqual(['2025', '2026']);
  });

  it('what was made undone and what came out of prepaid money is no taking', () => {
    const { total, voided, fromPrepaid } = rollUpTakings([part({ voided: true }), part({ method: 'prepaid', fen: 7 }), part({ method: 'card', fen: 5 })], 'day');
    expect(total).toMatchObject({ count: 1, fen: 5, methods: { cash: { count: 0, fen: 0 }, card: { count: 1, fen: 5 } } });
    expect([voided, fromPrepaid]).toEqual([{ count: 1, fen: 100 }, { count: 1, fen: 7 }]);
  });
});
