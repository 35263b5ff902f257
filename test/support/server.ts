/** The server under test, in this process (fast, its parts within reach) or as a process of its own (to be killed). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplication } from '../../server/src/application.js';
import { Transactions } from '../../server/src/database/index.js';
import { freePort, startChild, waitUntilReady } from '../../deploy/child.mjs';
import type { TestDatabase } from './databases.js';
import { type FixedClock, fixedClock } from './fixed-clock.js';
import { serverEnvironment, testConfig } from './server-environment.js';

const repository = join(import.meta.dirname, '../..');

export interface ServerInProcess {
  url: string;
  app: Awaited<ReturnType<typeof createApplication>>;
  clock: FixedClock;
  /** Looks into (or disturbs) the tables behind the server's back. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Listens on a free port, its jobs running. The database is not dropped at `close`. */
export async function startServer(database: TestDatabase, overrides: Record<string, string> = {}): Promise<ServerInProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await createApplication(testConfig({ ...database.environment, PORT: String(port), PUBLIC_URL: url, ...overrides }));
  await app.listen(port, '127.0.0.1');
  const transactions = app.get(Transactions);
  return {
    url,
    app,
    clock: fixedClock(app),
    query: (sql, parameters) => transactions.run((tx) => tx.query(sql, parameters)),
    close: () => app.close(),
  };
}

export interface ServerProcess {
  url: string;
  pid: number;
  /** Gracefully, as systemd or Kubernetes would. */
  stop(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** The built server (`server/dist`) in a process of its own; several may share one MariaDB. */
export async function startServerProcess(database: TestDatabase, overrides: Record<string, string> = {}): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logs = mkdtempSync(join(tmpdir(), 'shouwen-log-'));
  const child = startChild('服务器', process.execPath, [join(repository, 'server/dist/main.js')], {
    cwd: repository,
    env: { PATH: process.env.PATH, ...serverEnvironment({ ...database.environment, PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'warn', ...overrides }) },
    logFile: join(logs, 'server.log'),
  });
  const lastResort = () => child.kill();
  process.once('exit', lastResort);
  const end = async (how: () => unknown) => {
    await how();
    await child.exited;
    process.removeListener('exit', lastResort);
    rmSync(logs, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(child, `${url}/ready`, 60_000);
  } catch (error) {
    await end(() => child.kill());
    throw error;
  }
  return { url, pid: child.pid as number, stop: () => end(() => child.stop()), kill: () => end(() => child.kill()) };
}
