import type { Zone } from '@shouwen/shared/vocabulary';
import { addDays } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import type { TariffBook } from '../billing/index.js';
import { insertRows, type SqlValue } from '../database/index.js';
import { inBatches } from './account-batches.js';
import type { BillRun, BillRunPolicy } from './bill-run.entity.js';
import type { RuledReading } from './drafts-by-rule.js';
import { comparisonOf, type DraftFacts, findingsOfDraft, type Finding, type Period } from './rules/findings-of-draft.js';
import { dialectOf, quoted } from './sql-dialect.js';
import { draftsAfter, draftsById, HISTORY_DAYS, historyOf, type StoredBill } from './stored-bills.js';
import { type Sum, sumOfDraft } from './sums.js';

/**
 * One pass in the database over plain drafts, whose bills lie after `after` up to `upTo`: sums, and those in which the rule may find something. It
 * decides; this only leaves out what it would find nothing in. Far from the history is far from the bill before.
 */
export async function surveyPlain(tx: EntityManager, run: BillRun, policy: BillRunPolicy, after: number, upTo: number): Promise<{ sums: Sum[]; suspects: number[] }> {
  const sql = dialectOf(tx.connection.options.type);
  if (sql.lengthenGroups !== null) await tx.query(sql.lengthenGroups);
  const [days, before] = [`(1 + ${sql.daysBetween('b.from_on', 'b.to_on')})`, `(1 + ${sql.daysBetween('p.from_on', 'p.to_on')})`];
  const far = (much: string, muchDays: string, little: string, littleDays: string) =>
    `(${much} * ${littleDays} * 100 > ${little} * ${muchDays} * ${policy.farPercent} AND ${much} * ${littleDays} - ${little} * ${muchDays} >= ${policy.farLeast} * ${littleDays})`;
  const suspect = `p.id IS NULL OR p.tariff_code <> b.tariff_code OR p.household_size <> b.household_size OR p.segments IS NOT NULL OR (b.volume = 0 AND p.volume > 0)
    OR ${far('b.volume', days, 'p.volume', before)} OR ${far('p.volume', before, 'b.volume', days)}`;
  const zone = run.zone === null ? 'a.zone' : quoted(run.zone);
  const rows: Record<string, string | number | null>[] = await tx.query(
    `SELECT ${zone} AS zone, b.tariff_code AS code, COUNT(*) AS bills, SUM(b.volume) AS volume, SUM(b.total_fen) AS fen, COUNT(p.id) AS before_bills, SUM(p.volume) AS before_volume, SUM(p.total_fen) AS before_fen,
       GROUP_CONCAT(CASE WHEN ${suspect} THEN b.id END) AS suspects
     FROM bill b ${run.zone === null ? `${sql.join} water_account a ON a.id = b.account_id` : ''}
     LEFT JOIN bill p ON p.account_id = b.account_id AND p.reading_ordinal = b.reading_ordinal - 1 AND p.state IN ('unpaid', 'paid')
     WHERE b.run_id = ? AND b.id > ? AND b.id <= ? GROUP BY zone, code`,
    [run.id, after, upTo],
  );
  return {
    sums: rows.map((row) => ({
      zone: row.zone as Zone, tariffCode: row.code as string, billCount: Number(row.bills), volume: Number(row.volume), totalFen: Number(row.fen),
      previousCount: Number(row.before_bills), previousVolume: Number(row.before_volume ?? 0), previousFen: Number(row.before_fen ?? 0),
    })),
    suspects: rows.flatMap(({ suspects }) => (suspects === null ? [] : String(suspects).split(',').map(Number))),
  };
}

/** Writes down what a person must see of the suspects among the plain drafts. Returns how many. */
export async function reviewSuspects(tx: EntityManager, run: BillRun, policy: BillRunPolicy, book: TariffBook, suspects: readonly number[]): Promise<number> {
  const rows: SqlValue[][] = [];
  for (const ids of inBatches(suspects)) {
    const drafts = await draftsById(tx, run, ids, book);
    const before = await historyOf(tx, run, drafts.map(({ accountId }) => accountId), book);
    for (const draft of drafts) rows.push(...rowsOf(run, policy, draft, before(draft), { estimated: false, late: false }));
  }
  await insertRows(tx, 'bill_run_review', columns, rows);
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
    for (const one of part) {
      const history = before({ accountId: one.account.id, ordinal: one.ordinal });
      const draft = drafts.get(`${one.account.id} ${one.ordinal}`);
      if (!draft) rows.push(problemRow(run, one, history));
      else {
        rows.push(...rowsOf(run, policy, draft, history, { estimated: one.kind === 'estimated', late: one.late }));
        sums.push(sumOfDraft(draft, history.at(-1)));
      }
    }
  }
  await insertRows(tx, 'bill_run_review', columns, rows);
  return { reviews: rows.length, sums };
}

const columns = [
  'run_id', 'account_id', 'reading_ordinal', 'bill_id', 'zone', 'tariff_code', 'from_on', 'read_on', 'previous_reading', 'reading', 'volume', 'total_fen', 'reason', 'findings', 'compared', 'severity',
  'state', 'note', 'decided_by', 'decided_at',
];

function rowsOf(run: BillRun, policy: BillRunPolicy, draft: StoredBill, history: readonly StoredBill[], more: Pick<DraftFacts, 'estimated' | 'late'>): SqlValue[][] {
  const findings = findingsOfDraft({ ...draft, ...more, previous: history.at(-1) ?? null, history: lastYear(draft, history) }, policy);
  if (findings.length === 0) return [];
  const compared = comparedWith(draft, history);
  const { accountId, ordinal, id, zone, tariffCode, from, to, previousReading, reading, volume, totalFen } = draft;
  return [[run.id, accountId, ordinal, id, zone, tariffCode, from, to, previousReading, reading, volume, totalFen, findings[0]?.reason ?? '', JSON.stringify(findings), JSON.stringify(compared), Math.abs(volume - (compared.usual ?? volume)), 'open', null, null, null]];
}

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
