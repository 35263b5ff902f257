import type { DifferenceKind, ReconciliationSource } from '@shouwen/shared/vocabulary';

/** A line of a journal entry, as the ledger takes it. */
export type Line = { book: 'bank' | 'channel-fee' | 'wechat-clearing' | 'card-clearing' | 'reconciliation-difference' } & ({ debitFen: number } | { creditFen: number });

/** Fen on the debit side when above zero, on the credit side when below. */
const signed = (book: Line['book'], fen: number): Line => ({ book, ...(fen < 0 ? { creditFen: -fen } : { debitFen: fen }) });

export const clearingOf = { wechat: 'wechat-clearing', card: 'card-clearing' } as const;

/**
 * A channel pays a day's takings less its fee, some working days later; the bank's line is the confirmation. What the channel's own file
 * says is what leaves clearing, so what stays there are exactly the open differences and the days not yet settled. Fen; `netFen` before fees.
 */
export function journalOfSettlement(source: 'wechat' | 'card', { netFen, feeFen }: { netFen: number; feeFen: number }): Line[] {
  return [signed('bank', netFen - feeFen), signed('channel-fee', feeFen), signed(clearingOf[source], -netFen)];
}

export interface ToCorrect {
  source: ReconciliationSource;
  line: 'payment' | 'refund' | 'deposit' | 'settlement';
  /** Fen, 0 where a side has nothing. A refund's are above zero too. */
  ourFen: number;
  theirFen: number;
  /** Theirs is of a deposit of ours, which is confirmed in the same transaction. */
  depositKnown: boolean;
  /** Of a settlement: whose, and the channel's own figures. */
  settlement: { source: 'wechat' | 'card'; netFen: number; feeFen: number } | null;
}

/**
 * An approved correction makes the ledger say what the other side says; what cannot be explained stands in a book of
 * its own. Payments and bills stay as they are: who paid what is put right by refund or a new payment.
 */
export function journalOfCorrection({ source, line, ourFen, theirFen, depositKnown, settlement }: ToCorrect): Line[] {
  if (line === 'settlement' && settlement) {
    const expected = settlement.netFen - settlement.feeFen;
    return [signed('bank', theirFen), signed('channel-fee', settlement.feeFen), signed(clearingOf[settlement.source], -settlement.netFen), signed('reconciliation-difference', expected - theirFen)];
  }
  if (source === 'bank') {
    if (!depositKnown) return [signed('bank', theirFen), signed('reconciliation-difference', -theirFen)];
    return [signed('bank', theirFen - ourFen), signed('reconciliation-difference', ourFen - theirFen)];
  }
  const more = (theirFen - ourFen) * (line === 'refund' ? -1 : 1);
  return [signed(clearingOf[source], more), signed('reconciliation-difference', -more)];
}

/**
 * Fen by which a correction would move the ledger in the direction of payments; null where there is nothing to move: nobody but the depositor can
 * say where a deposit is that never arrived, and the fee in the ledger is the channel's own anyway.
 */
export function correctionOf(item: { kind: DifferenceKind; line: ToCorrect['line']; ourFen: number | null; theirFen: number | null }): number | null {
  if (item.kind === 'fee' || item.kind === 'day-boundary') return null;
  if ((item.line === 'deposit' || item.line === 'settlement') && item.theirFen === null) return null;
  const apart = (item.theirFen ?? 0) - (item.ourFen ?? 0);
  if (apart === 0) return null;
  return item.line === 'refund' ? -apart : apart;
}
