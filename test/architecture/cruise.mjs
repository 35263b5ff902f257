/**
 * Reads all imports below a root folder and prints, as JSON, which break a rule of import-rules.mjs, and the
 * capabilities of the server that import one another in a circle. A process of its own: dependency-cruiser is
 * an ES module and holds the whole graph.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { importRules } from './import-rules.mjs';

const root = process.argv[2];
/** Each part with the TypeScript settings that resolve its imports. */
const PARTS = [
  { folders: ['shared/src', 'server/src', 'deploy'], config: 'server/tsconfig.json' },
  { folders: ['server/console/src'], config: 'server/console/tsconfig.json' },
  // Taro takes `x.weapp.ts` or `x.h5.ts` where `x` is asked for.
  { folders: ['miniapp/src'], config: 'miniapp/tsconfig.json', alias: { '@': join(root, 'miniapp/src') }, suffixes: ['.weapp.ts', '.h5.ts', '.weapp.tsx', '.h5.tsx'] },
];

const violations = [];
const modules = [];
for (const { folders, config, alias = {}, suffixes = [] } of PARTS) {
  process.chdir(join(root, config, '..')); // where the settings' own paths start
  const tsConfig = extractTSConfig(join(root, config));
  process.chdir(root);
  const { output } = await cruise(
    folders.filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      ruleSet: { forbidden: importRules },
      validate: true,
      doNotFollow: { path: ['node_modules', '/dist/'] },
      exclude: { path: '\\.(css|scss|svg|png)$' },
      tsPreCompilationDeps: true, // an import of a type is an import
      tsConfig: { fileName: join(root, config) },
      enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'module', 'node', 'types', 'default'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.jsx', '.cjs', '.json', '.d.ts', ...suffixes] },
    },
    { alias },
    { tsConfig },
  );
  modules.push(...output.modules);
  violations.push(...output.summary.violations.map((v) => ({ rule: v.rule.name, from: v.from, to: v.to })));
}
violations.push(...capabilityCircles(modules).map((circle) => ({ rule: 'capabilities-form-no-circle', from: circle.join(' → '), to: circle[0] })));
process.stdout.write(JSON.stringify({ files: modules.filter((m) => !m.source.includes('node_modules')).length, violations }));

/** Circles between folders of server/src; a circle of files inside one folder is that folder's own affair. */
function capabilityCircles(all) {
  const folderOf = (path) => /^server\/src\/([^/]+)\//.exec(path)?.[1];
  const reached = new Map();
  for (const { source, dependencies } of all) {
    const from = folderOf(source);
    if (!from || source.endsWith('.spec.ts')) continue;
    for (const { resolved } of dependencies) {
      const to = folderOf(resolved);
      if (to && to !== from) reached.set(from, (reached.get(from) ?? new Set()).add(to));
    }
  }
  const circles = new Map();
  const visit = (folder, path) => {
    const at = path.indexOf(folder);
    if (at >= 0) {
      const circle = path.slice(at);
      circles.set([...circle].sort().join(), circle);
      return;
    }
    for (const next of reached.get(folder) ?? []) visit(next, [...path, folder]);
  };
  for (const folder of reached.keys()) visit(folder, []);
  return [...circles.values()];
}
