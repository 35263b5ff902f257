/** One size after the other: fills a database, starts the servers, measures them in turns. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../deploy/child.mjs';
import { startProcess, startServerProcess } from '../support/server-process.mjs';
import { serverSettings } from '../support/server-settings.mjs';
import { accountOperationsOn } from './account-operations.mjs';
import { benchBillRun } from './bill-run.mjs';
import { fillDatabase } from './filled-database.mjs';
import { measure } from './measure.mjs';
import { moneyOperationsOn } from './money-operations.mjs';
import { operationsOn } from './operations.mjs';
import { reconciliationBench } from './reconciliation.mjs';
import { makeWechatKey } from './wechat-keys.mjs';

const SIZES = [10_000, 1_000_000];

/** `rows`: only those whose name has one of these in it. @param {{ dist: string, keep: string | undefined, quick: boolean, sizes?: number[], rows?: string[] }} options @returns {Promise<import('./results.mjs').Result[]>} */
export async function bench({ dist, keep, quick, sizes = quick ? SIZES.slice(0, 1) : SIZES, rows }) {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-bench-'));
  const results = [];
  try {
    for (const count of sizes) results.push(await benchAt(count, { dist, folder, keep, quick, rows }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

/** What is done for all at once: seconds and CPU of the whole, beside the plainest way. @param {{ dist: string, quick: boolean }} options @returns {Promise<import('./results.mjs').Whole[]>} */
export async function benchWholes({ dist, quick }) {
  const report = (line) => process.stderr.write(`[出账与对账] ${line}\n`);
  const size = quick ? 100_000 : 1_000_000;
  const { plain, product } = await benchBillRun({ dist, accounts: size, report });
  const bill = await reconciliationBench({ dist, lines: size });
  return [
    { name: '批量出账：计算', count: size, target: 2, limit: plain.compute, product: product.compute },
    { name: '批量出账：出账，预存款自动缴费', count: size, target: 2, limit: plain.issue, product: product.issue },
    { name: '批量出账：消息', count: size, target: 2, limit: plain.tell, product: product.tell },
    { name: '微信账单对账', count: size, target: bill.target, limit: { seconds: bill.limit.seconds, cpu: bill.limit.cpuSeconds }, product: { seconds: bill.product.seconds, cpu: bill.product.cpuSeconds }, mostMb: bill.product.mostMb },
  ];
}

async function benchAt(count, { dist, folder, keep, quick, rows }) {
  const report = (line) => process.stderr.write(`[${count} 张工单] ${line}\n`);
  const { database, url, seconds, money, tokens, staff, departments } = await fillDatabase({ dist, count, keep, folder, report });
  report(`填充数据库用了 ${Math.round(seconds)} 秒`);
  const started = [];
  const start = async (name, program, environment) => {
    const port = await freePort();
    const child = await startProcess({ name: `${name}-${count}`, program: join(import.meta.dirname, program), folder, env: { PATH: process.env.PATH, DATABASE_URL: url, ...environment, PORT: String(port) }, ready: `http://127.0.0.1:${port}/ready` });
    started.push(child);
    return { pid: child.pid, url: `http://127.0.0.1:${port}` };
  };
  try {
    const wechatKey = makeWechatKey(folder);
    const wechat = await start('wechat', 'wechat-server.mjs', { ...serverSettings(), WECHAT_PRIVATE_KEY_FILE: wechatKey.privateFile });
    const settings = { ...wechatKey.settings, WECHAT_PAY_BASE: wechat.url };
    const product = await startServerProcess({ dist, name: `server-${count}`, folder, overrides: { DATABASE_URL: url, ...settings } });
    started.push(product);
    const limit = await start('limit', 'limit-server.mjs', serverSettings(settings));
    const sweep = await start('sweep', 'sweep-server.mjs', { SERVER_DIST: dist, DATA_DIR: join(folder, 'files') });
    const measured = [];
    const operations = [
      ...(await operationsOn({ dist, url, count, tokens, staff, departments })), ...(await accountOperationsOn({ dist, money, staffTokens: tokens.staff })),
      ...(await moneyOperationsOn({ url, money, staffTokens: tokens.staff, wechatKeyFile: wechatKey.privateFile })),
    ].filter(({ name }) => !rows || rows.some((part) => name.includes(part)));
    for (const operation of operations) {
      const figures = await measure({
        limit, product: operation.sweeps ? sweep : product, databasePid: database.pid,
        next: { limit: operation.limit, product: operation.product }, between: operation.between, rounds: quick ? 4 : 6, milliseconds: quick ? 1000 : 1500,
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
