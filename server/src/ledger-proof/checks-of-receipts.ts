import type { LedgerCheck } from './ledger-check.js';

/** PY-10: every number of a book up to the last one drawn was given to a payment, once. */
export const checksOfReceipts: readonly LedgerCheck[] = [
  {
    kind: 'receipt-numbers',
    title: '每本收据的号码没有缺号',
    top: null,
    sql: `SELECT b.book, b.last_number, COUNT(p.id) AS given, MIN(p.receipt_number) AS first, MAX(p.receipt_number) AS last FROM receipt_book b
          LEFT JOIN payment p ON p.receipt_number > REPLACE('@-', '@', b.book) AND p.receipt_number < REPLACE('@.', '@', b.book)
          GROUP BY b.book, b.last_number HAVING COUNT(p.id) <> b.last_number OR (b.last_number > 0 AND CAST(SUBSTR(MAX(p.receipt_number), LENGTH(b.book) + 2) AS SIGNED) <> b.last_number) ORDER BY b.book LIMIT 1`,
    words: ({ book, last_number, given, last }) => `收据本 ${book} 用到第 ${last_number} 号，实际开出 ${given} 张，最后一张 ${last ?? '没有'}`,
  },
];
