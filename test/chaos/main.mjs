/**
 * `npm run chaos`: two servers on one MariaDB meet the faults of the catalogue; afterwards the invariants are checked. Each fault is met again by
 * builds with one guard switched off, and those runs must fail. Exit code 1 when an invariant breaks, or a control does not.
 * `--seed N` throws the same dice again · `--fault N` only that fault, or those whose title has these words · `--server DIR` another build of the server.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithParent } from '../../deploy/parent.mjs';
import { prepare } from '../../deploy/prepare.mjs';
import { printFailure, seconds } from '../../deploy/progress.mjs';
import { startPrivateMariadb } from '../support/private-mariadb.mjs';
import { tableOf } from '../support/text-table.mjs';
import { openArena, prepareTown } from './arena.mjs';
import { CASES } from './cases.mjs';
import { Chance } from './chance.mjs';
import { buildWithout, CONTROLS } from './controls.mjs';
import { judge } from './judge.mjs';

const root = resolve(import.meta.dirname, '../..');

async function main() {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, fault: { type: 'string' }, server: { type: 'string' } } });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const dist = values.server ? resolve(values.server) : join(root, 'server/dist');
  if (!values.server) await prepare(['shared', 'server'], { stream: process.stderr });
  const started = Date.now();
  process.stdout.write(`种子 ${seed}（npm run chaos -- --seed ${seed} 重来一遍）\n`);
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-chaos-'));
  const database = await startPrivateMariadb();
  const rows = [];
  let good = true;
  try {
    const town = await prepareTown({ dist, database, folder });
    for (const fault of CASES.filter(({ number, title }) => values.fault === undefined || String(number) === values.fault || title.includes(values.fault))) {
      for (const control of [null, ...fault.controls]) {
        const outcome = await meet(fault, control, { dist, database, town, folder, seed });
        const verdict = judge(fault, control, outcome);
        good &&= verdict.good;
        const title = control ? `  对照：${control.control in CONTROLS ? CONTROLS[control.control].title : '数据库不等落盘'}` : `${fault.number} ${fault.title}`;
        rows.push([title, control ? control.breaks.join(' ') : fault.invariants.join(' '), verdict.words]);
        process.stderr.write(`${title}：${verdict.words}（${outcome.met}；${Object.entries(outcome.broken).filter(([, why]) => why).map(([name, why]) => `${name} ${why}`).join('；') || '不变量都成立'}）\n`);
      }
    }
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`\n${tableOf(['故障', '不变量', '结果'], rows, 3)}\n${good ? '全部成立，每个对照都如期失败' : '有不变量被破坏，或有对照没有失败'}，用时 ${seconds(Date.now() - started)}\n`);
  process.exitCode = good ? 0 : 1;
}

async function meet(fault, control, { dist, database, town, folder, seed }) {
  const patched = control && control.control in CONTROLS ? buildWithout(control.control, dist, join(folder, `fault-${fault.number}`)) : dist;
  const arena = await openArena({
    name: `${fault.number}_${control?.control ?? 'sound'}`, dist: patched, sound: dist, database, town, folder, chance: new Chance(seed + fault.number),
    settings: control ? control.settings : fault.settings, forgetful: control?.database === 'forgetful',
  });
  try {
    if (control?.dropIndex) await arena.query(`ALTER TABLE ${control.dropIndex[0]} DROP INDEX ${control.dropIndex[1]}`);
    return await fault.run(arena);
  } finally {
    await arena.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));
endWithParent(() => process.exit(130));

await main().catch((error) => {
  printFailure(error);
  process.exitCode = 1;
});
