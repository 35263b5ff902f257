/** The tables a run prints, from figures made up here. */
import { describe, expect, it } from 'vitest';
import { missedTargets, resultTables, wholesTable } from './results.mjs';
import { tableOf } from '../support/text-table.mjs';

const figures = (cpuMs: number) => ({ requests: 100, cpuMs, perSecond: 1000 / cpuMs, p50: cpuMs, p99: 3 * cpuMs });
const result = (count: number, cpuMs: number) => ({
  count, seconds: 12.3,
  measured: [{ name: '工单详情', target: 2.5, limit: figures(0.2), product: figures(cpuMs) }, { name: '搜索', target: null, limit: figures(0.2), product: figures(9) }],
});

describe('the results of a bench', () => {
  it('line up although Chinese is twice as wide', () => {
    expect(tableOf(['', '毫秒'], [['详情', '1.5'], ['x', '10']])).toBe('      毫秒\n----  ----\n详情   1.5\nx       10\n');
  });

  it('give the ratio, and what grew with the table', () => {
    const text = resultTables([result(10_000, 0.4), result(1_000_000, 0.6)]);
    expect(text).toMatch(/工单详情 +0\.200 +0\.400 +2\.00× +≤ 2\.5× +2500 +0\.4 +1\.2\n/);
    expect(text).toContain('从1 万到100 万的增长');
    expect(text).toMatch(/工单详情 +1\.00× +1\.50× +1\.50×\n/);
    expect(resultTables([result(10_000, 0.4)])).not.toContain('增长');
  });

  it('say which targets are missed, and where', () => {
    expect(missedTargets([result(10_000, 0.4), result(1_000_000, 0.6)])).toBe('未达到目标：工单详情（100 万，3.00×，目标 2.5×）');
    expect(missedTargets([result(10_000, 0.4)])).toBe('全部达到目标');
  });

  it('show what is done for all at once, by its CPU time', () => {
    const run = { name: '批量出账', count: 1_000_000, target: 2, limit: { seconds: 10, cpu: 8 }, product: { seconds: 12, cpu: 20 } };
    expect(wholesTable([run])).toMatch(/批量出账（100 万） +10\.0 +12\.0 +1\.20× +8\.0 +20\.0 +2\.50× +≤ 2×/);
    expect(missedTargets([], [run])).toBe('未达到目标：批量出账（100 万，2.50×，目标 2×）');
  });
});
