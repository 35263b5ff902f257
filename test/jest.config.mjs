/**
 * One run over everything: specs beside the rules, and the suites in test/. TypeScript and the packages that
 * are ESM only are turned into CommonJS by swc, so jest needs no flags and its mocks and registry work as usual.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
/** Found from here: jest would look in the repository's root, where no package is installed. */
const swc = createRequire(import.meta.url).resolve('@swc/jest');
const toCommonJs = { module: { type: 'commonjs' }, swcrc: false, sourceMaps: 'inline' };
const typescript = {
  ...toCommonJs,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true, tsx: false },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
};
const modernJavascript = { ...toCommonJs, jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } } };

/** Packages whose files are ES modules (the server runs them natively; only jest needs them turned), as folders of pnpm's store. */
const store = resolve(root, 'node_modules/.pnpm');
const turned = readdirSync(store).filter((folder) => {
  if (folder.startsWith('@fastify+')) return true; // CommonJS that calls import(), which jest's sandbox has not
  const name = /^(@[^+]+\+)?[^@]+/.exec(folder)?.[0].replace('+', '/');
  const manifest = name && resolve(store, folder, 'node_modules', name, 'package.json');
  return manifest && existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
});
const escaped = turned.map((folder) => folder.replace(/[.+()]/g, '\\$&'));

export default {
  rootDir: root,
  roots: ['<rootDir>/shared/src', '<rootDir>/server/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '<rootDir>/server/console/'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.*/\\.dist-next/'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/generated-cases.ts'],
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testTimeout: 120_000, // of a loaded two-core machine; nothing here waits for long by itself
  moduleNameMapper: {
    '^@shouwen/shared/contract$': '<rootDir>/shared/src/contract/endpoint.ts',
    '^@shouwen/shared/contract/(.*)$': '<rootDir>/shared/src/contract/$1.ts',
    '^@shouwen/shared/(vocabulary|value)$': '<rootDir>/shared/src/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [swc, typescript],
    '^.+\\.m?js$': [swc, modernJavascript],
  },
  transformIgnorePatterns: [`/node_modules/\\.pnpm/(?!(${escaped.join('|')})/)`],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
};
