/** Rules are given the time and know no chance; one folder reads the environment. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyHouse, type CopiedHouse, repository } from './copied-house.js';
import { findForbiddenExpressions, type Finding } from './forbidden-expressions.js';

describe('forbidden expressions', () => {
  it('are nowhere in the server', () => {
    expect(findForbiddenExpressions(repository)).toEqual([]);
  });

  describe('when planted', () => {
    let house: CopiedHouse;
    let found: Finding[];
    const rule = (name: string) => `server/src/planted/rules/${name}.ts`;
    beforeAll(() => {
      house = copyHouse();
      house.plant(rule('now'), 'export const planted = () => Date.now();');
      house.plant(rule('new-date'), 'export const planted = () => new Date();');
      house.plant(rule('random'), 'export const planted = () => Math.random();');
      house.plant(rule('environment'), "export const planted = () => process['env'].TZ;");
      house.plant('server/src/planted/planted.service.ts', 'export const planted = process.env.TZ;');
      // Not findings: the time is given, and words are only words.
      house.plant(rule('innocent'), "/** Never Date.now(). */ export const planted = (at: string) => [new Date(at), 'process.env', 'Math.random()'];");
      found = findForbiddenExpressions(house.root);
    });
    afterAll(() => house?.remove());

    it.each(['now', 'new-date', 'random', 'environment'])('%s is caught in a rule', (name) => {
      expect(found.filter((f) => f.rule === 'rules-have-no-clock-chance-or-environment').map((f) => f.file)).toContain(rule(name));
    });
    it('the environment is caught outside config', () => {
      expect(found.filter((f) => f.rule === 'only-config-reads-the-environment').map((f) => f.file)).toContain('server/src/planted/planted.service.ts');
    });
    it('words and given times are left alone', () => {
      expect(found.filter((f) => f.file === rule('innocent'))).toEqual([]);
    });
  });
});
