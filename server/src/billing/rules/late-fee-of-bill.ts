import type { DateString } from '@shouwen/shared/value';
import { lateFee, type LateFee } from './late-fee.js';

/** What of a bill its late fee depends on; amounts in fen. */
export interface LateBill {
  readonly totalFen: number;
  /** By approved adjustments, signed. */
  readonly adjustedFen: number;
  readonly paidFen: number;
  readonly lateFeePaidFen: number;
  /** Of what has grown since `lateFeeFromOn`; below 0: late fee from before that day that was paid and given back, so it is owed again. */
  readonly lateFeeWaivedFen: number;
  /** The late fee is settled up to this day, included. */
  readonly lateFeeFromOn: DateString;
  /** Per day, in 1/100000. */
  readonly lateFeeRate: number;
}
/** Days on which a bill was in dispute, both inclusive; null: to the present. */
export interface DisputedDays {
  readonly fromOn: DateString;
  readonly toOn: DateString | null;
}

/** Fen still open of a bill, without the late fee. */
export const openPrincipalOf = (bill: Pick<LateBill, 'totalFen' | 'adjustedFen' | 'paidFen'>) => Math.max(0, bill.totalFen + bill.adjustedFen - bill.paidFen);

/**
 * PY-9: the late fee of a bill as of `today`: on what is open of it, from the day after the late fee was last settled, without the days in dispute; all
 * late fees of a bill together never pass what it costs. What was waived is taken off, and stays off while the fee goes on growing.
 */
export function lateFeeOfBill(bill: LateBill, disputes: readonly DisputedDays[], today: DateString): LateFee {
  const grown = grownLateFee(bill, disputes, today);
  return { days: grown.days, fee: Math.max(0, Math.min(grown.fee - bill.lateFeeWaivedFen, mostLateFeeOf(bill))) };
}

/** The same before what was waived of it. */
function grownLateFee(bill: LateBill, disputes: readonly DisputedDays[], today: DateString): LateFee {
  const disputed = disputes.map(({ fromOn, toOn }) => [fromOn, toOn ?? today] as const).filter(([from, to]) => from <= to);
  const { days, fee } = lateFee({ principal: openPrincipalOf(bill), rate: bill.lateFeeRate, due: bill.lateFeeFromOn, paidOn: today, disputed });
  return { days, fee: Math.max(0, Math.min(fee, mostLateFeeOf(bill))) };
}

/** What late fee may still be taken; without what was paid already. */
const mostLateFeeOf = ({ totalFen, adjustedFen, lateFeePaidFen }: LateBill) => totalFen + adjustedFen - lateFeePaidFen;
