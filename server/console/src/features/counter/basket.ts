import type { CounterAccount, takePayment } from '@shouwen/shared/contract/counter';
import type { BodyInput } from '@shouwen/shared/contract';

/** One account at the window: the bills chosen, and the sum when another than theirs is paid (fen). */
export interface Entry {
  account: CounterAccount;
  chosen: readonly number[];
  /** Null: exactly the chosen bills. Less is a part, the oldest first; what is more is paid in advance. */
  wantFen: number | null;
}

/** All bills, in full: what most people come for. */
export const entryOf = (account: CounterAccount): Entry => ({ account, chosen: account.bills.map(({ id }) => id), wantFen: null });

const costOfChosen = ({ account, chosen }: Entry): number => account.bills.reduce((sum, bill) => sum + (chosen.includes(bill.id) ? bill.payableFen : 0), 0);

/** What goes to each chosen bill, the oldest first, and what is left for the future. */
export function partsOf(entry: Entry): { bills: Map<number, number>; prepayFen: number } {
  let left = entry.wantFen ?? costOfChosen(entry);
  const bills = new Map<number, number>();
  for (const bill of entry.account.bills) {
    const part = entry.chosen.includes(bill.id) ? Math.min(left, bill.payableFen) : 0;
    if (part > 0) bills.set(bill.id, part);
    left -= part;
  }
  return { bills, prepayFen: left };
}
export const entryTotal = (entry: Entry): number => entry.wantFen ?? costOfChosen(entry);
export const totalOf = (entries: readonly Entry[]): number => entries.reduce((sum, entry) => sum + entryTotal(entry), 0);

export const toggled = (entry: Entry, billId: number): Entry =>
  ({ ...entry, wantFen: null, chosen: entry.chosen.includes(billId) ? entry.chosen.filter((id) => id !== billId) : [...entry.chosen, billId] });

/** The same choices over fresh amounts; a bill that is gone is left out. `changed`: the customer must hear of it. */
export function refreshed(entry: Entry, account: CounterAccount): { entry: Entry; changed: boolean } {
  const before = new Map(entry.account.bills.map((bill) => [bill.id, bill.payableFen]));
  const changed = account.bills.length !== before.size || account.bills.some((bill) => before.get(bill.id) !== bill.payableFen);
  return { entry: { account, chosen: account.bills.map(({ id }) => id).filter((id) => entry.chosen.includes(id) || !before.has(id)), wantFen: changed ? null : entry.wantFen }, changed };
}

/** What is sent; accounts for which nothing is paid stay out. */
export function basketOf(entries: readonly Entry[]): Pick<BodyInput<typeof takePayment>, 'accounts' | 'totalFen'> {
  const accounts = entries.filter((entry) => entryTotal(entry) > 0).map((entry) => {
    const { bills, prepayFen } = partsOf(entry);
    return { accountId: entry.account.id, prepayFen, bills: entry.account.bills.flatMap((bill) => (bills.has(bill.id) ? [{ billId: bill.id, payFen: bills.get(bill.id)!, seenFen: bill.payableFen }] : [])) };
  });
  return { accounts, totalFen: totalOf(entries) };
}

/** PY-3, in milliseconds since the first account was found (`performance.now()`); a screen left open is no longer than a day. */
export const servedSince = (since: number): number => Math.min(86_400_000, Math.max(0, Math.round(performance.now() - since)));
