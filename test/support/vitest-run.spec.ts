/** The count at the end of `npm test`: nothing passes by not running. */
import { describe, expect, it } from 'vitest';
import { count } from './vitest-run.mjs';

const good = { numTotalTests: 5, numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [{ name: 'a.spec.ts', status: 'passed', assertionResults: [] }] };

describe('the count of a vitest run', () => {
  it('is green when all passed', () => expect(count(good, 0)).toEqual({ passed: 5, failed: 0, remarks: [] }));
  it('fails for failed tests', () => expect(count({ ...good, numFailedTests: 2 }, 1).failed).toBe(2));
  it('fails for a file that could not run', () =>
    expect(count({ ...good, testResults: [{ name: 'b.spec.ts', status: 'failed', assertionResults: [] }] }, 1).failed).toBe(1));
  it('fails for skipped tests', () => expect(count({ ...good, numPendingTests: 1, numTodoTests: 1 }, 0).failed).toBe(2));
  it('fails when nothing ran', () => expect(count({ ...good, numTotalTests: 0, numPassedTests: 0 }, 0).failed).toBe(1));
  it('fails when vitest itself did', () => expect(count(good, 'SIGKILL').failed).toBe(1));
});
