/** The programs that npm cannot bring: a real MariaDB, a real browser, and fonts that can show Chinese. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { logDirectory } from '../../deploy/environment.mjs';
import { runLogged, StepFailure } from '../../deploy/progress.mjs';
import { findProgram } from './private-mariadb.mjs';

const NEEDS = [
  { debianPackage: 'mariadb-server', present: () => Boolean(findProgram('mariadbd') && findProgram('mariadb-install-db')) },
  { debianPackage: 'chromium', present: () => Boolean(findChromium()) },
  { debianPackage: 'fonts-noto-cjk', present: hasChineseFont },
];

export const findChromium = () => (process.env.CHROMIUM && existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : findProgram('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'));

const ALL = NEEDS.map((need) => need.debianPackage);
export const missingPrograms = (wanted = ALL) => NEEDS.filter((need) => wanted.includes(need.debianPackage) && !need.present()).map((need) => need.debianPackage);

/** Installs what is missing of `wanted` where that can be done unasked (root on Debian); otherwise fails with the line to type. */
export async function installPrograms(report, wanted = ALL) {
  const missing = missingPrograms(wanted);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const apt = findProgram('apt-get');
  if (process.getuid?.() !== 0 || !apt || !existsSync('/etc/debian_version'))
    throw new StepFailure(`测试需要 ${missing.join('、')}，请先安装（Debian / Ubuntu：sudo apt-get update && sudo ${command}）`);
  const options = { cwd: '/', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, report };
  await runLogged(apt, ['update'], { ...options, logFile: join(logDirectory, 'apt-update.log') });
  await runLogged(apt, command.split(' ').slice(1), { ...options, logFile: join(logDirectory, 'apt-install.log') });
  const still = missingPrograms(wanted);
  if (still.length) throw new StepFailure(`安装之后仍然找不到 ${still.join('、')}`, [], join(logDirectory, 'apt-install.log'));
}

function hasChineseFont() {
  const list = findProgram('fc-list');
  if (!list) return false;
  return execFileSync(list, [':lang=zh-cn', 'family'], { encoding: 'utf8' }).trim() !== '';
}
