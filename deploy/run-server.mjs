/**
 * Runs one of the server's commands on the data of the demonstration: `npm run import -- accounts FILE`,
 * `npm run -s rules -- tariffs FILE`. Only the command itself writes to stdout.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requireCredentials, seed } from './company.mjs';
import { dataDirectory, root, serverEnvironment } from './environment.mjs';
import { requireNode } from './installation.mjs';
import { prepare } from './prepare.mjs';
import { printFailure, StepFailure } from './progress.mjs';

/** `pure` commands need neither database nor settings. */
const COMMANDS = {
  import: { builds: ['shared', 'server', 'sandbox'], pure: false },
  'verify-chain': { builds: ['shared', 'server', 'sandbox'], pure: false },
  'verify-ledger': { builds: ['shared', 'server', 'sandbox'], pure: false },
  rules: { builds: ['shared', 'server'], pure: true },
};

async function main() {
  requireNode();
  const [name, ...rest] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
  if (!command) throw new StepFailure(`没有命令 ${name ?? ''}，可用的有：${Object.keys(COMMANDS).join('、')}`);
  const seeding = !command.pure && !existsSync(join(dataDirectory, 'demonstration-logins.json'));
  const progress = await prepare(command.builds, { further: seeding ? 1 : 0, stream: process.stderr });
  const child = spawn(process.execPath, [join(root, `server/dist/${name}-command/main.js`), ...rest], {
    cwd: process.env.INIT_CWD ?? process.cwd(), // npm changes to the project's folder; files are meant from where the command was typed
    env: command.pure ? process.env : await company(seeding && progress),
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

/** The settings of the company that `npm start` shows, which is there from now on. */
async function company(progress) {
  await requireCredentials();
  const environment = serverEnvironment();
  // Shown only where it takes its time; where the company is, seeding looks and does nothing.
  await (progress ? progress.step('准备演示数据', (report) => seed(environment, report)) : seed(environment));
  return environment;
}

main().catch((error) => {
  printFailure(error);
  process.exitCode = 1;
});
