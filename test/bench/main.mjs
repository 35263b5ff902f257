/**
 * `npm run -s bench`: what a request costs, beside the bare limit on the same tables in the same run, at ten thousand and at a million tickets.
 * The steady figure is CPU time of server and database for one request. Shows, does not judge: exit code 0 unless something failed to run.
 * `--quick`: ten thousand only · `--keep DIR`: keeps the filled databases there for the next run · `--server DIR`: another build of the server.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../../deploy/child.mjs';
import { endWithParent } from '../../deploy/parent.mjs';
import { prepare } from '../../deploy/prepare.mjs';
import { printFailure } from '../../deploy/progress.mjs';
import { startProcess, startServerProcess } from '../support/server-process.mjs';
import { fillDatabase } from './filled-database.mjs';
import { measure } from './measure.mjs';
import { operationsOn } from './operations.mjs';
import { missedTargets, resultTables } from './results.mjs';

const root = resolve(import.meta.dirname, '../..');
const SIZES = [10_000, 1_000_000];

async function main() {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, keep: { type: 'string' }, server: { type: 'string' } } });
  const dist = values.server ? resolve(values.server) : join(root, 'server/dist');
  if (!values.server) await prepare(['shared', 'server'], { stream: process.stderr });
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-bench-'));
  const results = [];
  try {
    for (const count of values.quick ? SIZES.slice(0, 1) : SIZES) results.push(await benchAt(count, { dist, folder, keep: values.keep && resolve(values.keep), quick: values.quick }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${resultTables(results)}\n${missedTargets(results)}\n`);
  process.stdout.write(`${cpus().length} 核；MariaDB 提交即落盘；CPU 为每个请求中服务器与数据库之和；对照为直接用 node:http 与 mysql2 的最少 SQL，同一次运行中轮流测量\n`);
}

async function benchAt(count, { dist, folder, keep, quick }) {
  const report = (line) => process.stderr.write(`[${count} 张工单] ${line}\n`);
  const { database, url, seconds, tokens, staff, departments } = await fillDatabase({ dist, count, keep, folder, report });
  report(`填充数据库用了 ${Math.round(seconds)} 秒`);
  const started = [];
  const start = async (name, program, environment) => {
    const port = await freePort();
    const child = await startProcess({ name: `${name}-${count}`, program: join(import.meta.dirname, program), folder, env: { PATH: process.env.PATH, DATABASE_URL: url, PORT: String(port), ...environment }, ready: `http://127.0.0.1:${port}/ready` });
    started.push(child);
    return { pid: child.pid, url: `http://127.0.0.1:${port}` };
  };
  try {
    const product = await startServerProcess({ dist, name: `server-${count}`, folder, overrides: { DATABASE_URL: url } });
    started.push(product);
    const limit = await start('limit', 'limit-server.mjs', {});
    const sweep = await start('sweep', 'sweep-server.mjs', { SERVER_DIST: dist, DATA_DIR: join(folder, 'files') });
    const measured = [];
    for (const operation of await operationsOn({ dist, url, count, tokens, staff, departments })) {
      const figures = await measure({
        limit, product: operation.sweeps ? sweep : product, databasePid: database.pid,
        next: { limit: operation.limit, product: operation.product }, rounds: quick ? 4 : 6, milliseconds: quick ? 1000 : 1500,
      });
      report(`${operation.name}：对照 ${figures.limit.cpuMs.toFixed(3)} ms，产品 ${figures.product.cpuMs.toFixed(3)} ms（${figures.product.requests} 次）`);
      measured.push({ name: operation.name, target: operation.target, ...figures });
    }
    return { count, seconds, measured };
  } finally {
    for (const child of started) await child.stop();
    await database.stop();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));
endWithParent(() => process.exit(130));

await main().catch((error) => {
  printFailure(error);
  process.exitCode = 1;
});
