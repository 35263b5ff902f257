import { formatFen } from '@shouwen/shared/value';
import { bookLabels, type Book } from '../ledger/index.js';

/** A column of a row that a check found: numbers come as text from MySQL. */
export type Cell = string | number | null;
export type FaultyRow = Readonly<Record<string, Cell>>;

/**
 * One thing that must hold of the books. `sql` is a single statement, so that what it compares is of one moment even beside a running server; it
 * selects faulty rows whose ids lie between `:from` and `:to`, the first first. The ids are walked in steps: neither side keeps more than a step.
 */
export interface LedgerCheck {
  kind: string;
  /** What is proven, in Chinese. */
  title: string;
  /** The largest id to be walked to, as `top`; null: the statement looks at everything at once, by sums that stay small. */
  top: string | null;
  sql: string;
  /** Bound to the statement's `?`, in their order. */
  values?: readonly (string | number)[];
  /** What is wrong, in Chinese, with ids. */
  words(row: FaultyRow): string;
}

/** The largest id in any of the columns. */
export const largest = (...columns: readonly `${string}.${string}`[]) =>
  `SELECT MAX(top) AS top FROM (${columns.map((column) => `SELECT MAX(${column.slice(column.indexOf('.') + 1)}) AS top FROM ${column.slice(0, column.indexOf('.'))}`).join(' UNION ALL ')}) tops`;

export const yuan = (fen: Cell | undefined) => `${formatFen(Number(fen ?? 0))} 元`;

/** 应收水费（户 17） */
export function bookInWords(book: Cell | undefined, subject: Cell | undefined): string {
  const name = String(book);
  const label = Object.hasOwn(bookLabels, name) ? bookLabels[name as Exclude<Book, `revenue.${string}`>] : name.startsWith('revenue.') ? `水费收入 ${name.slice(8)}` : `未知科目 ${name}`;
  return Number(subject ?? 0) === 0 ? label : `${label}（${subject}）`;
}

/**
 * Compares the entries of a cause line by line with what they must be: `expected` selects `id, book, subject` (0: none) `, fen` (debit positive, credit
 * negative) for rows of `table`, `t`, between `:from` and `:to`. An entry that is missing or has too much shows as a difference, too.
 */
export function entriesFollow(plan: { kind: string; title: string; table: string; cause: string; /** Of the same things in parts: taken back, and posted again. */ again?: string; noun: string; expected: readonly string[] }): LedgerCheck {
  const { kind, title, table, cause, again, noun, expected } = plan;
  const parts = again === undefined ? '' : `UNION ALL SELECT t.id, l.book, COALESCE(l.subject_id, 0), l.credit_fen - l.debit_fen FROM journal_entry e
              JOIN ${table} t ON CAST(t.id AS CHAR) = SUBSTR(e.cause_id, 1, INSTR(e.cause_id, ':') - 1) JOIN journal_line l ON l.entry_id = e.id WHERE e.cause = '${again}' AND t.id BETWEEN :from AND :to`;
  return {
    kind,
    title,
    top: largest(`${table}.id`),
    sql: `SELECT id, book, subject, SUM(fen) AS fen FROM (
            ${expected.join('\n UNION ALL ')}
            UNION ALL SELECT t.id, l.book, COALESCE(l.subject_id, 0), l.credit_fen - l.debit_fen FROM ${table} t
              JOIN journal_entry e ON e.cause = '${cause}' AND e.cause_id = CAST(t.id AS CHAR) JOIN journal_line l ON l.entry_id = e.id WHERE t.id BETWEEN :from AND :to
            ${parts}
          ) lines_of_entries GROUP BY id, book, subject HAVING SUM(fen) <> 0 ORDER BY id, book LIMIT 1`,
    words: ({ id, book, subject, fen }) => `${noun} ${id} 的记账与单据不符：${bookInWords(book, subject)}${Number(fen) > 0 ? '少借' : '多借'} ${yuan(Math.abs(Number(fen)))}`,
  };
}
