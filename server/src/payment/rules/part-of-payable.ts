import type { ErrorCode } from '@shouwen/shared/vocabulary';

/** What a bill costs on the day; fen. */
export interface OpenBill {
  billId: number;
  state: string;
  /** Open principal. */
  principalFen: number;
  lateFeeFen: number;
}
/** What is to be paid of a bill, and what the payer was shown it costs; fen. */
export interface WantedOfBill {
  billId: number;
  payFen: number;
  seenFen: number;
}
export interface PartOfBill {
  billId: number;
  /** The open principal that this was decided on. */
  openFen: number;
  principalFen: number;
  lateFeeFen: number;
}

/** A part goes to the late fee of the day first, then to the principal. `payFen` is more than the late fee and at most what is open. */
export function splitPart(bill: Pick<OpenBill, 'principalFen' | 'lateFeeFen'>, payFen: number): { principalFen: number; lateFeeFen: number } {
  if (!Number.isSafeInteger(payFen) || payFen <= bill.lateFeeFen || payFen > bill.principalFen + bill.lateFeeFen) throw new RangeError(`not a part of the bill: ${payFen}`);
  return { principalFen: payFen - bill.lateFeeFen, lateFeeFen: bill.lateFeeFen };
}

/**
 * What each bill receives, in order of id, so that two payments of the same bills wait for each other instead of locking. Refuses a bill named
 * twice or unknown, one that is paid, one that costs something else than was seen, more than is open, and less than the late fee and a fen: with a
 * part the late fee is settled up to the day, and each payment must move the principal that the next one is guarded by.
 */
export function partsOf(wanted: readonly WantedOfBill[], bills: readonly OpenBill[]): PartOfBill[] | ErrorCode {
  const known = new Map(bills.map((bill) => [bill.billId, bill]));
  if (new Set(wanted.map(({ billId }) => billId)).size !== wanted.length) return 'INVALID_INPUT';
  const facts = wanted.map((one) => ({ ...one, bill: known.get(one.billId) }));
  if (facts.some(({ bill }) => !bill)) return 'NOT_FOUND';
  if (facts.some(({ bill }) => bill?.state === 'paid')) return 'BILL_ALREADY_PAID';
  const parts: PartOfBill[] = [];
  for (const { billId, payFen, seenFen, bill } of facts) {
    if (!bill || bill.state !== 'unpaid' || bill.principalFen + bill.lateFeeFen !== seenFen) return 'BILL_CHANGED';
    if (!Number.isSafeInteger(payFen) || payFen <= 0 || payFen > seenFen) return 'INVALID_INPUT';
    if (payFen <= bill.lateFeeFen) return 'PART_TOO_SMALL';
    parts.push({ billId, openFen: bill.principalFen, ...splitPart(bill, payFen) });
  }
  return parts.toSorted((a, b) => a.billId - b.billId);
}
