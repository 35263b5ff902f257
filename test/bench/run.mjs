/** One size after the other: fills a database, starts the servers, measures them in turns. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../deploy/child.mjs';
import { startProcess, startServerProcess } from '../support/server-process.mjs';
import { fillDatabase } from './filled-database.mjs';
import { measure } from './measure.mjs';
import { operationsOn } from './operations.mjs';

const SIZES = [10_000, 1_000_000];

/** @param {{ dist: string, keep: string | undefined, quick: boolean }} options @returns {Promise<import('./results.mjs').Result[]>} */
export async function bench({ dist, keep, quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-bench-'));
  const results = [];
  try {
    for (const count of quick ? SIZES.slice(0, 1) : SIZES) results.push(await benchAt(count, { dist, folder, keep, quick }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
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
