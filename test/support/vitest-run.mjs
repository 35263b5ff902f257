/** One run of vitest, counted so that nothing can pass by not running. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../deploy/environment.mjs';

const LONGEST_MS = 60 * 60_000;

/** Returns how many tests passed and how many failed; a crash, a skipped test or an empty run counts as failed. */
export async function runVitest(patterns, { databaseUrl }) {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-vitest-'));
  const report = join(folder, 'report.json');
  const args = ['run', '--config', 'test/vitest.config.mjs', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...patterns];
  const child = spawn(process.execPath, [join(root, 'test/node_modules/vitest/vitest.mjs'), ...args], {
    cwd: root,
    // Nobody lives there: what takes the machine's time zone for Shanghai's shows.
    env: { ...process.env, NODE_ENV: 'test', TZ: 'Pacific/Auckland', NO_COLOR: '1', TEST_MARIADB_URL: databaseUrl },
    stdio: ['ignore', 2, 2], // the report goes to the file, its lines to stderr: standard output ends with the count
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const tooLong = setTimeout(kill, LONGEST_MS);
  const ended = await new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
  clearTimeout(tooLong);
  process.removeListener('exit', kill);
  try {
    return count(JSON.parse(readFileSync(report, 'utf8')), ended);
  } catch {
    return { passed: 0, failed: 1, remarks: [`vitest 中途结束（${ended}），没有留下结果`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function count(result, ended) {
  const unrun = result.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'));
  const left = result.numPendingTests + result.numTodoTests;
  const remarks = [
    ...unrun.map((suite) => `没有跑成：${suite.name}`),
    ...(left ? [`有 ${left} 个测试被跳过，算作失败`] : []),
  ];
  let failed = result.numFailedTests + unrun.length + left;
  if (result.numTotalTests === 0) {
    failed ||= 1;
    remarks.push('一个测试也没有运行');
  }
  if (ended !== 0 && failed === 0) {
    failed = 1;
    remarks.push(`vitest 以 ${ended} 结束`);
  }
  return { passed: result.numPassedTests, failed, remarks };
}
