import { addDays, type DateString } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import type { BillingPolicy, Tariff, TariffBook } from '../billing/index.js';
import { sqlInstant } from '../database/index.js';
import type { BillRun } from './bill-run.entity.js';
import { dialectOf, quoted, type SqlDialect } from './sql-dialect.js';
import { componentsJson, sqlOfTariff } from './sql-of-tariff.js';

/** Accounts by id, the first exclusive, the last inclusive. */
export interface AccountRange {
  readonly after: number;
  readonly upTo: number;
}

const columns = [
  'account_id', 'reading_ordinal', 'revision', 'run_id', 'from_on', 'to_on', 'previous_reading', 'reading', 'volume', 'used_before', 'year_volume', 'household_size', 'tariff_code', 'tariff_version_id',
  'segments', 'components', 'total_fen', 'adjusted_fen', 'paid_fen', 'late_fee_paid_fen', 'late_fee_waived_fen', 'due_on', 'late_fee_from_on', 'late_fee_rate', 'state', 'payment_id', 'settled_at',
  'replaces_bill_id', 'void_reason', 'version', 'issued_at',
];

/**
 * Drafts of accounts to which one version applies from the first day to the last, one statement for each version: one meter, one use, one
 * household, within one year where the tiers are the year's. What is left is for the rule. Returns how many.
 */
export async function insertPlainDrafts(tx: EntityManager, run: BillRun, range: AccountRange, book: TariffBook, now: Date): Promise<void> {
  const sql = dialectOf(tx.connection.options.type);
  for (const { tariff, until } of versionsDuring(book, run)) {
    const select = selectOf(tariff, until, book, run, sql);
    if (select === null) continue;
    await tx.query(`INSERT INTO bill (${columns.join(', ')}) ${select}`, [run.id, sqlInstant(now), range.after, range.upTo, run.fromOn, run.toOn, tariffCodeOf(tariff), ...scopeValues(run)]);
  }
}

/** Which accounts, as a condition on `a`, and its values. */
export const scopeCondition = ({ zone, hallId }: Pick<BillRun, 'zone' | 'hallId'>) => (zone !== null ? ' AND a.zone = ?' : hallId !== null ? ' AND a.hall_id = ?' : '');
export const scopeValues = ({ zone, hallId }: Pick<BillRun, 'zone' | 'hallId'>): (string | number)[] => (zone !== null ? [zone] : hallId !== null ? [hallId] : []);

/** Versions in force on a reading day of the run, with the day the next one begins. */
function versionsDuring(book: TariffBook, run: BillRun): { tariff: Tariff; until: DateString | null }[] {
  return [...book.names.keys()].flatMap((code) => {
    const versions = book.versionsOf(code);
    return versions.map((tariff, i) => ({ tariff, until: versions[i + 1]?.from ?? null })).filter(({ tariff, until }) => tariff.from <= run.toOn && (until === null || until > run.fromOn));
  });
}

const tariffCodeOf = (tariff: Tariff) => tariff.id.slice(0, tariff.id.lastIndexOf('@'));

function selectOf(tariff: Tariff, until: DateString | null, book: TariffBook, run: BillRun, sql: SqlDialect): string | null {
  const volume = '(r.value - p.value)';
  const sameYear = 'SUBSTR(p.read_on, 1, 4) = SUBSTR(r.read_on, 1, 4)';
  // What the bill before says was charged in its year; in a new year nothing was.
  const charged = `CASE WHEN ${sameYear} THEN COALESCE(b.year_volume, 0) ELSE 0 END`;
  const days = sql.daysBetween('p.read_on', 'r.read_on');
  const amounts = sqlOfTariff(tariff, { volume, usedBefore: charged, persons: 'a.household_size', days }, sql);
  if (amounts === null) return null;
  const yearly = tariff.tierPeriod === 'year';
  const firstDay = sql.dayAfter('p.read_on', '1');
  const total = [...amounts.components.map(({ fen }) => fen), ...(amounts.minimum === null ? [] : [amounts.minimum])].join(' + ');
  const policy = policyDuring(book, run);
  const dueOn = sql.dayAfter('r.read_on', policy.dueDays);
  const values = [
    'a.id', 'r.ordinal', '1', '?', firstDay, 'r.read_on', 'p.value', 'r.value', volume, yearly ? charged : '0', yearly ? `${charged} + ${volume}` : charged, 'a.household_size', 'a.tariff_code',
    String(book.rowOf(tariff.id)), 'NULL', componentsJson(amounts, sql), total, '0', '0', '0', '0', dueOn, dueOn, policy.lateFeeRate, `'draft'`, 'NULL', 'NULL', 'NULL', 'NULL', '1', '?',
  ];
  // Bills that are issued stand; a draft may yet be left out, and what follows on it with it.
  return `SELECT ${values.join(', ')}
    FROM water_account a
    ${sql.join} meter_reading r ON r.account_id = a.id
    ${sql.join} meter_reading p ON p.account_id = a.id AND p.ordinal = r.ordinal - 1
    LEFT JOIN bill b ON b.account_id = a.id AND b.reading_ordinal = p.ordinal AND b.state IN ('unpaid', 'paid')
    WHERE a.id > ? AND a.id <= ? AND r.read_on BETWEEN ? AND ? AND a.tariff_code = ?${scopeCondition(run)}
      AND r.kind = 'regular' AND r.value >= p.value AND (b.id IS NOT NULL AND p.kind = 'regular' OR p.kind = 'opening')
      AND p.read_on >= ${quoted(addDays(tariff.from, -1))}${until === null ? '' : ` AND r.read_on < ${quoted(until)}`}${yearly ? ` AND (${sameYear} OR SUBSTR(p.read_on, 6) = '12-31' AND ${days} <= 365)` : ''}
      AND NOT EXISTS (SELECT 1 FROM bill o WHERE o.account_id = a.id AND o.reading_ordinal = r.ordinal)
      AND NOT EXISTS (SELECT 1 FROM billing_terms t WHERE t.account_id = a.id)`;
}

/** Days to pay and the rate, by the day of the reading; they seldom change within a run. */
function policyDuring(book: TariffBook, { fromOn, toOn }: BillRun): { dueDays: string; lateFeeRate: string } {
  const policies = [book.policyOn(fromOn)];
  for (let day = addDays(fromOn, 1); day <= toOn; day = addDays(day, 1)) {
    const policy = book.policyOn(day);
    if (policy !== policies.at(-1)) policies.push(policy);
  }
  const [first, ...later] = policies as [BillingPolicy, ...BillingPolicy[]];
  const choose = (value: (policy: BillingPolicy) => number) =>
    later.length === 0 ? String(value(first)) : `CASE ${later.toReversed().map((policy) => `WHEN r.read_on >= ${quoted(policy.fromOn)} THEN ${value(policy)}`).join(' ')} ELSE ${value(first)} END`;
  return { dueDays: choose(({ dueDays }) => dueDays), lateFeeRate: choose(({ lateFeeRate }) => lateFeeRate) };
}
