import { type LedgerCheck, largest } from './ledger-check.js';

/** PY-10 */
export const checksOfReceipts: readonly LedgerCheck[] = [
  {
    kind: 'receipt-numbers',
    title: '每本收据的号码没有缺号',
    top: null,
    sql: `SELECT b.book, b.last_number, COUNT(r.id) AS given, MAX(r.ordinal) AS last FROM receipt_book b LEFT JOIN receipt r ON r.book = b.book
          GROUP BY b.book, b.last_number HAVING COUNT(r.id) <> b.last_number OR (b.last_number > 0 AND (MIN(r.ordinal) <> 1 OR MAX(r.ordinal) <> b.last_number)) ORDER BY b.book LIMIT 1`,
    words: ({ book, last_number, given, last }) => `收据本 ${book} 用到第 ${last_number} 号，实际开出 ${given} 张，最后一张第 ${last ?? 0} 号`,
  },
  {
    kind: 'receipt-of-payment',
    title: '每张收据属于一笔缴费，撤销的缴费的收据作废',
    top: largest('receipt.id'),
    sql: `SELECT t.id, t.receipt_number, t.payment_id FROM receipt t LEFT JOIN payment p ON p.id = t.payment_id AND p.receipt_number = t.receipt_number
          WHERE t.id BETWEEN :from AND :to AND (p.id IS NULL OR (p.state = 'voided') <> (t.state = 'void')) ORDER BY t.id LIMIT 1`,
    words: ({ receipt_number, payment_id }) => `收据 ${receipt_number} 与缴费 ${payment_id} 不符`,
  },
];
