/**
 * `npm run verify-chain`: proves the record of every ticket (PR-2, CP-3) beside a running server, and names the first bad event of each faulty one.
 * Exit code 0 when all is sound, 1 when something is not or the proof could not be made.
 */
import { groupTicketNumber, ticketNumberOf } from '@shouwen/shared/value';
import { ConfigurationError, loadConfig } from '../config/index.js';
import { openDatabase } from '../database/index.js';
import { entities } from '../entities.js';
import { chainFaults, type ChainFault, Ticket } from '../ticket/index.js';

const PROGRESS_MS = 2000;

async function main(): Promise<number> {
  const dataSource = await openDatabase(loadConfig(), entities);
  try {
    const { manager } = dataSource;
    const [newest] = await manager.find(Ticket, { select: { id: true }, order: { id: 'DESC' }, take: 1 });
    const started = performance.now();
    let shown = started;
    let seen = { tickets: 0, events: 0 };
    let faulty = 0;
    const faults = chainFaults(manager, (count) => {
      seen = count;
      if (performance.now() - shown < PROGRESS_MS) return;
      shown = performance.now();
      process.stderr.write(`已核对 ${seen.tickets} 张工单（约 ${Math.min(99, Math.floor((100 * seen.tickets) / (newest?.id ?? 1)))}%），${seen.events} 条记录\n`);
    });
    for await (const fault of faults) {
      faulty += 1;
      process.stdout.write(`${inWords(fault)}\n`);
    }
    const seconds = (performance.now() - started) / 1000;
    const total = `核对 ${seen.tickets} 张工单、${seen.events} 条记录，用时 ${seconds.toFixed(1)} 秒（每秒 ${Math.round(seen.events / seconds)} 条）`;
    process.stdout.write(`${total}：${faulty === 0 ? '全部完好' : `${faulty} 张工单有问题`}\n`);
    return faulty === 0 ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
}

function inWords({ ticketId, sequence, reason }: ChainFault): string {
  return `工单 ${groupTicketNumber(ticketNumberOf(ticketId))}${sequence === null ? '' : ` 第 ${sequence} 条记录`}：${reason}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
