import { addDays } from '@shouwen/shared/value';
import type { Zone } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import type { TariffBook } from '../billing/index.js';
import type { SqlValue } from '../database/index.js';
import { placesOf } from './account-batches.js';
import type { BillRun } from './bill-run.entity.js';
import type { Period, Terms } from './rules/findings-of-draft.js';

/** A bill as reviews compare it. Fen. */
export interface StoredBill extends Period, Terms {
  id: number;
  accountId: number;
  zone: Zone;
  ordinal: number;
  previousReading: number;
  reading: number;
  tariffCode: string;
  totalFen: number;
  meterChanged: boolean;
}

interface BillRow {
  id: number;
  account_id: number;
  reading_ordinal: number;
  from_on: string;
  to_on: string;
  previous_reading: number;
  reading: number;
  volume: number;
  total_fen: string | number;
  household_size: number;
  tariff_code: string;
  segments: string | null;
  meter_changes: string | null;
  zone: Zone;
}

/** Long enough for the same season of the last year. */
export const HISTORY_DAYS = 400;

/** Drafts of the run that lie after a bill, of these accounts. */
export const draftsAfter = (tx: EntityManager, run: BillRun, after: number, accountIds: readonly number[], book: TariffBook) =>
  storedBills(tx, `b.account_id IN (${placesOf(accountIds)}) AND b.run_id = ? AND b.id > ? AND b.state = 'draft'`, [...accountIds, run.id, after], book);

/** The accounts' bills of the last years in order, drafts of this run among them. */
export async function historyOf(tx: EntityManager, run: BillRun, accountIds: readonly number[], book: TariffBook): Promise<(bill: { accountId: number; ordinal: number }) => StoredBill[]> {
  const ids = [...new Set(accountIds)];
  const groups = new Map<number, StoredBill[]>();
  const bills = ids.length === 0 ? [] : await storedBills(tx, `b.account_id IN (${placesOf(ids)}) AND b.to_on >= ? AND (b.state IN ('unpaid', 'paid') OR b.run_id = ?)`, [...ids, addDays(run.fromOn, -2 * HISTORY_DAYS), run.id], book);
  for (const bill of bills) {
    const group = groups.get(bill.accountId);
    if (group) group.push(bill);
    else groups.set(bill.accountId, [bill]);
  }
  return ({ accountId, ordinal }) => (groups.get(accountId) ?? []).filter((bill) => bill.ordinal < ordinal);
}

async function storedBills(tx: EntityManager, condition: string, values: readonly SqlValue[], book: TariffBook): Promise<StoredBill[]> {
  const rows: BillRow[] = await tx.query(
    `SELECT b.id, b.account_id, b.reading_ordinal, b.from_on, b.to_on, b.previous_reading, b.reading, b.volume, b.total_fen, b.household_size, b.tariff_code, b.segments, b.meter_changes, a.zone
     FROM bill b JOIN water_account a ON a.id = b.account_id WHERE ${condition} ORDER BY b.account_id, b.reading_ordinal`,
    [...values],
  );
  const name = (code: string) => book.names.get(code) ?? code;
  return rows.map((row) => ({
    id: row.id, accountId: row.account_id, zone: row.zone, ordinal: row.reading_ordinal, from: row.from_on, to: row.to_on, previousReading: row.previous_reading, reading: row.reading, volume: row.volume,
    totalFen: Number(row.total_fen), householdSize: row.household_size, tariffCode: row.tariff_code, tariff: name(row.tariff_code), uses: usesOf(row.segments, name), meterChanged: row.meter_changes !== null,
  }));
}

/** What the water was for when the period ended. A change of the only use is a change of the tariff. */
function usesOf(segments: string | null, name: (code: string) => string): string {
  const parts = segments === null ? [] : (JSON.parse(segments) as { tariff: string; to: string; share?: number }[]);
  const last = parts.at(-1)?.to;
  const uses = parts.filter(({ to }) => to === last);
  return uses.length < 2 ? '一种用途' : uses.map(({ tariff, share = 0 }) => `${name(tariff.slice(0, tariff.lastIndexOf('@')))} ${share / 10}%`).join('、');
}
