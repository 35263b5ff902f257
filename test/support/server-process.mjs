/** The built server as a process of its own: it can be measured from outside, and killed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startChild, waitUntilReady } from '../../deploy/child.mjs';
import { serverSettings } from './server-settings.mjs';

/** Ticks of the kernel's process accounting in a second, on every Linux. */
const TICKS = 100;

/**
 * Starts `dist/main.js` and waits until it is ready. `overrides` are settings; `port` lets a restarted server keep its address.
 * @param {{ dist: string, name: string, folder: string, overrides: Record<string, string>, port?: number }} options
 */
export async function startServerProcess({ dist, name, folder, overrides, port }) {
  const listens = port ?? (await freePort());
  const url = `http://127.0.0.1:${listens}`;
  const env = { PATH: process.env.PATH, TZ: process.env.TZ, ...serverSettings({ DATA_DIR: join(folder, 'files'), ...overrides, PORT: String(listens), PUBLIC_URL: url }) };
  const child = await startProcess({ name, program: join(dist, 'main.js'), folder, env, ready: `${url}/ready` });
  return { ...child, url, port: listens };
}

/** Any Node program that listens. It ends with this process, however that ends. */
export async function startProcess({ name, program, folder, env, ready }) {
  const child = startChild(name, process.execPath, [program], { cwd: folder, env, logFile: join(folder, 'log', `${name}.log`) });
  const lastResort = () => child.kill();
  process.once('exit', lastResort);
  void child.exited.then(() => process.removeListener('exit', lastResort));
  await waitUntilReady(child, ready);
  return child;
}

/** CPU time a process has used so far, in seconds, of all its threads. Linux only. */
export function cpuSeconds(pid) {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) throw new Error(`no process accounting for ${pid}: this needs Linux's /proc`);
  const fields = readFileSync(file, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
