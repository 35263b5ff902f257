import type { PaymentState } from '@shouwen/shared/vocabulary';

/** A line of a journal entry, as the ledger takes it. */
export type Line = { book: 'wechat-clearing' | 'receivable' | 'late-fee' | 'refund-payable'; subjectId?: number } & ({ debitFen: number } | { creditFen: number });

/** Amounts in fen; `settled` says whether this payment settled the bill (another may have been first). */
export interface SettledItem {
  accountId: number;
  principalFen: number;
  lateFeeFen: number;
  settled: boolean;
}

/** Two people may pay one bill: what a payment did not settle goes back to its payer. */
export function settlementOf(items: readonly SettledItem[]): { state: PaymentState; settledFen: number; refundFen: number } {
  const sum = (settled: boolean) => items.reduce((fen, item) => fen + (item.settled === settled ? item.principalFen + item.lateFeeFen : 0), 0);
  const [settledFen, refundFen] = [sum(true), sum(false)];
  return { state: settledFen > 0 ? 'paid' : 'refunding', settledFen, refundFen };
}

/**
 * The journal entry of a payment: WeChat owes us the whole of it; the accounts' debts fall by what was settled, late fees are income when they
 * are paid, and the rest we owe the payer.
 */
export function journalOf(items: readonly SettledItem[]): Line[] {
  const { settledFen, refundFen } = settlementOf(items);
  const settled = items.filter((item) => item.settled);
  return [
    { book: 'wechat-clearing', debitFen: settledFen + refundFen },
    ...settled.map((item): Line => ({ book: 'receivable', subjectId: item.accountId, creditFen: item.principalFen })),
    { book: 'late-fee', creditFen: settled.reduce((fen, item) => fen + item.lateFeeFen, 0) },
    { book: 'refund-payable', creditFen: refundFen },
  ];
}
