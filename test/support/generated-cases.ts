/**
 * Generated cases are the same in every run, so that a change is judged by what it changes. `SEED=n npm test` looks elsewhere,
 * `SEED=random` each time somewhere else; a failure prints the seed that repeats it.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

const { testPath } = expect.getState();
const seed = process.env.SEED ?? '20261122';
/** Loaded only where it is used: most files generate nothing. */
if (testPath && seed !== 'random' && readFileSync(testPath, 'utf8').includes("from 'fast-check'"))
  void import('fast-check').then(({ default: fc }) => fc.configureGlobal({ seed: Number(seed) }));
