/** `tsc --noEmit` over every package, two at a time. */
import { join } from 'node:path';
import { logDirectory, root } from '../../deploy/environment.mjs';
import { runLogged } from '../../deploy/progress.mjs';

export const CHECKED_PACKAGES = ['server', 'miniapp', 'server/console', 'test', 'shared', 'test/wechat-sandbox'];

/** Returns the failures by package. */
export async function checkTypes(progress) {
  const failures = new Map();
  const waiting = [...CHECKED_PACKAGES];
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      await progress
        .step(`类型检查 ${name}`, (report) =>
          runLogged(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.', '--noEmit'], {
            cwd: join(root, name),
            logFile: join(logDirectory, `types-${name.replaceAll('/', '-')}.log`),
            report,
          }),
        )
        .catch((error) => failures.set(name, error));
  };
  await Promise.all([worker(), worker()]);
  return failures;
}
