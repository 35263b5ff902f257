/** What a PDF says, page by page, as it could be copied from it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function textOfPdf(file: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-pdf-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), file);
    execFileSync(process.execPath, [join(__dirname, 'pdf-text.mjs'), join(folder, 'a.pdf'), join(folder, 'a.json')], { stdio: 'pipe' });
    return JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8')) as string[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
/** Without white space, which a reader may put anywhere. */
export const tight = (text: string) => text.replace(/\s+/g, '');
