/**
 * `npm run chaos`: two servers on one MariaDB, and WeChat's stand-in, meet the faults of the catalogue; afterwards the invariants are checked. Each fault is met again by
 * builds with one guard switched off, and those runs must fail. Exit code 1 when an invariant breaks, or a control does not.
 * `--seed N` throws the same dice again · `--fault N` only that fault, or those whose title has these words · `--server DIR` another build of the server.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../deploy/environment.mjs';
import { requireNode } from '../../deploy/installation.mjs';
import { endWhenTold } from '../../deploy/parent.mjs';
import { prepare } from '../../deploy/prepare.mjs';
import { createProgress, printFailure, seconds } from '../../deploy/progress.mjs';

async function main() {
  requireNode();
  const { values } = parseArgs({ options: { seed: { type: 'string' }, fault: { type: 'string' }, server: { type: 'string' } } });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!values.server) await prepare(['shared', 'server', 'sandbox'], { stream: process.stderr });
  // Need what was just installed and built.
  const [{ installPrograms }, { chaos }, { tableOf }] = await Promise.all([import('../support/system-programs.mjs'), import('./run.mjs'), import('../support/text-table.mjs')]);
  await createProgress(1, process.stderr).step('检查 MariaDB', (report) => installPrograms(report, ['mariadb-server']));
  const started = Date.now();
  process.stdout.write(`种子 ${seed}（npm run chaos -- --seed ${seed} 重来一遍）\n`);
  const { rows, good } = await chaos({ dist: resolve(values.server ?? join(root, 'server/dist')), seed, wanted: values.fault, report: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`\n${tableOf(['故障', '不变量', '结果'], rows, 3)}\n${good ? '全部成立，每个对照都如期失败' : '有不变量被破坏，或有对照没有失败'}，用时 ${seconds(Date.now() - started)}\n`);
  process.exitCode = good ? 0 : 1;
}

endWhenTold();

await main().catch((error) => {
  printFailure(error);
  process.exitCode = 1;
});
