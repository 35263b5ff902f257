import { addDays } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { type Correction, correctionsByAccount, type TariffBook } from '../billing/index.js';
import { insertRows, type SqlValue } from '../database/index.js';
import { inBatches } from './account-batches.js';
import type { BillRun, BillRunPolicy } from './bill-run.entity.js';
import type { RuledReading } from './drafts-by-rule.js';
import { comparisonOf, type DraftFacts, findingsOfDraft, type Finding, type Period } from './rules/findings-of-draft.js';
import { draftsAfter, HISTORY_DAYS, historyOf, type StoredBill } from './stored-bills.js';
import { type Sum, sumOfDraft } from './sums.js';

/** Writes down what a person must see of the plain drafts of these accounts, which lie after the bill `before`. Returns how many. */
export async function reviewSuspects(tx: EntityManager, run: BillRun, policy: BillRunPolicy, book: TariffBook, suspects: readonly number[], before: number): Promise<number> {
  const rows: SqlValue[][] = [];
  for (const ids of inBatches(suspects)) {
    const history = await historyOf(tx, run, ids, book);
    const corrected = await correctionsByAccount(tx, ids);
    for (const draft of await draftsAfter(tx, run, before, ids, book)) rows.push(...rowsOf(run, policy, draft, history(draft), { corrections: within(draft, corrected), estimated: false, late: false }));
  }
  await insertRows(tx, 'bill_run_review', reviewColumns, rows);
  return rows.length;
}

/** The same for what the rule decided on, with its sums; a reading without a bill is always for a person. */
export async function reviewRuled(tx: EntityManager, run: BillRun, policy: BillRunPolicy, book: TariffBook, ruled: readonly RuledReading[], afterPlain: number): Promise<{ reviews: number; sums: Sum[] }> {
  const rows: SqlValue[][] = [];
  const sums: Sum[] = [];
  for (const part of inBatches(ruled)) {
    const accountIds = part.map(({ account }) => account.id);
    const drafts = new Map((await draftsAfter(tx, run, afterPlain, accountIds, book)).map((draft) => [`${draft.accountId} ${draft.ordinal}`, draft]));
    const before = await historyOf(tx, run, accountIds, book);
    const corrected = await correctionsByAccount(tx, accountIds);
    for (const one of part) {
      const history = before({ accountId: one.account.id, ordinal: one.ordinal });
      const draft = drafts.get(`${one.account.id} ${one.ordinal}`);
      if (!draft) rows.push(problemRow(run, one, history));
      else {
        rows.push(...rowsOf(run, policy, draft, history, { corrections: within(draft, corrected), estimated: one.kind === 'estimated', late: one.late }));
        sums.push(sumOfDraft(draft, history.at(-1)));
      }
    }
  }
  await insertRows(tx, 'bill_run_review', reviewColumns, rows);
  return { reviews: rows.length, sums };
}

/** In the order of the rows below. */
export const reviewColumns = [
  'run_id', 'account_id', 'reading_ordinal', 'bill_id', 'zone', 'tariff_code', 'from_on', 'read_on', 'previous_reading', 'reading', 'volume', 'total_fen', 'reason', 'findings', 'compared', 'severity',
  'state', 'note', 'decided_by', 'decided_at',
];

function rowsOf(run: BillRun, policy: BillRunPolicy, draft: StoredBill, history: readonly StoredBill[], more: Pick<DraftFacts, 'corrections' | 'estimated' | 'late'>): SqlValue[][] {
  const findings = findingsOfDraft({ ...draft, ...more, previous: history.at(-1) ?? null, history: lastYear(draft, history) }, policy);
  if (findings.length === 0) return [];
  const compared = comparedWith(draft, history);
  const { accountId, ordinal, id, zone, tariffCode, from, to, previousReading, reading, volume, totalFen } = draft;
  return [[run.id, accountId, ordinal, id, zone, tariffCode, from, to, previousReading, reading, volume, totalFen, findings[0]?.reason ?? '', JSON.stringify(findings), JSON.stringify(compared), Math.abs(volume - (compared.usual ?? volume)), 'open', null, null, null]];
}

/** Of the readings a draft lies between, both included, and of changes of meter among them. */
const within = ({ accountId, from, to }: StoredBill, corrected: ReadonlyMap<number, readonly Correction[]>) =>
  (corrected.get(accountId) ?? []).filter(({ readOn }) => readOn >= addDays(from, -1) && readOn <= to).map(({ text }) => text);

function problemRow(run: BillRun, { account, ordinal, fromOn, readOn, previousReading, reading, problem }: RuledReading, history: readonly StoredBill[]): SqlValue[] {
  const findings: Finding[] = problem ? [problem] : [];
  const compared = comparedWith({ from: fromOn, to: readOn }, history);
  return [run.id, account.id, ordinal, null, account.zone, account.tariffCode, fromOn, readOn, previousReading, reading, null, null, findings[0]?.reason ?? '', JSON.stringify(findings), JSON.stringify(compared), Math.abs(reading - previousReading), 'open', null, null, null];
}

function comparedWith(period: Pick<Period, 'from' | 'to'>, history: readonly StoredBill[]) {
  const previous = history.at(-1);
  const { yearAgo, usual } = comparisonOf({ ...period, history: lastYear(period, history) });
  return { previous: previous ? { ...periodOf(previous), totalFen: previous.totalFen } : null, yearAgo: yearAgo && periodOf(yearAgo), usual };
}

const lastYear = ({ to }: Pick<Period, 'to'>, history: readonly StoredBill[]) => history.filter((bill) => bill.to >= addDays(to, -HISTORY_DAYS));
const periodOf = ({ from, to, volume }: Period): Period => ({ from, to, volume });
