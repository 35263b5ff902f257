import { z } from 'zod';
import { shanghaiIso } from '@shouwen/shared/value';
import { billByTiers } from '../billing/rules/bill-by-tiers.js';
import { lateFee } from '../billing/rules/late-fee.js';
import { splitReadingByDays } from '../billing/rules/split-reading-by-days.js';
import { PUBLISHED_HOLIDAYS, workingCalendarOf } from '../calendar/index.js';
import { deadlineOfClock } from '../ticket/rules/deadline-of-clock.js';
import { deadlineFile, lateFeeFile, readingSplitFile, tariffFile } from './case-file.js';

/** A file or command the user can put right; the message is Chinese and says how. */
export class CaseFileError extends Error {}

const chinese = z.locales.zhCN().localeError;

export type CaseResults = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<string, (content: unknown) => CaseResults>> = {
  tariffs(content) {
    const { tariffs, cases } = parse(tariffFile, content);
    const byId = new Map(tariffs.map((tariff) => [tariff.id, tariff]));
    if (byId.size < tariffs.length) throw new CaseFileError('水价方案的 id 有重复，请改为各不相同。');
    return byCase(cases, (one) => {
      const tariff = byId.get(one.tariff);
      if (!tariff) throw new CaseFileError(`案例“${one.id}”用到的水价方案“${one.tariff}”不在文件里，请补上或改正 tariff。`);
      const { tierVolumes, components, total } = billByTiers(tariff, one);
      return { tierVolumes, components, total };
    });
  },
  'reading-splits': (content) =>
    byCase(parse(readingSplitFile, content), ({ previousReading, reading, volume, cuts }) => splitReadingByDays(previousReading, reading, volume, cuts)),
  'late-fees': (content) => byCase(parse(lateFeeFile, content), lateFee),
  deadlines(content) {
    const calendar = workingCalendarOf(PUBLISHED_HOLIDAYS);
    const iso = (due: Date | null) => (due === null ? null : shanghaiIso(due));
    return byCase(parse(deadlineFile, content), ({ limit, events }) => {
      const { due, dueAfterEachEvent } = deadlineOfClock(limit, events, calendar);
      return { dueAfterEachEvent: dueAfterEachEvent.map(iso), due: iso(due) };
    });
  },
};

export const CASE_KINDS = Object.keys(KINDS);

/** Works out every case of a file of the given kind: case id → result in the shape of the file's `expect`. Throws CaseFileError. */
export function workOut(kind: string, text: string): CaseResults {
  const solve = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!solve) throw new CaseFileError(`不认识的命令“${kind}”，可用：${CASE_KINDS.join('、')}。`);
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CaseFileError(`文件不是正确的 JSON：${(error as Error).message}`);
  }
  return solve(content);
}

function parse<T extends z.ZodType>(schema: T, content: unknown): z.output<T> {
  const parsed = schema.safeParse(content, { error: chinese });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new CaseFileError(`文件格式不对：${issue.path.length === 0 ? '整个文件' : issue.path.join('.')} ${issue.message}。`);
}

/** Rules throw RangeError for facts that contradict each other; the case is named so that it can be found. */
function byCase<C extends { id: string }>(cases: readonly C[], solve: (one: C) => unknown): CaseResults {
  const results = new Map<string, unknown>();
  for (const one of cases) {
    if (results.has(one.id)) throw new CaseFileError(`案例编号“${one.id}”重复，请改为各不相同。`);
    try {
      results.set(one.id, solve(one));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new CaseFileError(`案例“${one.id}”算不出来，请检查数据：${error.message}`);
    }
  }
  return Object.fromEntries(results);
}
