/**
 * `npm run import -- accounts FILE` · `-- readings FILE` · `-- payments FILE` [--mapping FILE.json] [--result FILE.csv]
 * Exit code 0 when the file was worked through (faulty rows are reported, not fatal), 2 for a file that cannot be used,
 * 1 when something else went wrong, 130 when interrupted.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ConfigurationError, loadConfig } from '../config/index.js';
import { importFile } from '../data-import/index.js';
import { openDatabase } from '../database/index.js';
import { entities } from '../entities.js';
import { Refusal } from '../http/index.js';

const usage = '用法：npm run import -- accounts|payments|readings|meter-readings 文件 [--mapping 列名对应.json] [--result 结果.csv]';
const kindNames = { accounts: '户表', payments: '历史缴费', readings: '抄表数据', 'meter-readings': '待出账的抄表' } as const;

class UsageError extends Error {}

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (interrupted = true));

async function main(): Promise<number> {
  const { kind, path, mapping, resultPath } = await readArguments();
  const dataSource = await openDatabase(loadConfig(), entities);
  try {
    const started = performance.now();
    let shown = 0;
    const job = await importFile(dataSource, {
      kind, path, mapping, resultPath, startedBy: '命令行', interrupted: () => interrupted,
      progress: ({ doneRows, totalRows, faultyRows, state }) => {
        if (performance.now() - shown < 500 && state === 'running') return;
        shown = performance.now();
        say(`${kindNames[kind]} ${doneRows} / ${totalRows} 行${faultyRows > 0 ? `，${faultyRows} 行有误` : ''}`, state !== 'running');
      },
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `共 ${job.totalRows} 行：新增 ${job.createdRows}，更新 ${job.updatedRows}，无变化 ${job.unchangedRows}，有误 ${job.faultyRows}${kind === 'readings' ? `；出账 ${job.billsIssued} 笔` : ''}；用时 ${seconds} 秒\n`,
    );
    for (const { row, column, reason } of job.firstFaults) process.stdout.write(`  第 ${row} 行 ${column}：${reason}\n`);
    process.stdout.write(`每一行的结果：${resultPath}\n`);
    if (job.failure !== null) process.stderr.write(`${job.failure}\n`);
    return interrupted ? 130 : job.state === 'done' ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
}

async function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({ allowPositionals: true, options: { mapping: { type: 'string' }, result: { type: 'string' } } });
  } catch {
    throw new UsageError(usage);
  }
  const [kind, path, ...rest] = parsed.positionals;
  if ((kind !== 'accounts' && kind !== 'payments' && kind !== 'readings' && kind !== 'meter-readings') || path === undefined || rest.length > 0) throw new UsageError(usage);
  const mapping = parsed.values.mapping === undefined ? {} : await readMapping(parsed.values.mapping);
  return { kind, path, mapping, resultPath: parsed.values.result ?? `${path}.result.csv` } as const;
}

async function readMapping(path: string): Promise<Record<string, string>> {
  try {
    const mapping: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof mapping === 'object' && mapping !== null && Object.values(mapping).every((name) => typeof name === 'string')) return mapping as Record<string, string>;
  } catch {
    // said below
  }
  throw new UsageError(`列名对应表 ${path} 无法读取，应为 JSON，例如 {"户号":"用户编号"}`);
}

/** One line that renews itself on a terminal. */
function say(text: string, last: boolean): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}${last ? '\n' : ''}` : `${text}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  const unusable = error instanceof Refusal || error instanceof UsageError || (error as { code?: string }).code === 'ENOENT';
  const text = (error as { code?: string }).code === 'ENOENT' ? '没有找到这个文件' : unusable || error instanceof ConfigurationError ? (error as Error).message : (error as Error).stack;
  process.stderr.write(`${text}\n`);
  process.exitCode = unusable ? 2 : 1;
}
