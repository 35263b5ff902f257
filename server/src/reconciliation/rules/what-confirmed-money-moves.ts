import type { ReconciliationSource } from '@shouwen/shared/vocabulary';

/** A line of a journal entry, as the ledger takes it. */
export type Line = { book: 'bank' | 'channel-fee' | 'wechat-clearing' | 'card-clearing' | 'cash-in-transit' | 'cash-difference' | 'adjustment'; subjectId?: number } & ({ debitFen: number } | { creditFen: number });

/** Fen on the debit side when above zero, on the credit side when below. */
const signed = (book: Line['book'], fen: number, subjectId?: number): Line => ({ book, ...(subjectId === undefined ? {} : { subjectId }), ...(fen < 0 ? { creditFen: -fen } : { debitFen: fen }) });

export const clearingOf = { wechat: 'wechat-clearing', card: 'card-clearing' } as const;

/**
 * A channel pays a day's takings less its fee, some working days later; the bank's line is the confirmation. What the channel's own file
 * says is what leaves clearing, so what stays there are exactly the open differences and the days not yet settled. Fen; `netFen` before fees.
 */
export function journalOfSettlement(source: 'wechat' | 'card', { netFen, feeFen }: { netFen: number; feeFen: number }): Line[] {
  return [signed('bank', netFen - feeFen), signed('channel-fee', feeFen), signed(clearingOf[source], -netFen)];
}

/** PY-5: what two people carried has arrived. */
export function journalOfDeposit(depositId: number, amountFen: number): Line[] {
  return [signed('bank', amountFen), signed('cash-in-transit', -amountFen, depositId)];
}

export interface ToCorrect {
  source: ReconciliationSource;
  line: 'payment' | 'refund' | 'deposit' | 'settlement';
  /** Fen, 0 where a side has nothing. A refund's are above zero too. */
  ourFen: number;
  theirFen: number;
  /** Of a deposit. */
  depositId: number | null;
  /** Of a settlement: whose, and the channel's own figures. */
  settlement: { source: 'wechat' | 'card'; netFen: number; feeFen: number } | null;
}

/**
 * An approved correction makes the ledger say what the other side says; what cannot be explained stands in `adjustment`, missing cash in
 * `cash-difference`. Payments and bills stay as they are: who paid what is put right by refund or a new payment.
 */
export function journalOfCorrection({ source, line, ourFen, theirFen, depositId, settlement }: ToCorrect): Line[] {
  if (line === 'settlement' && settlement) {
    const expected = settlement.netFen - settlement.feeFen;
    return [signed('bank', theirFen), signed('channel-fee', settlement.feeFen), signed(clearingOf[settlement.source], -settlement.netFen), signed('adjustment', expected - theirFen)];
  }
  if (source === 'bank') {
    if (depositId === null) return [signed('bank', theirFen), signed('adjustment', -theirFen)];
    return [signed('bank', theirFen), signed('cash-in-transit', -ourFen, depositId), signed('cash-difference', ourFen - theirFen)];
  }
  const more = (theirFen - ourFen) * (line === 'refund' ? -1 : 1);
  return [signed(clearingOf[source], more), signed('adjustment', -more)];
}
