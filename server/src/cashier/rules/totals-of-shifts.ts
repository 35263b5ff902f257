import { type PaymentMethod, paymentMethodLabels } from '@shouwen/shared/vocabulary';

/** Fen and counts of one method. */
export interface TotalOfMethod {
  method: PaymentMethod;
  count: number;
  amountFen: number;
  voidedCount: number;
  voidedFen: number;
  refundedFen: number;
}

/** PY-6, PY-11: the cash book by method, in one order everywhere; methods nobody used are left out. */
export function totalsOf(parts: readonly TotalOfMethod[]): TotalOfMethod[] {
  return (Object.keys(paymentMethodLabels) as PaymentMethod[]).flatMap((method) => {
    const own = parts.filter((part) => part.method === method);
    const sum = (of: (part: TotalOfMethod) => number) => own.reduce((total, part) => total + of(part), 0);
    return own.length === 0 ? [] : [{ method, count: sum((p) => p.count), amountFen: sum((p) => p.amountFen), voidedCount: sum((p) => p.voidedCount), voidedFen: sum((p) => p.voidedFen), refundedFen: sum((p) => p.refundedFen) }];
  });
}

export interface IssuedReceipt {
  number: string;
  voided: boolean;
}

/** PY-10: receipts by book, first to last, with those that were made void. `WX2026-00000017` is number 17 of book WX2026. */
export function receiptRanges(receipts: readonly IssuedReceipt[]): { book: string; from: string; to: string; count: number; voids: string[] }[] {
  const books = new Map<string, IssuedReceipt[]>();
  for (const receipt of receipts) {
    const book = receipt.number.slice(0, receipt.number.lastIndexOf('-'));
    books.set(book, [...(books.get(book) ?? []), receipt]);
  }
  return [...books].sort(([a], [b]) => (a < b ? -1 : 1)).map(([book, own]) => {
    const numbers = own.map(({ number }) => number).sort();
    return { book, from: numbers[0]!, to: numbers.at(-1)!, count: own.length, voids: own.filter(({ voided }) => voided).map(({ number }) => number).sort() };
  });
}
