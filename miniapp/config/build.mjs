/**
 * Builds one target and judges the result: `node config/build.mjs weapp|h5`.
 * Taro can end with exit code 0 after failing, so what it should have written is looked for; sizes over budget fail the build.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(path.join(root, 'package.json'));
const KB = 1024;
const budgets = { weappMain: 600 * KB, weappWhole: 2 * KB * KB, h5FirstLoad: 350 * KB };

const target = process.argv[2];
if (target !== 'weapp' && target !== 'h5') fail('用法：node config/build.mjs weapp|h5');
/** Built beside the one in use and put in its place at the end: whoever is served from it notices nothing, and a failed build leaves it. */
const output = path.join(root, 'dist', `next-${target}`);

buildSharedIfStale();
rmSync(output, { recursive: true, force: true });
run(process.execPath, [path.join(path.dirname(require.resolve('@tarojs/cli/package.json')), 'bin/taro'), 'build', '--type', target], {
  NODE_ENV: 'production',
  SHOUWEN_OUTPUT: path.relative(root, output),
});
const marker = path.join(output, target === 'weapp' ? 'app.json' : 'index.html');
if (!existsSync(marker)) fail(`构建没有产出 ${path.relative(root, marker)}`);
if (target === 'weapp') judgeWeapp();
else judgeH5();
const finished = path.join(root, 'dist', target);
rmSync(finished, { recursive: true, force: true });
renameSync(output, finished);

/** Bundlers read shared/dist, which may be absent or older than its source when this package is built alone. */
function buildSharedIfStale() {
  const shared = path.resolve(root, '../shared');
  const newest = (folder) => Math.max(0, ...filesIn(folder).map((file) => statSync(file).mtimeMs));
  if (existsSync(path.join(shared, 'dist')) && newest(path.join(shared, 'dist')) >= newest(path.join(shared, 'src'))) return;
  run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', shared], {});
}

function judgeWeapp() {
  const app = JSON.parse(readFileSync(marker, 'utf8'));
  for (const page of [...app.pages, ...app.subPackages.flatMap((p) => p.pages.map((name) => `${p.root}/${name}`))])
    if (!existsSync(path.join(output, `${page}.js`))) fail(`缺少页面 ${page}`);
  const roots = app.subPackages.map((p) => p.root);
  const sizes = new Map([['main', 0], ...roots.map((name) => [name, 0])]);
  for (const file of filesIn(output)) {
    const folder = path.relative(output, file).split(path.sep)[0];
    const owner = roots.includes(folder) ? folder : 'main';
    sizes.set(owner, sizes.get(owner) + statSync(file).size);
  }
  const whole = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const [name, size] of sizes) if (name !== 'main') console.log(`  ${name.padEnd(12)} ${kb(size)}`);
  report('weapp main package', sizes.get('main'), budgets.weappMain);
  report('weapp whole', whole, budgets.weappWhole);
}

function judgeH5() {
  const html = readFileSync(marker, 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/app\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  // The first page and what pages share are loaded right after the entry, so they count.
  const home = filesIn(output).map((file) => path.relative(output, file)).filter((file) => /^(js|css)\/(common|src_pages_home_index[\w]*)\..*(js|css)$/.test(file));
  if (named.length === 0 || home.length === 0) fail('H5 首屏文件没有找到，请检查输出文件名');
  const first = [...new Set([...named, ...home])].map((file) => gzipSync(readFileSync(path.join(output, file))).length);
  report('h5 first load, gzip', first.reduce((sum, size) => sum + size, gzipSync(html).length), budgets.h5FirstLoad);
}

function report(name, size, budget) {
  console.log(`${name}: ${kb(size)} of ${kb(budget)}`);
  if (size > budget) fail(`${name} 超出预算`);
}
function kb(size) {
  return `${(size / KB).toFixed(1)} KB`;
}
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
function run(command, args, env) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) fail(`${args[0]} 失败`);
}
function fail(message) {
  console.error(`构建失败：${message}`);
  process.exit(1);
}
