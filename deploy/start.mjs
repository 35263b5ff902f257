/**
 * `npm start`: from a fresh machine with Node and npm to a running demonstration company, and back by Ctrl-C.
 * Options: `--fresh` begins again without the old data, `--port N` (or `PORT`) listens elsewhere.
 */
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { portIsFree, startChild, waitUntilReady } from './child.mjs';
import { sandboxIsReady, seed, startInvoiceSandbox, startSandbox } from './company.mjs';
import { dataDirectory, DEFAULT_PORT, root, serverEnvironment, usesInvoiceSandbox, usesSandbox } from './environment.mjs';
import { requireNode } from './installation.mjs';
import { endWithParent } from './parent.mjs';
import { prepare } from './prepare.mjs';
import { printFailure, StepFailure } from './progress.mjs';
import { claim, noteParts, release } from './running.mjs';
import { printWelcome } from './welcome.mjs';

/** Started parts, in order; stopped in the opposite order. */
const parts = [];
let stopping = false;

async function main() {
  requireNode();
  const { fresh, port } = readOptions();
  await claim(port);
  await requirePorts(port);
  if (fresh) {
    rmSync(dataDirectory, { recursive: true, force: true });
    noteParts(port, []);
  }

  const builds = ['shared', 'h5', 'server', 'console', ...(usesSandbox() ? ['sandbox'] : [])];
  const progress = await prepare(builds, { further: 2 + (usesSandbox() ? 1 : 0) + (usesInvoiceSandbox() ? 1 : 0) });
  const sandboxUrl = `http://127.0.0.1:${port + 1}`;
  if (usesSandbox()) {
    await progress.step('启动微信沙箱', async () => {
      const sandbox = watch(startSandbox(port + 1), port);
      await sandboxIsReady(sandbox, port + 1);
    });
  }
  const invoiceUrl = `http://127.0.0.1:${port + 2}`;
  if (usesInvoiceSandbox()) {
    await progress.step('启动发票沙箱', async () => {
      const sandbox = watch(startInvoiceSandbox(port + 2), port);
      await sandboxIsReady(sandbox, port + 2);
    });
  }
  const environment = serverEnvironment({ port, sandboxUrl, invoiceUrl });
  await progress.step('准备演示数据', (report) => seed(environment, report));
  await progress.step('启动服务器', async () => {
    const program = join(root, 'server/dist/main.js');
    const server = watch(startChild('服务器', process.execPath, [program], { cwd: root, env: environment, logFile: join(dataDirectory, 'log/server.log') }), port);
    await waitUntilReady(server, `http://127.0.0.1:${port}/ready`);
  });
  printWelcome({ url: environment.PUBLIC_URL, sandboxUrl: usesSandbox() ? sandboxUrl : undefined, invoiceUrl: usesInvoiceSandbox() ? invoiceUrl : undefined });
}

function readOptions() {
  try {
    const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false }, port: { type: 'string', default: process.env.PORT || String(DEFAULT_PORT) } } });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65533) throw new Error(`--port 应为 1 到 65533 之间的整数，收到的是 ${values.port}`);
    // Deleting the key and keeping the database would make what is stored unreadable.
    if (values.fresh && process.env.DATABASE_URL) throw new Error('--fresh 只重建内置数据库，不会清空 DATABASE_URL 指向的 MySQL。请先清空那个数据库并删除 .data，再运行 npm start');
    return { fresh: values.fresh, port };
  } catch (error) {
    throw new StepFailure(`${error.message}\n用法：npm start -- [--fresh] [--port 端口]`);
  }
}

async function requirePorts(port) {
  for (const wanted of [port, ...(usesSandbox() ? [port + 1] : []), ...(usesInvoiceSandbox() ? [port + 2] : [])])
    if (!(await portIsFree(wanted))) throw new StepFailure(`端口 ${wanted} 已被别的程序占用。请停止那个程序，或换一个端口：npm start -- --port ${port + 10}`);
}

/** When one part ends by itself, everything ends. */
function watch(part, port) {
  parts.push(part);
  noteParts(port, parts.map((p) => p.pid));
  void part.exited.then(({ reason }) => {
    if (!stopping) void stop(1, part.failure(`${part.name}意外停止（${reason}），其余部分也停止`));
  });
  return part;
}

async function stop(code, failure) {
  if (stopping) return;
  stopping = true;
  if (failure) printFailure(failure);
  else process.stdout.write('\n正在停止 …\n');
  for (const part of [...parts].reverse()) await part.stop();
  release();
  if (!failure) process.stdout.write(`已停止。数据保留在 ${relative(process.cwd(), dataDirectory) || '.'}，下次 npm start 接着用。\n`);
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));
endWithParent(() => void stop(0));
// The last resort: whatever ends this process, the parts end with it.
process.on('exit', () => parts.forEach((part) => part.running() && part.kill()));

main().catch((error) => stop(1, error));
