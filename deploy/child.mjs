/** A long-running part (sandbox, server, database) as a child process: started, waited for, stopped, never left behind. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { createTail, StepFailure } from './progress.mjs';

/**
 * Starts `command`. In a process group of its own, so that Ctrl-C reaches only us and we stop the parts in
 * order. `exited` resolves when it ends, for whatever reason.
 */
export function startChild(name, command, args, { cwd, env, logFile }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const tail = createTail();
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      log.write(chunk);
      tail.add(chunk.toString());
    });
  let ended = false;
  const exited = new Promise((resolve) => {
    child.on('error', (error) => {
      ended = true;
      resolve({ reason: error.message });
    });
    child.on('close', (code, signal) => {
      ended = true;
      log.end();
      resolve({ reason: signal ?? `退出码 ${code}` });
    });
  });
  return {
    name,
    pid: child.pid,
    exited,
    running: () => !ended,
    failure: (message) => new StepFailure(message, tail.lines(), logFile),
    /** Asks it to stop; after `patience` milliseconds it is made to. */
    async stop(patience = 15_000) {
      if (ended) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), patience);
      await exited;
      clearTimeout(insist);
    },
    kill: (signal = 'SIGKILL') => child.kill(signal),
  };
}

/** Waits until `url` answers with success; fails at once when the child ends before. */
export async function waitUntilReady(child, url, patience = 120_000) {
  const until = Date.now() + patience;
  let ended;
  void child.exited.then(({ reason }) => (ended = reason));
  for (;;) {
    if (ended) throw child.failure(`${child.name}没有启动成功（${ended}）`);
    if (Date.now() > until) throw child.failure(`${child.name}在 ${Math.round(patience / 1000)} 秒内没有就绪`);
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      await answer.arrayBuffer();
      if (answer.ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function portIsFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** A port nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
