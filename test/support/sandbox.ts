/** The WeChat sandbox inside the test's process, and the settings of a server that takes it for WeChat. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxCredentials } from '../../deploy/environment.mjs';
import { type Sandbox, startSandbox } from '../wechat-sandbox/src/index.js';
import { SandboxControl } from './sandbox-control.js';

export interface TestSandbox {
  url: string;
  control: SandboxControl;
  /** Its inside: clock, orders, notifications. */
  parts: Sandbox['parts'];
  /** Pass to `startServer` as overrides. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** `speed`: how many times faster than real its retries and refunds run. */
export async function startTestSandbox({ speed = 100 } = {}): Promise<TestSandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-sandbox-'));
  const sandbox = await startSandbox({ dataFolder: folder, speed });
  return {
    url: sandbox.url,
    control: new SandboxControl(sandbox.url),
    parts: sandbox.parts,
    environment: sandboxCredentials(sandbox.url, folder),
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
