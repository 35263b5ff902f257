import { entriesFollow, type LedgerCheck, largest, yuan } from './ledger-check.js';

/** States in which the payer's money was taken. */
const TAKEN = "('paid', 'credited', 'refunding', 'refunded', 'voided')";
const between = 't.id BETWEEN :from AND :to';
const taken = `${between} AND t.state IN ${TAKEN}`;
const items = `payment t JOIN payment_item i ON i.payment_id = t.id WHERE ${taken}`;
const voided = `payment t JOIN payment_item i ON i.payment_id = t.id WHERE ${between} AND t.state = 'voided'`;
const parts = `payment_refund t JOIN payment_refund_part p ON p.refund_id = t.id WHERE ${between}`;

export const checksOfPayments: readonly LedgerCheck[] = [
  {
    kind: 'payment-form',
    title: '每笔缴费的金额等于其明细之和，收过钱的都有时间和结果',
    top: largest('payment.id'),
    sql: `SELECT t.id, t.state, t.amount_fen, SUM(i.principal_fen + i.late_fee_fen) AS items FROM payment t LEFT JOIN payment_item i ON i.payment_id = t.id
          WHERE ${between} GROUP BY t.id, t.state, t.amount_fen, t.paid_at, t.paid_on, t.tendered_fen, t.change_fen
          HAVING t.amount_fen <= 0 OR COALESCE(SUM(i.principal_fen + i.late_fee_fen), 0) <> t.amount_fen OR MIN(i.principal_fen) < 0 OR MIN(i.late_fee_fen) < 0
            OR (t.state IN ${TAKEN} AND (t.paid_at IS NULL OR t.paid_on IS NULL OR COUNT(i.settled) <> COUNT(i.id)))
            OR (t.state NOT IN ${TAKEN} AND (t.paid_at IS NOT NULL OR COUNT(i.settled) <> 0)) OR t.tendered_fen - t.change_fen <> t.amount_fen
          ORDER BY t.id LIMIT 1`,
    words: ({ id, state, amount_fen, items }) => `缴费 ${id}（${state}）金额 ${yuan(amount_fen)}，明细合计 ${yuan(items)}，金额、时间或结果不成立`,
  },
  {
    kind: 'refunds',
    title: '每笔缴费的退款不超过所缴，记下的退款等于各笔退款之和',
    top: largest('payment.id'),
    sql: `SELECT t.id, t.amount_fen, t.refunded_fen, COALESCE(r.fen, 0) AS refunds FROM payment t
          LEFT JOIN (SELECT payment_id, SUM(amount_fen) AS fen FROM payment_refund WHERE payment_id BETWEEN :from AND :to GROUP BY payment_id) r ON r.payment_id = t.id
          WHERE ${between} AND (t.refunded_fen > t.amount_fen OR t.refunded_fen <> COALESCE(r.fen, 0)) ORDER BY t.id LIMIT 1`,
    words: ({ id, amount_fen, refunded_fen, refunds }) => `缴费 ${id} 收 ${yuan(amount_fen)}，记下已退 ${yuan(refunded_fen)}，各笔退款合计 ${yuan(refunds)}`,
  },
  {
    kind: 'transaction-once',
    title: '每个微信支付单号只有一笔缴费，每个退款单号只有一笔退款',
    top: null,
    sql: `SELECT 'transaction' AS what, transaction_id AS number FROM payment WHERE transaction_id IS NOT NULL GROUP BY transaction_id HAVING COUNT(*) > 1
          UNION ALL SELECT 'refund', out_refund_no FROM payment_refund GROUP BY out_refund_no HAVING COUNT(*) > 1 LIMIT 1`,
    words: ({ what, number }) => (what === 'transaction' ? `微信支付单号 ${number} 有多笔缴费` : `退款单号 ${number} 有多笔退款`),
  },
  entriesFollow({
    kind: 'payment-entry',
    title: '每笔缴费的分录与缴费及其明细相符',
    table: 'payment',
    cause: 'payment',
    noun: '缴费',
    expected: [
      `SELECT t.id, CASE t.method WHEN 'wechat' THEN 'wechat-clearing' WHEN 'card' THEN 'card-clearing' WHEN 'cash' THEN CASE WHEN t.late_book = 1 THEN 'late-cash' ELSE 'cash' END END AS book,
         CASE t.method WHEN 'cash' THEN t.shift_id ELSE 0 END AS subject, t.amount_fen AS fen FROM payment t WHERE ${taken} AND t.method <> 'prepaid'`,
      `SELECT t.id, 'prepaid', i.account_id, i.principal_fen + i.late_fee_fen FROM ${items} AND t.method = 'prepaid'`,
      `SELECT t.id, 'receivable', i.account_id, -i.principal_fen FROM ${items} AND i.settled = 1 AND i.kind = 'bill'`,
      `SELECT t.id, 'late-fee', 0, -i.late_fee_fen FROM ${items} AND i.settled = 1 AND i.kind = 'bill'`,
      `SELECT t.id, 'prepaid', i.account_id, -(i.principal_fen + i.late_fee_fen) FROM ${items} AND (i.kind = 'prepayment' OR (i.settled = 0 AND t.surplus = 'prepay'))`,
      `SELECT t.id, 'refund-payable', 0, -(i.principal_fen + i.late_fee_fen) FROM ${items} AND i.settled = 0 AND i.kind = 'bill' AND t.surplus <> 'prepay'`,
    ],
  }),
  entriesFollow({
    kind: 'refund-entry',
    title: '每笔退款的分录与退款相符',
    table: 'payment_refund',
    cause: 'refund',
    noun: '退款',
    expected: [
      `SELECT t.id, 'refund-payable' AS book, 0 AS subject, t.amount_fen AS fen FROM payment_refund t WHERE ${between} AND t.state = 'done'`,
      `SELECT t.id, CASE t.method WHEN 'wechat' THEN 'wechat-clearing' WHEN 'card' THEN 'card-clearing' WHEN 'bank' THEN 'bank' ELSE CASE WHEN s.book = 'late' THEN 'late-cash' ELSE 'cash' END END,
         CASE t.method WHEN 'cash' THEN t.shift_id ELSE 0 END, -t.amount_fen FROM payment_refund t LEFT JOIN cash_shift s ON s.id = t.shift_id WHERE ${between} AND t.state = 'done'`,
    ],
  }),
  entriesFollow({
    kind: 'refund-begun-entry',
    title: '每笔批准的退款冲回的账单和预存与退款明细相符',
    table: 'payment_refund',
    cause: 'refund-begun',
    noun: '退款',
    expected: [
      `SELECT t.id, 'refund-payable' AS book, 0 AS subject, -t.amount_fen AS fen FROM payment_refund t WHERE ${between} AND t.cause = 'approved'`,
      `SELECT t.id, 'receivable', p.account_id, p.principal_fen FROM ${parts} AND p.kind = 'bill'`,
      `SELECT t.id, 'late-fee', 0, p.late_fee_fen FROM ${parts} AND p.kind = 'bill'`,
      `SELECT t.id, 'prepaid', p.account_id, p.principal_fen + p.late_fee_fen FROM ${parts} AND p.kind = 'prepayment'`,
    ],
  }),
  entriesFollow({
    kind: 'void-entry',
    title: '每笔撤销的收费的分录与缴费相反',
    table: 'payment',
    cause: 'void',
    noun: '撤销的缴费',
    expected: [
      `SELECT t.id, CASE t.method WHEN 'card' THEN 'card-clearing' ELSE CASE WHEN t.late_book = 1 THEN 'late-cash' ELSE 'cash' END END AS book, CASE t.method WHEN 'cash' THEN t.shift_id ELSE 0 END AS subject,
         -t.amount_fen AS fen FROM payment t WHERE ${between} AND t.state = 'voided'`,
      `SELECT t.id, 'receivable', i.account_id, i.principal_fen FROM ${voided} AND i.kind = 'bill'`,
      `SELECT t.id, 'late-fee', 0, i.late_fee_fen FROM ${voided} AND i.kind = 'bill'`,
      `SELECT t.id, 'prepaid', i.account_id, i.principal_fen + i.late_fee_fen FROM ${voided} AND i.kind = 'prepayment'`,
    ],
  }),
  {
    kind: 'taken-back',
    title: '每项缴费冲回的不超过所缴，且等于各笔退款或撤销之和',
    top: largest('payment_item.id'),
    sql: `SELECT t.id, t.payment_id, t.refunded_principal_fen AS principal, t.refunded_late_fee_fen AS late_fee FROM payment_item t JOIN payment p ON p.id = t.payment_id
          LEFT JOIN (SELECT item_id, SUM(principal_fen) AS principal, SUM(late_fee_fen) AS late_fee FROM payment_refund_part WHERE item_id BETWEEN :from AND :to GROUP BY item_id) r ON r.item_id = t.id
          WHERE ${between} AND (t.refunded_principal_fen > t.principal_fen OR t.refunded_late_fee_fen > t.late_fee_fen
            OR t.refunded_principal_fen <> CASE p.state WHEN 'voided' THEN t.principal_fen ELSE COALESCE(r.principal, 0) END
            OR t.refunded_late_fee_fen <> CASE p.state WHEN 'voided' THEN t.late_fee_fen ELSE COALESCE(r.late_fee, 0) END) ORDER BY t.id LIMIT 1`,
    words: ({ id, payment_id, principal, late_fee }) => `缴费 ${payment_id} 的明细 ${id} 记下冲回本金 ${yuan(principal)}、违约金 ${yuan(late_fee)}，与退款明细不符`,
  },
  {
    kind: 'refund-payable',
    title: '应退款等于未完成的退款之和',
    top: null,
    sql: `SELECT SUM(books) AS books, SUM(refunds) AS refunds FROM (
            SELECT SUM(credit_fen - debit_fen) AS books, 0 AS refunds FROM journal_line WHERE book = 'refund-payable'
            UNION ALL SELECT 0, SUM(amount_fen) FROM payment_refund WHERE state <> 'done'
            UNION ALL SELECT 0, -SUM(amount_fen) FROM payment_refund WHERE given_twice = 1
          ) sides HAVING COALESCE(SUM(books), 0) <> COALESCE(SUM(refunds), 0)`,
    words: ({ books, refunds }) => `应退款账上 ${yuan(books)}，未完成的退款合计 ${yuan(refunds)}`,
  },
];
