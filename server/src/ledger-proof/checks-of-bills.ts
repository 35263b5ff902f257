import { type LedgerCheck, largest, yuan } from './ledger-check.js';

/** Each of a bill's components by its path in the JSON, which is bound. */
const component = 'COALESCE(JSON_EXTRACT(components, ?), 0)';
const paths = (components: readonly string[]) => components.map((name) => `$.${JSON.stringify(name)}`);

/** `components`: every one that a tariff or the books name. */
export function checksOfBills(components: readonly string[]): readonly LedgerCheck[] {
  return [
    {
      kind: 'bill-form',
      title: '每张账单各项之和等于总额，已缴与状态相符',
      top: largest('bill.id'),
      sql: `SELECT id, state, total_fen, adjusted_fen, paid_fen FROM bill WHERE id BETWEEN :from AND :to AND (
              total_fen <> ${['0', ...components.map(() => component)].join(' + ')} OR total_fen < 0 OR paid_fen < 0 OR late_fee_paid_fen < 0
              OR (state IN ('unpaid', 'paid') AND (paid_fen > total_fen + adjusted_fen OR (state = 'paid') <> (paid_fen = total_fen + adjusted_fen)))
              OR (state = 'draft' AND (paid_fen <> 0 OR late_fee_paid_fen <> 0 OR adjusted_fen <> 0))
            ) ORDER BY id LIMIT 1`,
      values: paths(components),
      words: ({ id, state, total_fen, adjusted_fen, paid_fen }) => `账单 ${id}（${state}）：总额 ${yuan(total_fen)}、调整 ${yuan(adjusted_fen)}、已缴 ${yuan(paid_fen)} 与各项之和或状态不符`,
    },
    {
      kind: 'bill-paid',
      title: '每张账单的已缴等于缴费减退款',
      top: largest('bill.id'),
      // What was settled before this system, or cost nothing, has no payment here.
      sql: `SELECT b.id, b.paid_fen, b.late_fee_paid_fen, COALESCE(i.principal, 0) AS principal, COALESCE(i.late_fee, 0) AS late_fee FROM bill b LEFT JOIN (
              SELECT i.bill_id, SUM(i.principal_fen - i.refunded_principal_fen) AS principal, SUM(i.late_fee_fen - i.refunded_late_fee_fen) AS late_fee FROM payment_item i
              WHERE i.bill_id BETWEEN :from AND :to AND i.settled = 1 GROUP BY i.bill_id
            ) i ON i.bill_id = b.id
            WHERE b.id BETWEEN :from AND :to AND b.state <> 'void' AND (b.paid_fen <> COALESCE(i.principal, 0) OR b.late_fee_paid_fen <> COALESCE(i.late_fee, 0))
              AND NOT (i.bill_id IS NULL AND b.payment_id IS NULL AND b.state = 'paid' AND b.late_fee_paid_fen = 0)
            ORDER BY b.id LIMIT 1`,
      words: ({ id, paid_fen, late_fee_paid_fen, principal, late_fee }) => `账单 ${id} 已缴本金 ${yuan(paid_fen)}、违约金 ${yuan(late_fee_paid_fen)}，缴费减退款为 ${yuan(principal)}、${yuan(late_fee)}`,
    },
    {
      kind: 'revenue',
      title: '各项水费收入等于账单的各项之和',
      top: null,
      sql: `SELECT book, SUM(books) AS books, SUM(bills) AS bills FROM (
              SELECT book, SUM(credit_fen - debit_fen) AS books, 0 AS bills FROM journal_line WHERE book LIKE 'revenue._%' GROUP BY book
              ${components.map(() => `UNION ALL SELECT ?, 0, SUM(${component}) FROM bill WHERE state IN ('unpaid', 'paid')`).join('\n')}
            ) sides GROUP BY book HAVING SUM(books) <> SUM(bills) ORDER BY book LIMIT 1`,
      values: paths(components).flatMap((path, n) => [`revenue.${components[n]}`, path]),
      words: ({ book, books, bills }) => `水费收入 ${String(book).slice(8)} 账上 ${yuan(books)}，账单合计 ${yuan(bills)}`,
    },
    {
      kind: 'adjustment',
      title: '账单调整等于各账单的调整之和',
      top: null,
      sql: `SELECT SUM(books) AS books, SUM(bills) AS bills FROM (
              SELECT SUM(debit_fen - credit_fen) AS books, 0 AS bills FROM journal_line WHERE book = 'adjustment'
              UNION ALL SELECT 0, -SUM(adjusted_fen) FROM bill WHERE state IN ('unpaid', 'paid')
            ) sides HAVING COALESCE(SUM(books), 0) <> COALESCE(SUM(bills), 0)`,
      words: ({ books, bills }) => `账单调整账上减收 ${yuan(books)}，各账单合计减收 ${yuan(bills)}`,
    },
    {
      kind: 'late-fee',
      title: '违约金收入等于各账单已收的违约金之和',
      top: null,
      sql: `SELECT SUM(books) AS books, SUM(bills) AS bills FROM (
              SELECT SUM(credit_fen - debit_fen) AS books, 0 AS bills FROM journal_line WHERE book = 'late-fee'
              UNION ALL SELECT 0, SUM(late_fee_paid_fen) FROM bill WHERE state <> 'void'
            ) sides HAVING COALESCE(SUM(books), 0) <> COALESCE(SUM(bills), 0)`,
      words: ({ books, bills }) => `违约金收入账上 ${yuan(books)}，各账单合计 ${yuan(bills)}`,
    },
  ];
}
