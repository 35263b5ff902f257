import { entriesFollow, type LedgerCheck, largest, yuan } from './ledger-check.js';

const between = 't.id BETWEEN :from AND :to';
const fenOf = (component: string) => `COALESCE(JSON_EXTRACT(t.components, '$.${JSON.stringify(component).replaceAll("'", "''")}'), 0)`;
const bookOf = (component: string) => `'revenue.${component.replaceAll("'", "''")}'`;

/** What bills posted when they were issued, adjusted and reversed. `components`: every one that a tariff or the books name. */
export function checksOfIssue(components: readonly string[]): readonly LedgerCheck[] {
  const posted = `bill t JOIN journal_entry own ON own.cause = 'bill' AND own.cause_id = CAST(t.id AS CHAR) WHERE ${between}`;
  const voided = `bill t WHERE ${between} AND t.state = 'void'`;
  const adjusted = `approval t JOIN bill b ON b.id = t.subject_id WHERE ${between} AND t.kind = 'adjust-bill' AND t.state = 'approved'`;
  return [
    entriesFollow({
      kind: 'bill-entry',
      title: '每张单独出具的账单的分录与账单相符',
      table: 'bill',
      cause: 'bill',
      noun: '账单',
      expected: [
        `SELECT t.id, 'receivable' AS book, t.account_id AS subject, t.total_fen AS fen FROM ${posted}`,
        ...components.map((component) => `SELECT t.id, ${bookOf(component)}, 0, -${fenOf(component)} FROM ${posted}`),
      ],
    }),
    entriesFollow({
      kind: 'bill-void-entry',
      title: '每张冲销的账单的分录与账单相反，已缴的转为预存',
      table: 'bill',
      cause: 'bill-void',
      noun: '冲销的账单',
      expected: [
        `SELECT t.id, 'receivable' AS book, t.account_id AS subject, t.paid_fen - t.total_fen - t.adjusted_fen AS fen FROM ${voided}`,
        ...components.map((component) => `SELECT t.id, ${bookOf(component)}, 0, ${fenOf(component)} FROM ${voided}`),
        `SELECT t.id, 'adjustment', 0, t.adjusted_fen FROM ${voided}`,
        `SELECT t.id, 'late-fee', 0, t.late_fee_paid_fen FROM ${voided}`,
        `SELECT t.id, 'prepaid', t.account_id, -(t.paid_fen + t.late_fee_paid_fen) FROM ${voided}`,
      ],
    }),
    entriesFollow({
      kind: 'adjustment-entry',
      title: '每次批准的账单调整的分录与批准的金额相符',
      table: 'approval',
      cause: 'adjustment',
      noun: '调整（审批）',
      expected: [
        `SELECT t.id, 'adjustment' AS book, 0 AS subject, -t.amount_fen AS fen FROM ${adjusted}`,
        `SELECT t.id, 'receivable', b.account_id, t.amount_fen FROM ${adjusted}`,
      ],
    }),
    {
      kind: 'bill-adjusted',
      title: '每张账单的调整等于批准的调整之和',
      top: largest('bill.id'),
      sql: `SELECT t.id, t.adjusted_fen, COALESCE(a.fen, 0) AS approved FROM bill t
            LEFT JOIN (SELECT subject_id, SUM(amount_fen) AS fen FROM approval WHERE kind = 'adjust-bill' AND state = 'approved' AND subject_id BETWEEN :from AND :to GROUP BY subject_id) a ON a.subject_id = t.id
            WHERE ${between} AND t.adjusted_fen <> COALESCE(a.fen, 0) ORDER BY t.id LIMIT 1`,
      words: ({ id, adjusted_fen, approved }) => `账单 ${id} 调整 ${yuan(adjusted_fen)}，批准的调整合计 ${yuan(approved)}`,
    },
    {
      kind: 'late-fee-waived',
      title: '每张账单减免的违约金都经批准，批准的都已减免',
      top: largest('bill.id'),
      // A payment of a part, or more that is charged to a paid bill, settles the late fee up to that day: what was waived until then counts no more.
      sql: `SELECT t.id, t.late_fee_waived_fen, COALESCE(a.fen, 0) AS approved FROM bill t
            LEFT JOIN (SELECT subject_id, SUM(amount_fen) AS fen FROM approval WHERE kind = 'waive-late-fee' AND state = 'approved' AND subject_id BETWEEN :from AND :to GROUP BY subject_id) a ON a.subject_id = t.id
            WHERE ${between} AND (t.late_fee_waived_fen > COALESCE(a.fen, 0) OR (t.late_fee_waived_fen < COALESCE(a.fen, 0)
              AND NOT EXISTS (SELECT 1 FROM payment_item i WHERE i.bill_id = t.id AND i.settled = 1)
              AND NOT EXISTS (SELECT 1 FROM approval d WHERE d.kind = 'adjust-bill' AND d.state = 'approved' AND d.subject_id = t.id)))
            ORDER BY t.id LIMIT 1`,
      words: ({ id, late_fee_waived_fen, approved }) => `账单 ${id} 减免违约金 ${yuan(late_fee_waived_fen)}，批准的减免合计 ${yuan(approved)}`,
    },
    {
      kind: 'bill-run-entries',
      title: '每次批量出账的分录合计等于它出具的账单',
      top: null,
      sql: `SELECT id, SUM(books) AS books, SUM(bills) AS bills FROM (
              SELECT CAST(SUBSTR(e.cause_id, 1, INSTR(e.cause_id, ':') - 1) AS SIGNED) AS id, SUM(l.debit_fen) AS books, 0 AS bills FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id AND l.book = 'receivable'
                WHERE e.cause = 'bill-run' GROUP BY 1
              UNION ALL SELECT run_id, 0, SUM(total_fen) FROM bill WHERE run_id IS NOT NULL AND state <> 'draft' GROUP BY run_id
            ) sides GROUP BY id HAVING SUM(books) <> SUM(bills) ORDER BY id LIMIT 1`,
      words: ({ id, books, bills }) => `出账批次 ${id} 账上应收 ${yuan(books)}，已出具的账单合计 ${yuan(bills)}`,
    },
  ];
}
