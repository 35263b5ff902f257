import { type LedgerCheck, largest, yuan } from './ledger-check.js';

/** What an account owes and what it has with us, in the books and beside them. */
export const checksOfAccounts: readonly LedgerCheck[] = [
  {
    kind: 'receivable',
    title: '每户应收水费等于其账单未缴的本金',
    top: largest('water_account.id', 'bill.account_id', 'journal_line.subject_id'),
    sql: `SELECT id, SUM(books) AS books, SUM(bills) AS bills FROM (
            SELECT subject_id AS id, SUM(debit_fen - credit_fen) AS books, 0 AS bills FROM journal_line WHERE book = 'receivable' AND subject_id BETWEEN :from AND :to GROUP BY subject_id
            UNION ALL SELECT account_id, 0, SUM(total_fen + adjusted_fen - paid_fen) FROM bill WHERE account_id BETWEEN :from AND :to AND state IN ('unpaid', 'paid') GROUP BY account_id
          ) sides GROUP BY id HAVING SUM(books) <> SUM(bills) ORDER BY id LIMIT 1`,
    words: ({ id, books, bills }) => `户 ${id} 账上应收 ${yuan(books)}，账单未缴本金 ${yuan(bills)}`,
  },
  {
    kind: 'prepaid',
    title: '每户预存款等于账上的预存款',
    top: largest('water_account.id', 'prepaid_balance.account_id', 'journal_line.subject_id'),
    sql: `SELECT id, SUM(books) AS books, SUM(balance) AS balance, MIN(balance) AS least FROM (
            SELECT subject_id AS id, SUM(credit_fen - debit_fen) AS books, 0 AS balance FROM journal_line WHERE book = 'prepaid' AND subject_id BETWEEN :from AND :to GROUP BY subject_id
            UNION ALL SELECT account_id, 0, balance_fen FROM prepaid_balance WHERE account_id BETWEEN :from AND :to
          ) sides GROUP BY id HAVING SUM(books) <> SUM(balance) OR MIN(balance) < 0 ORDER BY id LIMIT 1`,
    words: ({ id, books, balance }) => `户 ${id} 账上预存 ${yuan(books)}，预存余额 ${yuan(balance)}`,
  },
];
