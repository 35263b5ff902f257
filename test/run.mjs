/**
 * `npm test`: the whole proof on a machine with only Node and npm. Installs what is missing, builds and
 * type-checks every package, starts a private MariaDB, runs vitest over everything, and ends with
 * `N passed, N failed`. `npm test -- PATTERN` runs the test files whose path matches (builds included).
 */
import { requireNode, install, isInstalled } from '../deploy/installation.mjs';
import { BUILDS, buildAll, staleBuilds } from '../deploy/builds.mjs';
import { endWhenTold } from '../deploy/parent.mjs';
import { createProgress, printFailure, seconds } from '../deploy/progress.mjs';

const patterns = process.argv.slice(2);
const partial = patterns.length > 0;
const tally = { passed: 0, failed: 0 };
const phases = [];

async function main() {
  requireNode();
  const preparing = createProgress(2);
  await phase('安装', async () => {
    await preparing.step('安装依赖', (report) => (isInstalled() ? undefined : install(report)));
    const { installPrograms } = await import('./support/system-programs.mjs'); // needs what was just installed
    await preparing.step('检查 MariaDB、Chromium、中文字体', installPrograms);
  });
  await phase('构建', async () => {
    const names = ['shared', 'weapp', 'h5', 'server', 'console', 'sandbox'];
    const stale = staleBuilds(names);
    record(names, await buildAll(stale, createProgress(stale.length), { goOn: true }));
  });
  if (partial) process.stdout.write('只运行一部分测试，类型检查留给完整的 npm test\n');
  else
    await phase('类型检查', async () => {
      const { CHECKED_PACKAGES, checkTypes } = await import('./support/type-checks.mjs');
      record(CHECKED_PACKAGES, await checkTypes(createProgress(CHECKED_PACKAGES.length)));
    });
  await phase('测试', async () => {
    const [{ startPrivateMariadb }, { runVitest }] = await Promise.all([import('./support/private-mariadb.mjs'), import('./support/vitest-run.mjs')]);
    const database = await startPrivateMariadb();
    try {
      const { passed, failed, remarks } = await runVitest(patterns, { databaseUrl: database.url });
      tally.passed += passed;
      tally.failed += failed;
      for (const remark of remarks) process.stdout.write(`${remark}\n`);
    } finally {
      await database.stop();
    }
  });
}

async function phase(title, work) {
  const since = Date.now();
  try {
    await work();
  } finally {
    phases.push(`${title} ${seconds(Date.now() - since)}`);
  }
}

/** Each build and each package's types are one check. */
function record(names, failures) {
  tally.passed += names.length - failures.size;
  tally.failed += failures.size;
  for (const failure of failures.values()) printFailure(failure, process.stdout);
}

// Ending runs the exit hooks, which end the database, vitest and whatever else still runs.
endWhenTold();

await main().catch((error) => {
  tally.failed += 1;
  printFailure(error, process.stdout);
});
process.stdout.write(`\n用时：${phases.join('，')}\n${tally.passed} passed, ${tally.failed} failed\n`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
