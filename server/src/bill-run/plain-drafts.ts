import { addDays, type DateString } from '@shouwen/shared/value';
import type { Zone } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import type { BillingPolicy, Tariff, TariffBook } from '../billing/index.js';
import { sqlInstant } from '../database/index.js';
import type { BillRun, BillRunPolicy } from './bill-run.entity.js';
import { dialectOf, quoted, type SqlDialect } from './sql-dialect.js';
import { componentsJson, sqlOfTariff } from './sql-of-tariff.js';
import type { Sum } from './sums.js';

/** Accounts by id, the first exclusive, the last inclusive. */
export interface AccountRange {
  readonly after: number;
  readonly upTo: number;
}

/** What one chunk gathers before it writes, in a table of the connection: a reading is looked up once, and all else is told by this. */
const gathered = [
  'account_id INTEGER NOT NULL', 'zone VARCHAR(10) NOT NULL', 'household_size INTEGER NOT NULL', 'tariff_code VARCHAR(40) NOT NULL', 'ordinal INTEGER NOT NULL', 'from_on CHAR(10) NOT NULL', 'read_on CHAR(10) NOT NULL',
  'previous_value INTEGER NOT NULL', 'value INTEGER NOT NULL', 'volume INTEGER NOT NULL', 'days INTEGER NOT NULL', 'charged INTEGER NOT NULL', 'version INTEGER', 'last_id INTEGER', 'last_volume INTEGER', 'last_fen BIGINT',
  'last_days INTEGER', 'last_like INTEGER',
];

const billColumns = [
  'account_id', 'reading_ordinal', 'revision', 'run_id', 'from_on', 'to_on', 'previous_reading', 'reading', 'volume', 'used_before', 'year_volume', 'household_size', 'tariff_code', 'tariff_version_id',
  'segments', 'components', 'total_fen', 'adjusted_fen', 'paid_fen', 'late_fee_paid_fen', 'late_fee_waived_fen', 'due_on', 'late_fee_from_on', 'late_fee_rate', 'state', 'payment_id', 'settled_at',
  'replaces_bill_id', 'void_reason', 'version', 'issued_at',
];

interface Version {
  tariff: Tariff;
  row: number;
  /** The next version's first day. */
  until: DateString | null;
}

export interface PlainDrafts {
  sums: Sum[];
  /** Accounts in whose draft the rule for reviews may find something. */
  suspects: number[];
  /** Accounts with a reading that is for the rule for bills. */
  left: number[];
}

/**
 * Drafts of accounts to which one version applies from the first day to the last, by one statement for each version: one meter, one use, one
 * household, within one year where the tiers are the year's.
 */
export async function insertPlainDrafts(tx: EntityManager, run: BillRun, range: AccountRange, book: TariffBook, policy: BillRunPolicy, now: Date): Promise<PlainDrafts> {
  const sql = dialectOf(tx.connection.options.type);
  const versions = versionsDuring(book, run);
  await tx.query(sql.temporaryTable('bill_run_gathered', gathered));
  await tx.query('DELETE FROM bill_run_gathered');
  await tx.query(`INSERT INTO bill_run_gathered ${gatherSelect(versions, run, sql)}`, [range.after, range.upTo, run.fromOn, run.toOn, ...scopeValues(run)]);
  const used: { version: number | null }[] = await tx.query('SELECT DISTINCT version FROM bill_run_gathered');
  for (const version of versions.filter(({ row }) => used.some((one) => one.version === row))) {
    await tx.query(`INSERT INTO bill (${billColumns.join(', ')}) ${draftSelect(version, book, run, sql)}`, [sqlInstant(now)]);
  }
  const plain = used.some(({ version }) => version !== null);
  const left: { account_id: number }[] = used.some(({ version }) => version === null) ? await tx.query('SELECT DISTINCT account_id FROM bill_run_gathered WHERE version IS NULL ORDER BY account_id') : [];
  return { sums: plain ? await sumsOf(tx, run, range) : [], suspects: plain ? await suspectsOf(tx, run, range, policy) : [], left: left.map(({ account_id }) => account_id) };
}

const scopeCondition = ({ zone, hallId }: BillRun) => (zone !== null ? ' AND a.zone = ?' : hallId !== null ? ' AND a.hall_id = ?' : '');
const scopeValues = ({ zone, hallId }: BillRun): (string | number)[] => (zone !== null ? [zone] : hallId !== null ? [hallId] : []);

/** In force on a reading day of the run; those whose last tier ends are for the rule, which refuses what lies above. */
function versionsDuring(book: TariffBook, run: BillRun): Version[] {
  return [...book.names.keys()].flatMap((code) => {
    const versions = book.versionsOf(code);
    return versions
      .map((tariff, i): Version => ({ tariff, row: book.rowOf(tariff.id) ?? 0, until: versions[i + 1]?.from ?? null }))
      .filter(({ tariff, until }) => tariff.from <= run.toOn && (until === null || until > run.fromOn) && tariff.tiers.at(-1)?.upTo === null);
  });
}

/** Every unbilled reading of the range, with the reading and the bill before it, and the version by which it can be billed as it stands, if there is one. */
function gatherSelect(versions: readonly Version[], run: BillRun, sql: SqlDialect): string {
  const sameYear = 'SUBSTR(p.read_on, 1, 4) = SUBSTR(r.read_on, 1, 4)';
  const days = sql.daysBetween('p.read_on', 'r.read_on');
  const whens = versions.map(({ tariff, row, until }) => {
    // Under yearly tiers a period that begins after New Year's Eve is within a year, too.
    const within = tariff.tierPeriod === 'year' ? ` AND (${sameYear} OR SUBSTR(p.read_on, 6) = '12-31' AND ${days} <= 365)` : '';
    return `WHEN a.tariff_code = ${quoted(codeOf(tariff))} AND p.read_on >= ${quoted(addDays(tariff.from, -1))}${until === null ? '' : ` AND r.read_on < ${quoted(until)}`}${within} THEN ${row}`;
  });
  // Bills that are issued stand; a draft may yet be left out, and what follows on it with it.
  const plain = `r.kind = 'regular' AND r.value >= p.value AND (b.id IS NOT NULL AND p.kind = 'regular' OR p.kind = 'opening') AND o.id IS NULL AND NOT EXISTS (SELECT 1 FROM billing_terms t WHERE t.account_id = a.id)`;
  const version = whens.length === 0 ? 'NULL' : `CASE WHEN NOT (${plain}) THEN NULL ${whens.join(' ')} END`;
  return `SELECT a.id, a.zone, a.household_size, a.tariff_code, r.ordinal, ${sql.dayAfter('p.read_on', '1')}, r.read_on, p.value, r.value, r.value - p.value, ${days},
      CASE WHEN ${sameYear} THEN COALESCE(b.year_volume, 0) ELSE 0 END, ${version}, b.id, b.volume, b.total_fen, ${sql.daysBetween('b.from_on', 'b.to_on')} + 1,
      CASE WHEN b.tariff_code = a.tariff_code AND b.household_size = a.household_size AND b.segments IS NULL THEN 1 ELSE 0 END
    FROM water_account a
    ${sql.join} meter_reading r ON r.account_id = a.id
    ${sql.join} meter_reading p ON p.account_id = a.id AND p.ordinal = r.ordinal - 1
    LEFT JOIN bill b ON b.account_id = a.id AND b.reading_ordinal = r.ordinal - 1 AND b.state IN ('unpaid', 'paid')
    LEFT JOIN bill o ON o.account_id = a.id AND o.reading_ordinal = r.ordinal
    WHERE a.id > ? AND a.id <= ? AND r.read_on BETWEEN ? AND ?${scopeCondition(run)} AND r.kind IN ('regular', 'estimated') AND (o.id IS NULL OR o.state = 'void')`;
}

function draftSelect({ tariff, row }: Version, book: TariffBook, run: BillRun, sql: SqlDialect): string {
  const amounts = sqlOfTariff(tariff, { volume: 'volume', usedBefore: 'charged', persons: 'household_size', days: 'days' }, sql);
  if (amounts === null) throw new Error(`${tariff.id} is for the rule`);
  const yearly = tariff.tierPeriod === 'year';
  const total = [...amounts.components.map(({ fen }) => fen), ...(amounts.minimum === null ? [] : [amounts.minimum])].join(' + ');
  const policy = policyDuring(book, run);
  const dueOn = sql.dayAfter('read_on', policy.dueDays);
  const values = [
    'account_id', 'ordinal', '1', String(run.id), 'from_on', 'read_on', 'previous_value', 'value', 'volume', yearly ? 'charged' : '0', yearly ? 'charged + volume' : 'charged', 'household_size', 'tariff_code', String(row), 'NULL',
    componentsJson(amounts, sql), total, '0', '0', '0', '0', dueOn, dueOn, policy.lateFeeRate, `'draft'`, 'NULL', 'NULL', 'NULL', 'NULL', '1', '?',
  ];
  return `SELECT ${values.join(', ')} FROM bill_run_gathered WHERE version = ${row}`;
}

/** By zone and tariff, beside the bills before. */
async function sumsOf(tx: EntityManager, run: BillRun, range: AccountRange): Promise<Sum[]> {
  const rows: Record<string, string | number | null>[] = await tx.query(
    `SELECT g.zone, g.tariff_code AS code, COUNT(*) AS bills, SUM(g.volume) AS volume, SUM(b.total_fen) AS fen, COUNT(g.last_id) AS last_bills, SUM(g.last_volume) AS last_volume, SUM(g.last_fen) AS last_fen
     FROM bill_run_gathered g ${dialectOf(tx.connection.options.type).join} bill b ON b.account_id = g.account_id AND b.reading_ordinal = g.ordinal AND b.revision = 1
     WHERE g.version IS NOT NULL AND b.run_id = ? AND g.account_id > ? GROUP BY g.zone, g.tariff_code`,
    [run.id, range.after],
  );
  return rows.map((row) => ({
    zone: row.zone as Zone, tariffCode: row.code as string, billCount: Number(row.bills), volume: Number(row.volume), totalFen: Number(row.fen),
    previousCount: Number(row.last_bills), previousVolume: Number(row.last_volume ?? 0), previousFen: Number(row.last_fen ?? 0),
  }));
}

/** Only leaves out what the rule would find nothing in: far from the history is far from the bill before. Corrections are looked up from their own few rows. */
async function suspectsOf(tx: EntityManager, run: BillRun, range: AccountRange, { farPercent, farLeast }: BillRunPolicy): Promise<number[]> {
  const far = (much: string, muchDays: string, little: string, littleDays: string) =>
    `(${much} * ${littleDays} * 100 > ${little} * ${muchDays} * ${farPercent} AND ${much} * ${littleDays} - ${little} * ${muchDays} >= ${farLeast} * ${littleDays})`;
  const rows: { account_id: number }[] = await tx.query(
    `SELECT account_id FROM bill_run_gathered WHERE version IS NOT NULL AND (last_id IS NULL OR last_like = 0 OR (volume = 0 AND last_volume > 0)
       OR ${far('volume', 'days', 'last_volume', 'last_days')} OR ${far('last_volume', 'last_days', 'volume', 'days')})
     UNION
     SELECT c.account_id FROM rebilling c ${dialectOf(tx.connection.options.type).join} bill b ON b.account_id = c.account_id AND b.reading_ordinal IN (c.reading_ordinal, c.reading_ordinal + 1)
     WHERE c.account_id > ? AND c.account_id <= ? AND c.cause = 'reading' AND b.run_id = ? AND b.state = 'draft' ORDER BY account_id`,
    [range.after, range.upTo, run.id],
  );
  return rows.map(({ account_id }) => account_id);
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
    later.length === 0 ? String(value(first)) : `CASE ${later.toReversed().map((policy) => `WHEN read_on >= ${quoted(policy.fromOn)} THEN ${value(policy)}`).join(' ')} ELSE ${value(first)} END`;
  return { dueDays: choose(({ dueDays }) => dueDays), lateFeeRate: choose(({ lateFeeRate }) => lateFeeRate) };
}

const codeOf = (tariff: Tariff) => tariff.id.slice(0, tariff.id.lastIndexOf('@'));
