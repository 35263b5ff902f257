/**
 * The whole road as `npm start` lays it: sandbox and server from their builds, in processes of their own, on
 * free ports, with the demonstration company. The company is made once per build and day, then copied.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startChild, waitUntilReady } from '../../deploy/child.mjs';
import { invoiceSandboxEnvironment, sandboxEnvironment, serverEnvironment } from '../../deploy/environment.mjs';
import { withLock } from '../../deploy/lock.mjs';
import { Client } from './http.js';
import { SandboxControl } from './sandbox-control.js';

const repository = join(import.meta.dirname, '../..');
const templates = join(repository, 'node_modules/.cache/shouwen/road');

export interface StaffLogin {
  staffNumber: string;
  name: string;
  /** As people say it; `roles` as the server does. */
  role: string;
  roles: string[];
  hall: string | null;
  department: string | null;
  password: string;
}
export interface DemonstrationAccount {
  accountNumber: string;
  /** What only its holder knows: the last digits of the phone on file, or of the meter number. */
  phoneTail: string;
  meterTail: string;
  /** The same in words. */
  proof: string;
  note?: string;
}

export interface Road {
  serverUrl: string;
  sandboxUrl: string;
  sandbox: SandboxControl;
  /** Without a session; `client.as(token)` has one. */
  client: Client;
  staff: StaffLogin[];
  accounts: DemonstrationAccount[];
  /** Where this road's database and files are. */
  folder: string;
  /** Ends the server as a power cut would, and starts it again on the same data. */
  restartServer(): Promise<void>;
  close(): Promise<void>;
}

/** `speed`: how many times faster than real the sandbox's retries and refunds run. */
export async function startRoad({ speed = 20, overrides = {} }: { speed?: number; overrides?: Record<string, string> } = {}): Promise<Road> {
  const folder = await copyDemonstration();
  const running = await lay(folder, speed, overrides);
  const { staff, accounts } = JSON.parse(readFileSync(join(folder, 'demonstration-logins.json'), 'utf8')) as { staff: StaffLogin[]; accounts: DemonstrationAccount[] };
  return {
    serverUrl: running.serverUrl,
    sandboxUrl: running.sandboxUrl,
    sandbox: new SandboxControl(running.sandboxUrl),
    client: new Client(running.serverUrl),
    staff,
    accounts,
    folder,
    restartServer: running.restartServer,
    async close() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A data folder with the whole demonstration company, for the caller to change and remove. */
export async function copyDemonstration(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-road-'));
  cpSync(await demonstrationTemplate(), folder, { recursive: true });
  return folder;
}

async function lay(folder: string, speed: number, overrides: Record<string, string>) {
  const [port, sandboxPort, invoicePort] = [await freePort(), await freePort(), await freePort()];
  const invoiceUrl = `http://127.0.0.1:${invoicePort}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const serverUrl = `http://127.0.0.1:${port}`;
  const given = { PATH: process.env.PATH, TZ: process.env.TZ, LOG_LEVEL: 'warn', ...overrides };
  const start = async (name: string, program: string, env: Record<string, string | undefined>, ready: string) => {
    const child = startChild(name, process.execPath, [join(repository, program)], { cwd: repository, env, logFile: join(folder, 'log', `${name}.log`) });
    const lastResort = () => child.kill();
    process.once('exit', lastResort);
    void child.exited.then(() => process.removeListener('exit', lastResort));
    await waitUntilReady(child, ready);
    return child;
  };
  const sandbox = await start('sandbox', 'test/wechat-sandbox/dist/main.js', { ...sandboxEnvironment(sandboxPort, folder, given), SANDBOX_SPEED: String(speed) }, `${sandboxUrl}/sandbox/health`);
  const invoices = await start('invoice-sandbox', 'test/invoice-sandbox/main.mjs', { ...invoiceSandboxEnvironment(invoicePort, folder, given), INVOICE_SANDBOX_DELAY: '0' }, `${invoiceUrl}/sandbox/health`);
  const startServer = () => start('server', 'server/dist/main.js', serverEnvironment({ port, sandboxUrl, invoiceUrl, directory: folder, given }), `${serverUrl}/ready`);
  let server = await startServer().catch(async (error: unknown) => {
    await sandbox.stop();
    await invoices.stop();
    throw error;
  });
  return {
    serverUrl,
    sandboxUrl,
    restartServer: async () => {
      server.kill('SIGKILL');
      await server.exited;
      server = await startServer();
    },
    stop: async () => {
      await server.stop();
      await sandbox.stop();
      await invoices.stop();
    },
  };
}

/** A data folder with the seeded company. The name holds the build and the day: bookings lie ahead of today. */
async function demonstrationTemplate(): Promise<string> {
  const builds = ['server/dist/main.js', 'test/wechat-sandbox/dist/main.js'].map((program) => statSync(join(repository, program)).mtimeMs);
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const folder = join(templates, createHash('sha256').update([...builds, day].join()).digest('hex').slice(0, 16));
  // Two vitest workers may want it at once: one makes it, the other waits.
  await withLock(join(templates, 'lock'), async () => {
    if (existsSync(folder)) return;
    // Those of earlier builds and days are of no more use.
    for (const old of readdirSync(templates)) if (old !== 'lock') rmSync(join(templates, old), { recursive: true, force: true });
    await seed(`${folder}.making`);
    renameSync(`${folder}.making`, folder);
  });
  return folder;
}

async function seed(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const sandboxUrl = `http://127.0.0.1:${port}`;
  const given = { PATH: process.env.PATH };
  const sandbox = startChild('sandbox', process.execPath, [join(repository, 'test/wechat-sandbox/dist/main.js')], {
    cwd: repository,
    env: sandboxEnvironment(port, folder, given),
    logFile: join(folder, 'log/sandbox.log'),
  });
  try {
    await waitUntilReady(sandbox, `${sandboxUrl}/sandbox/health`);
    execFileSync(process.execPath, [join(repository, 'server/dist/demonstration-command/main.js')], {
      cwd: repository,
      env: serverEnvironment({ sandboxUrl, directory: folder, given }),
      stdio: 'pipe',
      maxBuffer: 64e6,
    });
  } finally {
    await sandbox.stop();
  }
}
