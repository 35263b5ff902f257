/** The demonstration company: WeChat's credentials from the sandbox, and the data that `npm start` begins with. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startChild, waitUntilReady } from './child.mjs';
import { dataDirectory, invoiceSandboxEnvironment, root, sandboxEnvironment, usesSandbox } from './environment.mjs';
import { runLogged } from './progress.mjs';

export const startSandbox = (port) =>
  startChild('微信沙箱', process.execPath, [join(root, 'test/wechat-sandbox/dist/main.js')], {
    cwd: root,
    env: sandboxEnvironment(port),
    logFile: join(dataDirectory, 'log/wechat-sandbox.log'),
  });

export const sandboxIsReady = (sandbox, port) => waitUntilReady(sandbox, `http://127.0.0.1:${port}/sandbox/health`);

export const startInvoiceSandbox = (port) =>
  startChild('发票沙箱', process.execPath, [join(root, 'test/invoice-sandbox/main.mjs')], {
    cwd: root,
    env: invoiceSandboxEnvironment(port),
    logFile: join(dataDirectory, 'log/invoice-sandbox.log'),
  });

/** The sandbox makes its keys at its first start; a command that runs before that lets it do so. */
export async function requireCredentials() {
  if (!usesSandbox() || existsSync(join(dataDirectory, 'wechat-sandbox/credentials.json'))) return;
  const port = await freePort();
  const sandbox = startSandbox(port);
  try {
    await sandboxIsReady(sandbox, port);
  } finally {
    await sandbox.stop();
  }
}

/** Does nothing when the company is already there. */
export function seed(environment, report) {
  return runLogged(process.execPath, [join(root, 'server/dist/demonstration-command/main.js')], {
    cwd: root,
    env: environment,
    logFile: join(dataDirectory, 'log/demonstration.log'),
    report,
  });
}
