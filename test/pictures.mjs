/** `npm run pictures`: builds what is stale, then takes the README's pictures the way the journeys are walked (test/journey/pictures.ts). */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../deploy/environment.mjs';
import { requireNode } from '../deploy/installation.mjs';
import { prepare } from '../deploy/prepare.mjs';
import { createProgress, printFailure } from '../deploy/progress.mjs';

async function main() {
  requireNode();
  await prepare(['shared', 'h5', 'server', 'console', 'sandbox']);
  const { installPrograms } = await import('./support/system-programs.mjs'); // needs what was just installed
  await createProgress(1).step('检查 Chromium、中文字体', installPrograms);
  const child = spawn(process.execPath, [join(root, 'test/node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/pictures.config.mjs'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'test', TEST_MARIADB_URL: 'none' }, // no suite of these needs one
    stdio: 'inherit',
  });
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

main().catch((error) => {
  printFailure(error, process.stdout);
  process.exitCode = 1;
});
