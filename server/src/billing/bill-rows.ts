import { type DateString, startOfShanghaiDay } from '@shouwen/shared/value';
import type { BillState } from '@shouwen/shared/vocabulary';
import { sqlInstant, type SqlValue } from '../database/index.js';
import type { PlannedBill } from './rules/plan-bill.js';

/** Columns of a new bill, in the order of `billRow`: bills are written many at a time. */
export const billColumns = [
  'account_id', 'reading_ordinal', 'revision', 'run_id', 'from_on', 'to_on', 'previous_reading', 'reading', 'volume', 'used_before', 'year_volume', 'household_size', 'tariff_code',
  'tariff_version_id', 'segments', 'meter_changes', 'components', 'total_fen', 'adjusted_fen', 'paid_fen', 'late_fee_paid_fen', 'late_fee_waived_fen', 'due_on', 'late_fee_from_on',
  'late_fee_rate', 'state', 'payment_id', 'settled_at', 'replaces_bill_id', 'void_reason', 'version', 'issued_at',
] as const;

export interface BillOrigin {
  accountId: number;
  revision: number;
  runId: number | null;
  replacesBillId: number | null;
  /** In a run's review it is seen by nobody else. */
  draft: boolean;
  /** The day on which it was settled elsewhere, in an older system; null when it was not. */
  settledOn: DateString | null;
}

/** A planned bill as a row. A bill of nothing asks for nothing: it is settled as it is issued. */
export function billRow(bill: PlannedBill, origin: BillOrigin, now: Date): SqlValue[] {
  const { state, settledAt } = settlementOf(bill, origin, now);
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return [
    origin.accountId, bill.readingOrdinal, origin.revision, origin.runId, bill.fromOn, bill.toOn, bill.previousReading, bill.reading, bill.volume, bill.usedBefore, bill.yearVolume, bill.householdSize, bill.tariffCode,
    bill.tariffVersionId, json(bill.segments), json(bill.meterChanges), JSON.stringify(bill.components), bill.totalFen, 0, state === 'paid' ? bill.totalFen : 0, 0, 0, bill.dueOn, bill.dueOn,
    bill.lateFeeRate, state, null, settledAt, origin.replacesBillId, null, 1, sqlInstant(now),
  ];
}

function settlementOf(bill: PlannedBill, { draft, settledOn }: BillOrigin, now: Date): { state: BillState; settledAt: string | null } {
  if (draft) return { state: 'draft', settledAt: null };
  if (settledOn !== null) return { state: 'paid', settledAt: sqlInstant(startOfShanghaiDay(settledOn)) };
  return bill.totalFen === 0 ? { state: 'paid', settledAt: sqlInstant(now) } : { state: 'unpaid', settledAt: null };
}
