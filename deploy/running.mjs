/** One demonstration per data folder: who runs it is noted there, so a second start can say so. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory } from './environment.mjs';
import { StepFailure } from './progress.mjs';

const file = join(dataDirectory, 'running.json');

/** Refuses when another start is running on this data; ends parts that a killed start left behind. */
export async function claim(port) {
  const other = read();
  if (other && alive(other.pid)) throw new StepFailure(`首问已经在运行（进程 ${other.pid}，http://127.0.0.1:${other.port}），请先在那个窗口按 Ctrl-C 停止它`);
  for (const pid of other?.parts ?? []) if (isOurs(pid)) process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < 50 && (other?.parts ?? []).some(isOurs); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  note({ pid: process.pid, port, parts: [] });
}

export function noteParts(port, parts) {
  note({ pid: process.pid, port, parts });
}

export function release() {
  if (read()?.pid === process.pid) rmSync(file, { force: true });
}

function note(content) {
  mkdirSync(dataDirectory, { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}

function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // nothing running, or half a note of a killed start
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/cmdline') || commandOf(pid).includes('start.mjs');
  } catch {
    return false;
  }
}

/** Process numbers are used again, so only a process that runs one of our programs counts. */
const isOurs = (pid) => /dist\/main\.js|invoice-sandbox\/main\.mjs/.test(commandOf(pid));

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
