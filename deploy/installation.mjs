/** Brings a machine that has only Node and npm to the point where the workspace is installed. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { logDirectory, root } from './environment.mjs';
import { runLogged, StepFailure } from './progress.mjs';

/** The last major version that runs on Node 20; fetched by npx, so nobody has to install it. */
const PNPM = 'pnpm@12.21.0';
const PACKAGES = ['shared', 'server', 'server/console', 'miniapp', 'test', 'test/wechat-sandbox'];

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new StepFailure(
    `需要 Node.js 20.19 或更新的版本，现在是 ${process.versions.node}。请到 https://nodejs.org 安装后再试。\n` +
      `Node.js 20.19 or newer is required, this is ${process.versions.node}. Please install it from https://nodejs.org and try again.`,
  );
}

/** pnpm leaves a copy of the lock file it installed from; `.modules.yaml` is written last, when the install succeeded. */
export function isInstalled() {
  const modules = join(root, 'node_modules');
  const installedLock = join(modules, '.pnpm/lock.yaml');
  return (
    existsSync(join(modules, '.modules.yaml')) &&
    existsSync(installedLock) &&
    PACKAGES.every((name) => existsSync(join(root, name, 'node_modules'))) &&
    readFileSync(installedLock, 'utf8') === readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
  );
}

export async function install(report) {
  const env = { ...process.env };
  // Headers of the running Node, so that a package compiled on the spot needs no download.
  const prefix = resolve(process.execPath, '../..');
  if (!env.npm_config_nodedir && existsSync(join(prefix, 'include/node/node_version.h'))) env.npm_config_nodedir = prefix;
  await runLogged('npx', ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    env,
    logFile: join(logDirectory, 'install.log'),
    report,
    shell: process.platform === 'win32', // npx is a .cmd file there
  });
}
