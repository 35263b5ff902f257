import { readFileSync } from 'node:fs';
import { CASE_KINDS, CaseFileError, workOut } from './work-out.js';

/** `rules KIND FILE`: works out a file of cases with the rules the server lives by and prints one JSON object. */
function main(args: readonly string[]): void {
  const [kind, file, ...rest] = args;
  try {
    if (kind === undefined || file === undefined || rest.length > 0) {
      throw new CaseFileError(`用法：npm run -s rules -- <${CASE_KINDS.join('|')}> 文件.json`);
    }
    process.stdout.write(`${JSON.stringify(workOut(kind, readText(file)), null, 1)}\n`);
  } catch (error) {
    if (!(error instanceof CaseFileError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === 'ENOENT' ? '文件不存在' : code === 'EISDIR' ? '这是一个文件夹' : code === 'EACCES' ? '没有读取权限' : (error as Error).message;
    throw new CaseFileError(`读不了“${file}”：${reason}。`);
  }
}

main(process.argv.slice(2));
