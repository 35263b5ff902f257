/** Measured figures as tables, and what they miss. */
import { tableOf } from '../support/text-table.mjs';

/**
 * @typedef {import('./measure.mjs').Figures} Figures
 * @typedef {{ count: number, seconds: number, measured: { name: string, target: number | null, limit: Figures, product: Figures }[] }} Result
 */
const ratioOf = ({ limit, product }) => product.cpuMs / limit.cpuMs;
const inTenThousands = (count) => `${count / 10_000} 万`;

/** A table for each size, and one of what grew from the first to the last. @param {readonly Result[]} results */
export function resultTables(results) {
  const tables = results.map(({ count, seconds, measured }) => {
    const rows = measured.map((one) => [
      one.name, one.limit.cpuMs.toFixed(3), one.product.cpuMs.toFixed(3), `${ratioOf(one).toFixed(2)}×`, one.target === null ? '' : `≤ ${one.target}×`,
      one.product.perSecond.toFixed(0), one.product.p50.toFixed(1), one.product.p99.toFixed(1),
    ]);
    return `${inTenThousands(count)}张工单，每张 10 条记录（填充 ${Math.round(seconds)} 秒）\n${tableOf(['', '对照 CPU ms', '产品 CPU ms', '倍数', '目标', '每秒', 'p50 ms', 'p99 ms'], rows)}`;
  });
  const [first, last] = [results[0], results.at(-1)];
  if (first && last && first !== last) {
    const rows = first.measured.flatMap((one, i) => {
      const later = last.measured[i];
      return later ? [[one.name, `${(later.limit.cpuMs / one.limit.cpuMs).toFixed(2)}×`, `${(later.product.cpuMs / one.product.cpuMs).toFixed(2)}×`, `${(later.product.p50 / one.product.p50).toFixed(2)}×`]] : [];
    });
    tables.push(`从${inTenThousands(first.count)}到${inTenThousands(last.count)}的增长\n${tableOf(['', '对照 CPU', '产品 CPU', '产品 p50'], rows)}`);
  }
  return tables.join('\n');
}

/** One line. @param {readonly Result[]} results */
export function missedTargets(results) {
  const missed = results.flatMap(({ count, measured }) =>
    measured.filter((one) => one.target !== null && ratioOf(one) > one.target).map((one) => `${one.name}（${inTenThousands(count)}，${ratioOf(one).toFixed(2)}×，目标 ${one.target}×）`),
  );
  return missed.length === 0 ? '全部达到目标' : `未达到目标：${missed.join('；')}`;
}
