import type { DateString } from '@shouwen/shared/value';
import type { ReadingKind } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import type { BilledReading } from './rules/plan-bill.js';
import type { AccountTerms, Use } from './rules/terms-of-account.js';

/** An account as its next bill begins: the last reading that was billed (or the opening one), all since, and its dated terms. */
export interface AccountState {
  readonly terms: readonly AccountTerms[];
  /** In order; empty for an account that was never read. */
  readonly readings: BilledReading[];
  /** `yearVolume` of the last bill. */
  yearVolume: number;
  /** Revisions of bills that were made of a reading and reversed: ordinal → the highest. */
  readonly revisions: ReadonlyMap<number, number>;
}

interface ReadingRow {
  account_id: number;
  ordinal: number;
  read_on: DateString;
  value: number;
  kind: ReadingKind;
  next_value: number | null;
}

/**
 * Loads what the next bills of these accounts depend on, by four queries. Accounts without any reading are there with none. `beforeDraftsOf`: as it was
 * before that run's drafts.
 */
export async function accountStates(manager: EntityManager, accountIds: readonly number[], beforeDraftsOf: number | null = null): Promise<Map<number, AccountState>> {
  const states = new Map<number, AccountState>();
  if (accountIds.length === 0) return states;
  const ids = [...accountIds];
  const marks = ids.map(() => '?').join(', ');
  const live = `state <> 'void'${beforeDraftsOf === null ? '' : ` AND NOT (state = 'draft' AND run_id = ${Number(beforeDraftsOf)})`}`;
  const billed: { account_id: number; ordinal: number; year_volume: number }[] = await manager.query(
    `SELECT b.account_id, b.reading_ordinal AS ordinal, b.year_volume FROM bill b
     JOIN (SELECT account_id, MAX(reading_ordinal) AS ordinal FROM bill WHERE account_id IN (${marks}) AND ${live} GROUP BY account_id) l
       ON l.account_id = b.account_id AND l.ordinal = b.reading_ordinal
     WHERE b.state <> 'void'`, ids);
  const lastBilled = new Map(billed.map((row) => [Number(row.account_id), row]));
  const rows: ReadingRow[] = await manager.query(
    `SELECT r.account_id, r.ordinal, r.read_on, r.value, r.kind, r.next_value FROM meter_reading r
     LEFT JOIN (SELECT account_id, MAX(reading_ordinal) AS ordinal FROM bill WHERE account_id IN (${marks}) AND ${live} GROUP BY account_id) l ON l.account_id = r.account_id
     WHERE r.account_id IN (${marks}) AND r.ordinal >= COALESCE(l.ordinal, 1) ORDER BY r.account_id, r.ordinal`, [...ids, ...ids]);
  const terms = await termsByAccount(manager, ids);
  const reversed: { account_id: number; ordinal: number; revision: number }[] = await manager.query(
    `SELECT account_id, reading_ordinal AS ordinal, MAX(revision) AS revision FROM bill WHERE account_id IN (${marks}) AND state = 'void' GROUP BY account_id, reading_ordinal`, ids);
  for (const id of ids) states.set(id, { terms: terms.get(id) ?? [], readings: [], yearVolume: Number(lastBilled.get(id)?.year_volume ?? 0), revisions: new Map(reversed.filter((row) => row.account_id === id).map((row) => [row.ordinal, Number(row.revision)])) });
  for (const row of rows) states.get(row.account_id)?.readings.push(readingOf(row));
  return states;
}

/** Dated terms in order of their days; accounts without any are absent. */
export async function termsByAccount(manager: EntityManager, accountIds: readonly number[]): Promise<Map<number, AccountTerms[]>> {
  const terms = new Map<number, AccountTerms[]>();
  if (accountIds.length === 0) return terms;
  const rows: { account_id: number; from_on: DateString; household_size: number; uses: string | readonly Use[] }[] = await manager.query(
    `SELECT account_id, from_on, household_size, uses FROM billing_terms WHERE account_id IN (${accountIds.map(() => '?').join(', ')}) ORDER BY account_id, from_on`, [...accountIds]);
  for (const row of rows) {
    const uses = typeof row.uses === 'string' ? (JSON.parse(row.uses) as readonly Use[]) : row.uses;
    terms.set(row.account_id, [...(terms.get(row.account_id) ?? []), { fromOn: row.from_on, householdSize: row.household_size, uses }]);
  }
  return terms;
}

export const readingOf = (row: ReadingRow): BilledReading => ({ ordinal: row.ordinal, readOn: row.read_on, value: row.value, kind: row.kind, nextValue: row.next_value });
