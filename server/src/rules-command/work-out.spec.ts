import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CASE_KINDS, CaseFileError, workOut } from './work-out.js';

const caseText = (kind: string): string => readFileSync(new URL(`../../../test/cases/${kind}.json`, import.meta.url), 'utf8');
const listOf = (content: unknown) => (Array.isArray(content) ? content : (content as { cases: unknown[] }).cases) as { id: string; expect: unknown }[];

describe('the rules command', () => {
  it.each(CASE_KINDS)('gives every worked case of %s its answer, in the shape of the file', (kind) => {
    const expected = Object.fromEntries(listOf(JSON.parse(caseText(kind))).map((one) => [one.id, one.expect]));
    expect(workOut(kind, caseText(kind))).toEqual(expected);
  });

  it.each([
    ['an unknown kind', 'prices', '[]', '不认识的命令“prices”'],
    ['an inherited name', 'toString', '[]', '不认识的命令'],
    ['no JSON', 'tariffs', '{', '不是正确的 JSON'],
    ['another shape', 'late-fees', '{}', '整个文件 应为数组'],
    ['a case that is none', 'late-fees', '[7]', '0 无效输入'],
    ['a date that does not exist', 'late-fees', '[{"id":"a","principal":1,"rate":1,"due":"2026-02-30","paidOn":"2026-03-01"}]', '0.due 应为存在的日期'],
    ['a negative volume', 'reading-splits', '[{"id":"a","previousReading":"2026-01-01","reading":"2026-02-01","volume":-1,"cuts":[]}]', '0.volume 不能为负数'],
    ['readings on one day', 'reading-splits', '[{"id":"a","previousReading":"2026-01-01","reading":"2026-01-01","volume":1,"cuts":[]}]', '案例“a”算不出来'],
    ['a time without a zone', 'deadlines', '[{"id":"a","limit":{"unit":"hours","n":1},"events":[{"type":"accepted","at":"2026-11-16T09:00:00"}]}]', '应为带时区的时间'],
    ['an unknown event', 'deadlines', '[{"id":"a","limit":{"unit":"hours","n":1},"events":[{"type":"lost","at":"2026-11-16T09:00:00Z"}]}]', 'events.0'],
    ['an unknown tariff', 'tariffs', '{"tariffs":[],"cases":[{"id":"a","tariff":"t","volume":1,"persons":1}]}', '水价方案“t”不在文件里'],
    ['two cases of one name', 'deadlines', '[{"id":"a","limit":{"unit":"hours","n":1},"events":[]},{"id":"a","limit":{"unit":"hours","n":1},"events":[]}]', '案例编号“a”重复'],
  ])('says in Chinese what is wrong: %s', (_name, kind, text, message) => {
    expect(() => workOut(kind, text)).toThrow(CaseFileError);
    expect(() => workOut(kind, text)).toThrow(message);
  });
});
