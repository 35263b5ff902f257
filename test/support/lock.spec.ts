import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../deploy/lock.mjs';

describe('a lock', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'shouwen-lock-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lets one in at a time and is gone afterwards', async () => {
    const file = join(folder, 'lock');
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)]);
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it('is not held by the dead', async () => {
    const file = join(folder, 'lock');
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(file, String(dead));
    expect(await withLock(file, async () => 'in')).toBe('in');
  });

  it('is let go when the work fails', async () => {
    const file = join(folder, 'lock');
    await expect(withLock(file, async () => Promise.reject(new Error('planned')))).rejects.toThrow('planned');
    expect(existsSync(file)).toBe(false);
  });
});
