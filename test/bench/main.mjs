/**
 * `npm run -s bench`: what a request costs, beside the bare limit on the same tables in the same run, at ten thousand and at a million tickets and
 * water accounts; then a bill run and a reconciliation of a million, beside the plainest way to do them.
 * The steady figure is CPU time of server and database for one request. Shows, does not judge: exit code 0 unless something failed to run.
 * `--rows 账单,下单 --sizes 10000`: only the rows so named, at these sizes, and nothing whole · `--quick`: ten thousand only (runs: a hundred thousand) · `--keep DIR`: keeps the filled databases there for the next run · `--server DIR`: another build of the server.
 */
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../deploy/environment.mjs';
import { requireNode } from '../../deploy/installation.mjs';
import { endWhenTold } from '../../deploy/parent.mjs';
import { prepare } from '../../deploy/prepare.mjs';
import { createProgress, printFailure } from '../../deploy/progress.mjs';

async function main() {
  requireNode();
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, rows: { type: 'string' }, sizes: { type: 'string' }, keep: { type: 'string' }, server: { type: 'string' } } });
  if (!values.server) await prepare(['shared', 'server'], { stream: process.stderr });
  // Need what was just installed and built.
  const [{ installPrograms }, { bench, benchWholes }, { missedTargets, resultTables, wholesTable }] = await Promise.all([import('../support/system-programs.mjs'), import('./run.mjs'), import('./results.mjs')]);
  await createProgress(1, process.stderr).step('检查 MariaDB', (report) => installPrograms(report, ['mariadb-server']));
  const dist = resolve(values.server ?? join(root, 'server/dist'));
  const parts = (text) => text?.split(',').filter(Boolean);
  const [rows, sizes] = [parts(values.rows), parts(values.sizes)?.map(Number)];
  const results = await bench({ dist, keep: values.keep && resolve(values.keep), quick: values.quick, ...(sizes && { sizes }), ...(rows && { rows }) });
  const wholes = rows ? [] : await benchWholes({ dist, quick: values.quick });
  process.stdout.write(`${resultTables(results)}\n${wholes.length > 0 ? `出账与对账，整批\n${wholesTable(wholes)}\n` : ''}${missedTargets(results, wholes)}\n`);
  process.stdout.write(`${cpus().length} 核；MariaDB 提交即落盘；CPU 为每个请求（整批：全部）中服务器与数据库之和；对照为直接用 node:http 与 mysql2 的最少 SQL（出账：一条 INSERT … SELECT；对账：逐字节手写扫描），同一次运行中轮流测量\n`);
}

endWhenTold();

await main().catch((error) => {
  printFailure(error);
  process.exitCode = 1;
});
