import { formatFen } from '@shouwen/shared/value';
import type { PartTakenBack } from './rules/what-may-be-refunded.js';

interface InWords {
  kind: 'bill' | 'prepayment';
  accountNumber: string;
  fromOn: string | null;
  toOn: string | null;
  principalFen: number;
  lateFeeFen: number;
}

/** Of an account number only its tail is shown where nobody needs more (PR-1). */
export const accountTail = (accountNumber: string) => `户号尾号 ${accountNumber.slice(-4)}`;

/** What taking these items back means, sentence by sentence. */
export const itemsInWords = (items: readonly InWords[]) =>
  items.map((item) => {
    const fen = formatFen(item.principalFen + item.lateFeeFen);
    return item.kind === 'bill' ? `${accountTail(item.accountNumber)} ${item.fromOn ?? ''} 至 ${item.toOn ?? ''} 的账单恢复待缴 ${fen} 元` : `${accountTail(item.accountNumber)} 的预存款减少 ${fen} 元`;
  });

/** Of parts of items. */
export function partsInWords(parts: readonly PartTakenBack[], items: readonly (InWords & { id: number })[]): string[] {
  return itemsInWords(
    parts.flatMap((part) => {
      const item = items.find(({ id }) => id === part.itemId);
      return item ? [{ ...item, kind: part.kind, principalFen: part.principalFen, lateFeeFen: part.lateFeeFen }] : [];
    }),
  );
}
