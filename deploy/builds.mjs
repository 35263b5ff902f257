/** What has to be compiled before anything runs, and which of it is out of date. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { logDirectory, root } from './environment.mjs';
import { withLock } from './lock.mjs';
import { runLogged, StepFailure } from './progress.mjs';

const NOT_INPUT = new Set(['node_modules', 'dist', '.dist-next', '.swc']);
const COMMON = ['tsconfig.json', 'pnpm-lock.yaml'];
const SHARED = ['shared/src', 'shared/package.json', 'shared/tsconfig.json'];

/** `marker` is a file that exists exactly when the build succeeded; `after` names what must be built before. */
export const BUILDS = {
  shared: { title: '构建共享契约', inputs: SHARED, marker: 'shared/dist/contract/endpoint.js', run: typescript('shared', 'tsconfig.json') },
  server: {
    title: '构建服务器',
    inputs: [...SHARED, 'server/src', 'server/package.json', 'server/tsconfig.json', 'server/tsconfig.build.json'],
    marker: 'server/dist/main.js',
    run: typescript('server', 'tsconfig.build.json'),
    after: ['shared'],
  },
  sandbox: {
    title: '构建微信沙箱',
    inputs: ['test/wechat-sandbox'],
    marker: 'test/wechat-sandbox/dist/main.js',
    run: typescript('test/wechat-sandbox', 'tsconfig.build.json'),
  },
  console: {
    title: '构建员工工作台',
    inputs: [...SHARED, 'server/console'],
    marker: 'server/console/dist/index.html',
    run: (report) => node('server/console', 'console', ['node_modules/vite/bin/vite.js', 'build'], report),
    after: ['shared'],
  },
  h5: { title: '构建居民端 H5', inputs: [...SHARED, 'miniapp'], marker: 'miniapp/dist/h5/index.html', run: (report) => taro('h5', report), after: ['shared'] },
  weapp: { title: '构建微信小程序', inputs: [...SHARED, 'miniapp'], marker: 'miniapp/dist/weapp/app.json', run: (report) => taro('weapp', report), after: ['shared'] },
};

/** The names among `wanted` that have to be built. */
export const staleBuilds = (wanted) => wanted.filter(isStale);

/** Its inputs changed since it was last built, or its output is missing or was made otherwise. */
function isStale(name) {
  const { inputs, marker } = BUILDS[name];
  if (!existsSync(join(root, marker)) || !existsSync(stampFile(name))) return true;
  return readFileSync(stampFile(name), 'utf8') !== stamp(contentHash(inputs), marker);
}

function build(name, report) {
  const { inputs, marker, run, title } = BUILDS[name];
  return withLock(
    `${stampFile(name)}.lock`,
    async () => {
      if (!isStale(name)) return; // built by another process while we waited
      // Taken before the build: what is edited meanwhile makes the build stale again.
      const before = contentHash(inputs);
      await run(report);
      if (!existsSync(join(root, marker))) throw new StepFailure(`${title}结束了，但没有生成 ${marker}`, [], logFile(name));
      writeFileSync(stampFile(name), stamp(before, marker));
    },
    (holder) => report(`等待另一个进程（${holder}）的构建`),
  );
}

/** Builds `names` with their order kept, two at once; what needs a build that failed is not tried. Returns the failures by name. `goOn` builds the rest in spite of them. */
export async function buildAll(names, progress, { goOn = false } = {}) {
  const failures = new Map();
  const outcome = new Map(names.map((name) => [name, deferred()]));
  const waiting = [...names];
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      if (failures.size > 0 && !goOn) return;
      const needed = (BUILDS[name].after ?? []).filter((earlier) => outcome.has(earlier));
      await Promise.all(needed.map((earlier) => outcome.get(earlier).promise));
      const missing = needed.find((earlier) => failures.has(earlier));
      if (missing) failures.set(name, new StepFailure(`没有${BUILDS[name].title}：${BUILDS[missing].title}失败了`));
      else await progress.step(BUILDS[name].title, (report) => build(name, report)).catch((error) => failures.set(name, error));
      outcome.get(name).resolve();
    }
  };
  await Promise.all([worker(), worker()]);
  return failures;
}

/** tsc into a new folder that then takes the old one's place: no leftovers of removed sources, and never half a build. */
function typescript(folder, project) {
  return async (report) => {
    const next = join(root, folder, '.dist-next');
    const target = join(root, folder, 'dist');
    rmSync(next, { recursive: true, force: true });
    try {
      await node(folder, folder.replaceAll('/', '-'), ['node_modules/typescript/bin/tsc', '-p', project, '--outDir', '.dist-next', '--noEmitOnError'], report);
      rmSync(target, { recursive: true, force: true });
      renameSync(next, target);
    } finally {
      rmSync(next, { recursive: true, force: true });
    }
  };
}

/** The package's own script also measures: over its budget of size the build fails. */
async function taro(type, report) {
  await node('miniapp', type, ['config/build.mjs', type], report);
}

function node(folder, log, args, report) {
  return runLogged(process.execPath, args, {
    cwd: join(root, folder),
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
    logFile: logFile(log),
    report,
  });
}

const stamp = (inputsHash, marker) => `${inputsHash} ${statSync(join(root, marker)).mtimeMs}`;

function contentHash(inputs) {
  const hash = createHash('sha256');
  for (const input of [...COMMON, ...inputs]) for (const file of filesUnder(join(root, input))) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) return yield path;
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_INPUT.has(entry.name)) continue;
    if (entry.isDirectory()) yield* filesUnder(join(path, entry.name));
    else yield join(path, entry.name);
  }
}

const stampFile = (name) => join(root, 'node_modules/.cache/shouwen', `${name}.stamp`);
const logFile = (name) => join(logDirectory, `build-${name}.log`);

function deferred() {
  let resolve;
  const promise = new Promise((ok) => (resolve = ok));
  return { promise, resolve };
}
