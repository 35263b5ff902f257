/** `npm start` as a person meets it: what it prints is there, Ctrl-C ends everything, and it says plainly what is in its way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort, portIsFree } from '../../deploy/child.mjs';
import { copyDemonstration } from '../support/road.js';

const repository = join(import.meta.dirname, '../..');

class Start {
  output = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  constructor(folder: string, args: string[], environment: Record<string, string> = {}) {
    // Not in vitest's process group: a Ctrl-C meant for it must not reach the tests.
    this.child = spawn(process.execPath, [join(repository, 'deploy/start.mjs'), ...args], { detached: true, env: { PATH: process.env.PATH, DATA_DIR: folder, ...environment } });
    this.child.stdout?.on('data', (chunk) => (this.output += chunk));
    this.child.stderr?.on('data', (chunk) => (this.output += chunk));
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
  }
  async prints(text: string): Promise<void> {
    const until = Date.now() + 90_000;
    while (!this.output.includes(text)) {
      if (Date.now() > until || this.child.exitCode !== null) throw new Error(`"${text}" was not printed:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  interrupt(): void {
    this.child.kill('SIGINT');
  }
}

async function twoFreePorts(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port < 65_000 && (await portIsFree(port + 1))) return port;
  }
}

describe('npm start', () => {
  let folder: string;
  let start: Start | undefined;
  beforeAll(async () => void (folder = await copyDemonstration()), 300_000);
  afterEach(async () => {
    start?.interrupt();
    await start?.ended;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('starts on existing data in seconds, serves every address it prints, and ends with Ctrl-C', async () => {
    const secret = readFileSync(join(folder, 'secret'), 'utf8');
    const port = await twoFreePorts();
    const began = Date.now();
    start = new Start(folder, ['--port', String(port)], { PORT: '1' }); // as hosts and shells set it
    await start.prints('按 Ctrl-C 停止');
    expect(Date.now() - began).toBeLessThan(60_000);
    const addresses = [...start.output.matchAll(/http:\/\/127\.0\.0\.1:\d+\/\S*/g)].map((match) => match[0]);
    expect(addresses.length).toBeGreaterThanOrEqual(5);
    for (const address of addresses) {
      if (address.endsWith('/incoming')) continue; // rung below
      const answer = await fetch(address);
      expect([address, answer.status, answer.headers.get('content-type')]).toEqual([address, 200, expect.stringContaining('text/html')]);
    }
    const [, bell = '', authorization = '', body = ''] = /curl -X POST (\S+) -H 'authorization: ([^']+)' .* -d '([^']+)'/.exec(start.output) ?? [];
    const rung = await fetch(bell, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body });
    expect(await rung.json()).toEqual({ accepted: true });
    expect(start.output).toMatch(/1001 +王秀英/);

    start.interrupt();
    expect(await start.ended).toBe(0);
    expect(await portIsFree(port)).toBe(true);
    expect(await portIsFree(port + 1)).toBe(true);
    expect(existsSync(join(folder, 'running.json'))).toBe(false);
    expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe(secret);
  }, 180_000);

  it('ends everything when one part ends', async () => {
    const port = await twoFreePorts();
    start = new Start(folder, ['--port', String(port)]);
    await start.prints('按 Ctrl-C 停止');
    const { parts } = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as { parts: [sandbox: number, server: number] };
    process.kill(parts[0], 'SIGKILL');
    expect(await start.ended).toBe(1);
    expect(start.output).toContain('微信沙箱意外停止');
    expect(await portIsFree(port)).toBe(true);
  }, 180_000);

  it('says which port is taken, and touches nothing', async () => {
    const port = await twoFreePorts();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    start = new Start(folder, ['--port', String(port), '--fresh']);
    expect(await start.ended).toBe(1);
    other.close();
    expect(start.output).toContain(`端口 ${port} 已被别的程序占用`);
    expect(existsSync(join(folder, 'shouwen.sqlite'))).toBe(true);
  });

  it('does not throw away the key of a database that stays', async () => {
    start = new Start(folder, ['--fresh'], { DATABASE_URL: 'mysql://root@127.0.0.1:9/shouwen' });
    expect(await start.ended).toBe(1);
    expect(start.output).toContain('DATABASE_URL');
    expect(existsSync(join(folder, 'secret'))).toBe(true);
  });

  it('says what it did not understand', async () => {
    start = new Start(folder, ['--port', 'eighty']);
    expect(await start.ended).toBe(1);
    expect(start.output).toContain('用法：npm start');
  });
});
