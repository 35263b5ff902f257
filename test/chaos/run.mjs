/** Meets each fault with the product and with each of its controls, in a database of their own each time. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrivateMariadb } from '../support/private-mariadb.mjs';
import { openArena, prepareTown } from './arena.mjs';
import { CASES } from './cases.mjs';
import { Chance } from './chance.mjs';
import { buildWithout, CONTROLS } from './controls.mjs';
import { judge } from './judge.mjs';
import { openSandbox } from './money-ground.mjs';

const DISK_MB = 700;

/**
 * `wanted`: the number of a fault or words of its title; undefined: all.
 * @param {{ dist: string, seed: number, wanted: string | undefined, report: (line: string) => void }} options
 * @returns {Promise<{ rows: string[][], good: boolean }>}
 */
export async function chaos({ dist, seed, wanted, report }) {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-chaos-'));
  const database = await startPrivateMariadb();
  const small = once(() => onSmallDisk(dist, folder));
  const rows = [];
  let good = true;
  try {
    const town = await prepareTown({ dist, database, folder });
    for (const fault of CASES.filter(({ number, title }) => wanted === undefined || String(number) === wanted || title.includes(wanted))) {
      for (const control of [null, ...fault.controls]) {
        const ground = fault.disk === 'small' ? await small() : { database, town };
        if (!ground) {
          if (!control) rows.push([`${fault.number} ${fault.title}`, fault.invariants.join(' '), '跳过：挂载小磁盘需要 root']);
          continue;
        }
        const outcome = await meet(fault, control, { dist, ...ground, folder, seed });
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
    await small.made?.then((ground) => ground?.end(), () => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
  return { rows, good: good && rows.length > 0 };
}

/** What is made when it is first asked for. */
function once(make) {
  const get = () => (get.made ??= make());
  get.made = undefined;
  return get;
}

/** A database whose files lie on a disk of its own, which is soon full. Null where nobody may mount one. */
async function onSmallDisk(dist, folder) {
  if (process.getuid?.() !== 0) return null;
  const disk = mkdtempSync(join(tmpdir(), 'shouwen-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=777`, 'tmpfs', disk]);
  let database;
  const end = async () => {
    await database?.stop();
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  };
  try {
    database = await startPrivateMariadb({ parent: disk });
    return { database, disk, town: await prepareTown({ dist, database, folder }), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function meet(fault, control, { dist, database, town, disk, folder, seed }) {
  const patched = control && control.control in CONTROLS ? buildWithout(control.control, dist, mkdtempSync(join(folder, 'build-'))) : dist;
  const arena = await openArena({
    name: `${fault.number}_${control?.control ?? 'sound'}`, dist: patched, sound: dist, database, town, disk, folder, chance: new Chance(seed + fault.number),
    settings: control ? control.settings : fault.settings, forgetful: control?.database === 'forgetful', sandbox: fault.money ? await openSandbox(folder) : null,
  });
  try {
    for (const [table, index] of control?.dropIndexes ?? []) await arena.query(`ALTER TABLE ${table} DROP INDEX ${index}`);
    return await fault.run(arena);
  } finally {
    await arena.close();
  }
}
