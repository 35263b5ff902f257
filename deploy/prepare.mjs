/** Installs and builds what is missing or out of date; does nothing, in a moment, when all is well. */
import { buildAll, staleBuilds } from './builds.mjs';
import { install, isInstalled } from './installation.mjs';
import { createProgress } from './progress.mjs';

/**
 * `further` is the number of steps the caller takes afterwards, so that the numbering is of the whole.
 * Returns the progress for them.
 */
export async function prepare(builds, { further = 0, stream = process.stdout } = {}) {
  const installing = !isInstalled();
  const stale = staleBuilds(builds);
  const progress = createProgress((installing ? 1 : 0) + stale.length + further, stream);
  if (installing) await progress.step('安装依赖（第一次需要几分钟）', install);
  for (const failure of (await buildAll(stale, progress)).values()) throw failure;
  return progress;
}
