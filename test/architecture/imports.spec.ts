/** Who may import whom: nothing breaks a rule, and each rule is shown to catch what it is for. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyHouse, type CopiedHouse, repository } from './copied-house.js';

interface Violation {
  rule: string;
  from: string;
  to: string;
}

function cruise(root: string): { files: number; violations: Violation[] } {
  return JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'cruise.mjs'), root], { encoding: 'utf8', maxBuffer: 64e6 }));
}

/** Rule → [file planted, what it says]. */
const PLANTED: Record<string, [file: string, text: string]> = {
  'all-resolves': ['shared/src/value/planted-unresolved.ts', "import './no-such-file.js';"],
  'shared-stands-alone': ['shared/src/value/planted-node.ts', "import 'node:fs';"],
  'zod-only-in-contracts': ['shared/src/vocabulary/planted-zod.ts', "import * as z from 'zod/mini'; export const planted = z;"],
  'contracts-use-zod-mini': ['shared/src/contract/planted-zod.ts', "import * as z from 'zod'; export const planted = z;"],
  'rules-are-pure': ['server/src/ticket/rules/planted-rule.ts', "import type { Config } from '../../config/index.js'; export type Planted = Config;"],
  'controllers-ask-services': ['server/src/staff/planted.controller.ts', "import { DataSource } from 'typeorm'; export const planted = DataSource;"],
  'services-know-no-controllers': ['server/src/staff/planted.service.ts', "import './planted.controller.js';"],
  'folders-meet-at-their-index': ['server/src/planted/planted.service.ts', "import '../ticket/rules/deadline-of-clock.js';"],
  'rules-command-runs-rules': ['server/src/rules-command/planted.ts', "import '../staff/staff.service.js';"],
  'ticket-knows-no-intake': ['server/src/ticket/planted.service.ts', "import type { Planted } from '../leak/index.js'; export type Known = Planted;"],
  'technical-folders-know-no-capability': ['server/src/jobs/planted.ts', "import '../staff/index.js';"],
  'console-imports-only-shared': ['server/console/src/planted.ts', "import '../../src/main.js';"],
  'miniapp-imports-only-shared': ['miniapp/src/planted/planted.ts', "import '../../../server/src/main.js';"],
  'console-features-are-apart': ['server/console/src/features/planted/planted.ts', "import '../other-planted/planted';"],
  'console-shares-without-features': ['server/console/src/api/planted.ts', "import '../features/other-planted/planted';"],
  'miniapp-features-are-apart': ['miniapp/src/planted/planted-feature.ts', "import '@/other-planted/planted';"],
  'miniapp-shares-without-features': ['miniapp/src/api/planted.ts', "import '@/other-planted/planted';"],
  'nothing-imports-test': ['server/src/staff/planted-test.ts', "import '../../../test/support/planted.js';"],
  'capabilities-form-no-circle': ['server/src/planted-one/index.ts', "import '../planted-two/index.js';"],
};
/** What the planted files import. */
const COMPANIONS: Record<string, string> = {
  'server/src/leak/index.ts': 'export type Planted = string;',
  'server/src/planted-two/index.ts': "import '../planted-one/index.js';",
  'server/console/src/features/other-planted/planted.ts': 'export {};',
  'miniapp/src/other-planted/planted.ts': 'export {};',
  'test/support/planted.ts': 'export {};',
};

describe('imports', () => {
  it('break no rule anywhere in the house', () => {
    const { files, violations } = cruise(repository);
    expect(violations).toEqual([]);
    expect(files).toBeGreaterThan(100);
  }, 120_000);

  describe('with a violation of each rule planted', () => {
    let house: CopiedHouse;
    let found: Violation[];
    beforeAll(() => {
      house = copyHouse();
      for (const [file, text] of [...Object.entries(COMPANIONS), ...Object.values(PLANTED)]) house.plant(file, `${text}\n`);
      found = cruise(house.root).violations;
    }, 120_000);
    afterAll(() => house?.remove());

    it.each(Object.entries(PLANTED))('%s is caught', (rule, [file]) => {
      const from = rule === 'capabilities-form-no-circle' ? expect.stringMatching(/planted-(one|two) → planted-(one|two)/) : file;
      expect(found).toContainEqual({ rule, from, to: expect.any(String) });
    });
  });

  it('have a planted violation for every rule', async () => {
    const { importRules } = (await import('./import-rules.mjs')) as { importRules: { name: string }[] };
    expect(Object.keys(PLANTED).sort()).toEqual([...importRules.map((rule) => rule.name), 'capabilities-form-no-circle'].sort());
  });
});
