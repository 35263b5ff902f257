/** Meets each fault with the product and with each of its controls, in a database of their own each time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrivateMariadb } from '../support/private-mariadb.mjs';
import { openArena, prepareTown } from './arena.mjs';
import { CASES } from './cases.mjs';
import { Chance } from './chance.mjs';
import { buildWithout, CONTROLS } from './controls.mjs';
import { judge } from './judge.mjs';

/**
 * `wanted`: the number of a fault or words of its title; undefined: all.
 * @param {{ dist: string, seed: number, wanted: string | undefined, report: (line: string) => void }} options
 * @returns {Promise<{ rows: string[][], good: boolean }>}
 */
export async function chaos({ dist, seed, wanted, report }) {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-chaos-'));
  const database = await startPrivateMariadb();
  const rows = [];
  let good = true;
  try {
    const town = await prepareTown({ dist, database, folder });
    for (const fault of CASES.filter(({ number, title }) => wanted === undefined || String(number) === wanted || title.includes(wanted))) {
      for (const control of [null, ...fault.controls]) {
        const outcome = await meet(fault, control, { dist, database, town, folder, seed });
        const verdict = judge(fault, control, outcome);
        good &&= verdict.good;
        const title = control ? `  对照：${control.control in CONTROLS ? CONTROLS[control.control].title : '数据库不等落盘'}` : `${fault.number} ${fault.title}`;
        rows.push([title, control ? control.breaks.join(' ') : fault.invariants.join(' '), verdict.words]);
        const broken = Object.entries(outcome.broken).filter(([, why]) => why).map(([name, why]) => `${name} ${why}`);
        report(`${title}：${verdict.words}（${outcome.met}；${broken.join('；') || '不变量都成立'}）`);
      }
    }
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return { rows, good: good && rows.length > 0 };
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
