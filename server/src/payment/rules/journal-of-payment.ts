import type { PaymentMethod, PaymentState } from '@shouwen/shared/vocabulary';

/** A side of a book, as the ledger takes it; fen. */
type Line<Book extends string> = { book: Book; subjectId?: number } & ({ debitFen: number } | { creditFen: number });
type MoneyBook = 'wechat-clearing' | 'card-clearing' | 'cash' | 'late-cash' | 'prepaid';

/** By which way money comes or goes. */
export interface Channel {
  method: PaymentMethod;
  /** Of cash: in whose drawer, and in which of its books (PY-4). */
  shiftId: number | null;
  lateBook: boolean;
}
/** Amounts in fen. `settled`: the bill received it, or it was meant as prepayment; not so when somebody else had settled the bill. */
export interface SettledItem {
  kind: 'bill' | 'prepayment';
  accountId: number;
  principalFen: number;
  lateFeeFen: number;
  settled: boolean;
}
/** What becomes of money for a bill that somebody else settled. */
export type Surplus = 'refund' | 'prepay';

export const fenOf = (item: Pick<SettledItem, 'principalFen' | 'lateFeeFen'>) => item.principalFen + item.lateFeeFen;

/** Where the money of a channel stands in the books. */
export function moneyBookOf({ method, shiftId, lateBook }: Channel, accountId: number): { book: MoneyBook; subjectId?: number } {
  if (method === 'wechat') return { book: 'wechat-clearing' };
  if (method === 'card') return { book: 'card-clearing' };
  if (method === 'prepaid') return { book: 'prepaid', subjectId: accountId };
  if (shiftId === null) throw new Error('cash is in somebody’s drawer');
  return { book: lateBook ? 'late-cash' : 'cash', subjectId: shiftId };
}

/** Two may pay one bill: what a payment did not settle goes back to its payer, or is kept for them as prepayment. */
export function settlementOf(items: readonly SettledItem[], surplus: Surplus): { state: PaymentState; settledFen: number; surplusFen: number; refundFen: number } {
  const sum = (settled: boolean) => items.reduce((fen, item) => fen + (item.settled === settled ? fenOf(item) : 0), 0);
  const [settledFen, surplusFen] = [sum(true), sum(false)];
  const state = settledFen > 0 ? 'paid' : surplus === 'prepay' ? 'credited' : 'refunding';
  return { state, settledFen, surplusFen, refundFen: surplus === 'refund' ? surplusFen : 0 };
}

/**
 * The journal entry of a payment: its channel has the whole of it; the accounts' debts fall by what was settled, late fees are income when they
 * are paid, what is paid in advance is the account's, and what goes back we owe the payer.
 */
export function journalOf(channel: Channel, items: readonly SettledItem[], surplus: Surplus): Line<MoneyBook | 'receivable' | 'late-fee' | 'refund-payable'>[] {
  const { settledFen, surplusFen, refundFen } = settlementOf(items, surplus);
  const first = items[0];
  if (!first) return [];
  const settled = items.filter((item) => item.settled && item.kind === 'bill');
  const inAdvance = items.filter((item) => (item.settled ? item.kind === 'prepayment' : surplus === 'prepay'));
  return [
    { ...moneyBookOf(channel, first.accountId), debitFen: settledFen + surplusFen },
    ...settled.map((item) => ({ book: 'receivable' as const, subjectId: item.accountId, creditFen: item.principalFen })),
    { book: 'late-fee', creditFen: settled.reduce((fen, item) => fen + item.lateFeeFen, 0) },
    ...inAdvance.map((item) => ({ book: 'prepaid' as const, subjectId: item.accountId, creditFen: fenOf(item) })),
    { book: 'refund-payable', creditFen: refundFen },
  ];
}

/** What of a payment is taken back; fen. */
export interface TakenBack {
  /** `bill`: the bill is open again; `prepayment`: the account has it no more. */
  kind: 'bill' | 'prepayment';
  accountId: number;
  principalFen: number;
  lateFeeFen: number;
}

/** What a payment had settled is open again, what it had paid in advance is the account's no more; `to` now has the money to be given back. */
export function journalOfTakingBack(items: readonly TakenBack[], to: { book: MoneyBook | 'refund-payable'; subjectId?: number }): Line<MoneyBook | 'receivable' | 'late-fee' | 'refund-payable'>[] {
  const bills = items.filter((item) => item.kind === 'bill');
  return [
    ...bills.map((item) => ({ book: 'receivable' as const, subjectId: item.accountId, debitFen: item.principalFen })),
    { book: 'late-fee', debitFen: bills.reduce((fen, item) => fen + item.lateFeeFen, 0) },
    ...items.filter((item) => item.kind === 'prepayment').map((item) => ({ book: 'prepaid' as const, subjectId: item.accountId, debitFen: fenOf(item) })),
    { ...to, creditFen: items.reduce((fen, item) => fen + fenOf(item), 0) },
  ];
}
