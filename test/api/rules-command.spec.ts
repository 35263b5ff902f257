/** `npm run -s rules -- KIND FILE` as it is typed: stdout is the one JSON object, whatever folder it is typed in. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '../..');
const cases = join(repository, 'test/cases');
const npm = (args: string[], folder: string) => promisify(execFile)('npm', ['--prefix', repository, 'run', '-s', 'rules', '--', ...args], { cwd: folder });

describe('the rules command', () => {
  it.each(['tariffs', 'reading-splits', 'late-fees', 'deadlines'])('works out %s', async (kind) => {
    const file = JSON.parse(readFileSync(join(cases, `${kind}.json`), 'utf8')) as { id: string; expect: unknown }[] | { cases: { id: string; expect: unknown }[] };
    const expected = Object.fromEntries((Array.isArray(file) ? file : file.cases).map((one) => [one.id, one.expect]));
    const { stdout } = await npm([kind, `${kind}.json`], cases);
    expect(JSON.parse(stdout)).toEqual(expected);
  });

  it('says what is wrong on stderr and leaves stdout empty', async () => {
    await expect(npm(['tariffs', 'no-such-file.json'], cases)).rejects.toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('no-such-file.json') });
    await expect(npm(['poems', 'tariffs.json'], cases)).rejects.toMatchObject({ stdout: '' });
  });
});
