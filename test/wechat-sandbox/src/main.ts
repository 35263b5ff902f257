import { startSandbox } from './start-sandbox.js';

/** SANDBOX_PORT (0 = any), SANDBOX_HOST, SANDBOX_DATA, SANDBOX_SPEED. */
function numberFrom(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${name} must be a number, not "${text}"`);
}

const dataFolder = process.env['SANDBOX_DATA'];
if (!dataFolder) {
  process.stderr.write('SANDBOX_DATA must name the folder for the sandbox’s keys and orders\n');
  process.exit(1);
}

const sandbox = await startSandbox({
  dataFolder,
  port: numberFrom('SANDBOX_PORT', 0),
  host: process.env['SANDBOX_HOST'] || '127.0.0.1',
  speed: numberFrom('SANDBOX_SPEED', 1) || 1,
  log: (line) => process.stdout.write(`${line}\n`),
});
process.stdout.write(`wechat-sandbox listening on ${sandbox.url}\n`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void sandbox.close().then(() => process.exit(0));
  });
}
