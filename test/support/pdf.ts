/** What a PDF says, page by page, as it could be copied from it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const textOfPdf = (file: Uint8Array): string[] => textsOfPdfs([file])[0] ?? [];

/** Many at once cost little more than one. */
export function textsOfPdfs(files: readonly Uint8Array[]): string[][] {
  if (files.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-pdf-'));
  try {
    const names = files.map((_, i) => join(folder, `${i}.pdf`));
    for (const [i, file] of files.entries()) writeFileSync(names[i]!, file);
    const result = join(folder, 'texts.json');
    execFileSync(process.execPath, [join(__dirname, 'pdf-text.mjs'), result, ...names], { stdio: 'pipe' });
    return JSON.parse(readFileSync(result, 'utf8')) as string[][];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
/** Without white space, which a reader may put anywhere. */
export const tight = (text: string) => text.replace(/\s+/g, '');
