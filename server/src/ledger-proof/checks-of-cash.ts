import { entriesFollow, type LedgerCheck, largest, yuan } from './ledger-check.js';

const between = 't.id BETWEEN :from AND :to';
const clearing = "CASE d.source WHEN 'wechat' THEN 'wechat-clearing' ELSE 'card-clearing' END";
const cashBook = "CASE WHEN s.book = 'late' THEN 'late-cash' ELSE 'cash' END";

/** PY-4 to PY-7: drawers, deposits, and what came to the bank. */
export const checksOfCash: readonly LedgerCheck[] = [
  {
    kind: 'drawer',
    title: '每个班次的现金账等于收付的现金、清点的结果和送存的金额',
    top: largest('cash_shift.id', 'payment.shift_id', 'payment_refund.shift_id'),
    sql: `SELECT s.id, s.state, s.float_fen, s.expected_fen, s.counted_fen, s.books, s.takings FROM (
            SELECT t.*,
              (SELECT COALESCE(SUM(l.debit_fen - l.credit_fen), 0) FROM journal_line l WHERE l.book IN ('cash', 'late-cash') AND l.subject_id = t.id) AS books,
              (SELECT COALESCE(SUM(p.amount_fen), 0) FROM payment p WHERE p.shift_id = t.id AND p.method = 'cash' AND p.paid_at IS NOT NULL AND p.state <> 'voided')
                - (SELECT COALESCE(SUM(r.amount_fen), 0) FROM payment_refund r WHERE r.shift_id = t.id AND r.method = 'cash' AND r.state = 'done') AS takings
            FROM cash_shift t WHERE ${between}
          ) s
          WHERE (s.state IN ('open', 'counted') AND s.books <> s.takings) OR (s.state <> 'open' AND s.expected_fen <> s.float_fen + s.takings)
            OR (s.state NOT IN ('open', 'counted') AND (s.books <> s.counted_fen - s.float_fen - CASE WHEN s.deposit_id IS NULL THEN 0 ELSE s.to_bank_fen END
              OR s.to_bank_fen <> CASE WHEN s.counted_fen > s.float_fen THEN s.counted_fen - s.float_fen ELSE 0 END))
          ORDER BY s.id LIMIT 1`,
    words: ({ id, state, float_fen, expected_fen, counted_fen, books, takings }) =>
      `班次 ${id}（${state}）账上现金 ${yuan(books)}，收付现金 ${yuan(takings)}，备用金 ${yuan(float_fen)}，应有 ${expected_fen === null ? '未清点' : yuan(expected_fen)}，清点 ${counted_fen === null ? '未清点' : yuan(counted_fen)}`,
  },
  entriesFollow({
    kind: 'cash-difference-entry',
    title: '每个班次的长短款分录与清点相符',
    table: 'cash_shift',
    cause: 'cash-difference',
    noun: '班次',
    expected: [
      `SELECT t.id, CASE WHEN t.book = 'late' THEN 'late-cash' ELSE 'cash' END AS book, t.id AS subject, t.counted_fen - t.expected_fen AS fen FROM cash_shift t WHERE ${between} AND t.state NOT IN ('open', 'counted')`,
      `SELECT t.id, 'cash-difference', 0, t.expected_fen - t.counted_fen FROM cash_shift t WHERE ${between} AND t.state NOT IN ('open', 'counted')`,
    ],
  }),
  entriesFollow({
    kind: 'deposit-entry',
    title: '每张存款单的分录与送存的班次相符',
    table: 'bank_deposit',
    cause: 'deposit',
    noun: '存款单',
    expected: [
      `SELECT t.id, 'cash-in-transit' AS book, t.id AS subject, t.amount_fen AS fen FROM bank_deposit t WHERE ${between}`,
      `SELECT t.id, ${cashBook}, s.id, -s.to_bank_fen FROM bank_deposit t JOIN cash_shift s ON s.deposit_id = t.id WHERE ${between}`,
    ],
  }),
  entriesFollow({
    kind: 'deposit-confirmed-entry',
    title: '每张银行已确认的存款单的分录与其金额相符',
    table: 'bank_deposit',
    cause: 'deposit-confirmed',
    again: 'deposit-again',
    noun: '确认的存款单',
    expected: [
      `SELECT t.id, 'bank' AS book, 0 AS subject, t.amount_fen AS fen FROM bank_deposit t WHERE ${between} AND t.state = 'confirmed'`,
      `SELECT t.id, 'cash-in-transit', t.id, -t.amount_fen FROM bank_deposit t WHERE ${between} AND t.state = 'confirmed'`,
    ],
  }),
  settlement(),
  correction(),
];

/** A day's settlement is posted once: as it was, or by the correction of its difference. */
function settlement(): LedgerCheck {
  const days = `reconciliation_day d WHERE d.id BETWEEN :from AND :to AND d.source <> 'bank' AND d.settled_at IS NOT NULL AND d.net_fen IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM finance_item f WHERE f.line = 'settlement' AND f.our_id = d.id AND f.resolution = 'correction')`;
  return entriesFollow({
    kind: 'settlement-entry',
    title: '每日到账的分录与渠道的对账单相符',
    table: 'reconciliation_day',
    cause: 'settlement',
    again: 'settlement-again',
    noun: '对账日',
    expected: [
      `SELECT d.id, 'bank' AS book, 0 AS subject, d.net_fen - d.fee_fen AS fen FROM ${days}`,
      `SELECT d.id, 'channel-fee', 0, d.fee_fen FROM ${days}`,
      `SELECT d.id, ${clearing}, 0, -d.net_fen FROM ${days}`,
    ],
  });
}

/** An approved correction makes the ledger say what the other side says. */
function correction(): LedgerCheck {
  const items = "finance_item t LEFT JOIN reconciliation_day d ON t.line = 'settlement' AND d.id = t.our_id WHERE t.id BETWEEN :from AND :to AND t.resolution = 'correction'";
  const [ours, theirs] = ['COALESCE(t.our_fen, 0)', 'COALESCE(t.their_fen, 0)'];
  const settles = "t.line = 'settlement' AND d.net_fen IS NOT NULL";
  const ofBank = "t.source = 'bank' AND NOT (t.line = 'settlement' AND d.net_fen IS NOT NULL)";
  const ofChannel = "t.source <> 'bank'";
  const more = `(${theirs} - ${ours}) * CASE WHEN t.line = 'refund' THEN -1 ELSE 1 END`;
  const known = "t.line = 'deposit' AND t.our_id IS NOT NULL";
  const atBank = `${theirs} - CASE WHEN ${known} THEN ${ours} ELSE 0 END`;
  return entriesFollow({
    kind: 'correction-entry',
    title: '每笔对账更正的分录与批准的差异相符',
    table: 'finance_item',
    cause: 'difference',
    noun: '差异',
    expected: [
      `SELECT t.id, 'bank' AS book, 0 AS subject, ${theirs} AS fen FROM ${items} AND ${settles}`,
      `SELECT t.id, 'channel-fee', 0, d.fee_fen FROM ${items} AND ${settles}`,
      `SELECT t.id, ${clearing}, 0, -d.net_fen FROM ${items} AND ${settles}`,
      `SELECT t.id, 'reconciliation-difference', 0, d.net_fen - d.fee_fen - ${theirs} FROM ${items} AND ${settles}`,
      `SELECT t.id, 'bank', 0, ${atBank} FROM ${items} AND ${ofBank}`,
      `SELECT t.id, 'reconciliation-difference', 0, -(${atBank}) FROM ${items} AND ${ofBank}`,
      `SELECT t.id, CASE t.source WHEN 'wechat' THEN 'wechat-clearing' ELSE 'card-clearing' END, 0, ${more} FROM ${items} AND ${ofChannel}`,
      `SELECT t.id, 'reconciliation-difference', 0, -(${more}) FROM ${items} AND ${ofChannel}`,
    ],
  });
}
