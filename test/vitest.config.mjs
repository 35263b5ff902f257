/**
 * One run over everything: specs beside the rules, and the suites in test/. TypeScript is turned by swc, which knows the
 * decorators' types. A worker keeps what it loaded from one file to the next: a file must leave nothing behind in a module.
 */
import { resolve } from 'node:path';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');

export default defineConfig({
  root,
  oxc: false,
  plugins: [
    swc.vite({
      swcrc: false,
      tsconfigFile: false,
      module: { type: 'es6' },
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        keepClassNames: true,
      },
    }),
  ],
  resolve: {
    alias: [
      { find: /^@shouwen\/shared\/contract$/, replacement: `${root}/shared/src/contract/endpoint.ts` },
      { find: /^@shouwen\/shared\/contract\/(.*)$/, replacement: `${root}/shared/src/contract/$1.ts` },
      { find: /^@shouwen\/shared\/(vocabulary|value)$/, replacement: `${root}/shared/src/$1/index.ts` },
    ],
  },
  test: {
    include: ['shared/src/**/*.spec.ts', 'server/src/**/*.spec.ts', 'test/**/*.spec.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    globalSetup: ['test/support/global-setup.mjs'],
    setupFiles: ['test/support/generated-cases.ts'],
    testTimeout: 120_000, // of a loaded two-core machine; nothing here waits for long by itself
    hookTimeout: 120_000,
    slowTestThreshold: 10_000, // only these are named one by one
  },
});
