/**
 * Runs one of the server's commands with the settings of the demonstration: `npm run import -- accounts FILE`,
 * `npm run -s rules -- tariffs FILE`, `npm run pictures`. Only the command itself writes to stdout.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root, serverEnvironment } from './environment.mjs';
import { requireNode } from './installation.mjs';
import { prepare } from './prepare.mjs';
import { printFailure, StepFailure } from './progress.mjs';

/** `pure` commands need neither database nor settings. */
const COMMANDS = {
  import: { title: '导入', builds: ['shared', 'server'], pure: false },
  rules: { title: '规则', builds: ['shared', 'server'], pure: true },
  pictures: { title: '截图', builds: ['shared', 'server', 'console', 'h5', 'sandbox'], pure: false },
};

async function main() {
  requireNode();
  const [name, ...rest] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
  if (!command) throw new StepFailure(`没有命令 ${name ?? ''}，可用的有：${Object.keys(COMMANDS).join('、')}`);
  await prepare(command.builds, { stream: process.stderr });
  const child = spawn(process.execPath, [join(root, `server/dist/${name}-command/main.js`), ...rest.map((argument, position) => (position === 0 ? argument : fromCallersFolder(argument)))], {
    cwd: root,
    env: command.pure ? process.env : serverEnvironment(),
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

/** npm changes to the project's folder; a file (never the first word, the kind) is meant from where the command was typed. */
function fromCallersFolder(argument) {
  if (argument.startsWith('-')) return argument;
  const meant = resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  return existsSync(meant) ? meant : argument;
}

main().catch((error) => {
  printFailure(error);
  process.exitCode = 1;
});
