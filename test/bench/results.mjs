/** Measured figures as tables, and what they miss. */
import { tableOf } from '../support/text-table.mjs';

/**
 * @typedef {import('./measure.mjs').Figures} Figures
 * @typedef {{ count: number, seconds: number, measured: { name: string, target: number | null, limit: Figures, product: Figures }[] }} Result
 * @typedef {{ name: string, count: number, target: number, limit: { seconds: number, cpu: number }, product: { seconds: number, cpu: number }, mostMb?: number }} Whole Something done for all at once.
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

/** @param {readonly Whole[]} wholes */
export function wholesTable(wholes) {
  const rows = wholes.map((one) => [
    `${one.name}（${inTenThousands(one.count)}）`, one.limit.seconds.toFixed(1), one.product.seconds.toFixed(1), `${(one.product.seconds / one.limit.seconds).toFixed(2)}×`, one.limit.cpu.toFixed(1), one.product.cpu.toFixed(1),
    `${wholeRatioOf(one).toFixed(2)}×`, `≤ ${one.target}×`, one.mostMb === undefined ? '' : one.mostMb.toFixed(0),
  ]);
  return tableOf(['', '对照秒', '产品秒', '倍数', '对照 CPU 秒', '产品 CPU 秒', '倍数', '目标', '内存 MB'], rows);
}
const wholeRatioOf = ({ limit, product }) => product.cpu / limit.cpu;

/** One line. @param {readonly Result[]} results @param {readonly Whole[]} [wholes] */
export function missedTargets(results, wholes = []) {
  const missed = results.flatMap(({ count, measured }) =>
    measured.filter((one) => one.target !== null && ratioOf(one) > one.target).map((one) => `${one.name}（${inTenThousands(count)}，${ratioOf(one).toFixed(2)}×，目标 ${one.target}×）`),
  );
  for (const one of wholes) if (wholeRatioOf(one) > one.target) missed.push(`${one.name}（${inTenThousands(one.count)}，${wholeRatioOf(one).toFixed(2)}×，目标 ${one.target}×）`);
  return missed.length === 0 ? '全部达到目标' : `未达到目标：${missed.join('；')}`;
}
