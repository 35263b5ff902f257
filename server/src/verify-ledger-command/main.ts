/**
 * `npm run verify-ledger`: proves the books and everything that must agree with them (PY) beside a running server, and names the first fault of each
 * kind. Exit code 0 when all is sound, 1 when something is not or the proof could not be made.
 */
import { formatFen } from '@shouwen/shared/value';
import { ConfigurationError, loadConfig } from '../config/index.js';
import { openDatabase } from '../database/index.js';
import { entities } from '../entities.js';
import { type LedgerCheck, proveLedger } from '../ledger-proof/index.js';

const PROGRESS_MS = 2000;

async function main(): Promise<number> {
  const dataSource = await openDatabase(loadConfig(), entities);
  try {
    const { manager } = dataSource;
    const started = performance.now();
    let shown = started;
    const progress = ({ title }: LedgerCheck, id: number, top: number) => {
      if (performance.now() - shown < PROGRESS_MS) return;
      shown = performance.now();
      process.stderr.write(`${title}：已核对 ${Math.min(99, Math.floor((100 * id) / top))}%\n`);
    };
    let done = 0;
    let faulty = 0;
    for await (const { fault } of proveLedger(manager, progress)) {
      done += 1;
      if (!fault) continue;
      faulty += 1;
      process.stdout.write(`${fault.reason}\n`);
    }
    const [{ entries }] = await manager.query('SELECT COUNT(*) AS entries FROM journal_entry');
    const [{ n, debit, credit }] = await manager.query('SELECT COUNT(*) AS n, COALESCE(SUM(debit_fen), 0) AS debit, COALESCE(SUM(credit_fen), 0) AS credit FROM journal_line');
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`核对 ${entries} 笔分录、${n} 行明细的 ${done} 个方面，借方合计 ${formatFen(Number(debit))} 元，贷方合计 ${formatFen(Number(credit))} 元，用时 ${seconds} 秒：${faulty === 0 ? '账目全部相符' : `${faulty} 个方面有问题`}\n`);
    return faulty === 0 ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
