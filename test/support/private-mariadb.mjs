/**
 * A throw-away MariaDB for one test run: its own data folder, its own free port on 127.0.0.1, gone afterwards.
 * Durability stays at InnoDB's defaults, so races and kills are met as in production.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../deploy/child.mjs';

const PREFIX = 'shouwen-mariadb-';
const SBIN = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/** Where a program is, also in folders that a user's PATH leaves out; undefined when it is not installed. */
export function findProgram(...names) {
  const folders = [...(process.env.PATH ?? '').split(':'), ...SBIN];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
}

/**
 * `bufferPool` in megabytes; `options` are added to mariadbd's; `files` is a data folder of an earlier one to go on with, which is copied;
 * `parent`: the folder to lie in.
 * @param {{ bufferPool?: number, options?: string[], files?: string, parent?: string }} [settings]
 * @returns {Promise<{ url: string, port: number, pid: number, folder: string, stop(): Promise<void>, kill(): Promise<void>, restart(options?: string[]): Promise<void>, shutDown(): Promise<void> }>} `url` lacks the database: add `/name`.
 */
export async function startPrivateMariadb({ bufferPool = 256, options = [], files, parent = tmpdir() } = {}) {
  removeLeftovers();
  const server = findProgram('mariadbd');
  const installer = findProgram('mariadb-install-db');
  if (!server || !installer) throw new Error('mariadbd is not installed (Debian: apt-get install mariadb-server)');
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  const account = unprivilegedAccount();
  if (account) chownSync(folder, account.uid, account.gid);
  const asUser = account ? [`--user=${account.name}`] : [];
  const data = join(folder, 'data');
  // Each has a tmpdir of its own: a server that starts removes the temporary tables it finds in a shared one.
  try {
    if (files) execFileSync('cp', ['-a', '--reflink=auto', files, data]);
    else execFileSync(installer, ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asUser], { stdio: 'pipe', env: { ...process.env, TMPDIR: folder } });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }

  const port = await freePort();
  let child;
  const start = async (more = options) => {
    child = spawn(
      server,
      [
        '--no-defaults',
        ...asUser,
        `--datadir=${data}`,
        `--tmpdir=${folder}`,
        `--socket=${join(folder, 'socket')}`,
        `--pid-file=${join(folder, 'pid')}`,
        `--log-error=${join(folder, 'error.log')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--skip-name-resolve',
        '--skip-log-bin',
        '--character-set-server=utf8mb4',
        '--collation-server=utf8mb4_bin',
        '--max-connections=600',
        `--innodb-buffer-pool-size=${bufferPool}M`,
        '--performance-schema=OFF',
        ...more,
      ],
      { stdio: 'ignore', detached: true }, // Ctrl-C reaches us, and we end it
    );
    child.unref();
    await untilItAnswers(port, child, join(folder, 'error.log'));
  };
  const ended = () => (child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve)));
  const end = async (signal) => {
    child.ref();
    child.kill(signal);
    await ended();
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Whatever ends this process ends the database with it.
  const lastResort = () => {
    child?.kill('SIGKILL');
    remove();
  };
  process.once('exit', lastResort);
  await start();

  return {
    url: `mysql://root@127.0.0.1:${port}`,
    port,
    folder,
    get pid() {
      return child.pid;
    },
    /** Nothing is kept, so nothing need be flushed. */
    async stop() {
      process.removeListener('exit', lastResort);
      await end('SIGKILL');
      remove();
    },
    /** As a power cut for the server process: the files stay, `restart` recovers from them. */
    kill: () => end('SIGKILL'),
    /** With other options than at first, when given. */
    restart: start,
    /** Everything flushed, so that the files can be kept. */
    shutDown: () => end('SIGTERM'),
  };
}

/** mariadbd refuses to run as root; `mysql` exists where the whole server package is installed, `nobody` everywhere. */
function unprivilegedAccount() {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const found = ['mysql', 'nobody'].map((name) => accounts.find((account) => account[0] === name)).find(Boolean);
  return found && { name: found[0], uid: Number(found[2]), gid: Number(found[3]) };
}

async function untilItAnswers(port, child, log) {
  for (const until = Date.now() + 60_000; ; ) {
    try {
      const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' });
      await connection.end();
      return;
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > until) {
        const reason = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-15).join('\n') : String(error);
        throw new Error(`the private MariaDB did not start:\n${reason}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Databases of test runs that were killed with -9 and could not clean up. */
function removeLeftovers() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const owner = Number(name.slice(PREFIX.length).split('-')[0]);
    if (!owner || existsSync(`/proc/${owner}`) || !existsSync('/proc/self')) continue;
    const folder = join(tmpdir(), name);
    const pidFile = join(folder, 'pid');
    const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
    const command = pid && existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
    if (command.includes(folder)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
