import { bookLabels, causes } from '../ledger/index.js';
import { bookInWords, type LedgerCheck, largest, yuan } from './ledger-check.js';

/** Books that have a part for each account, shift or deposit. */
const WITH_SUBJECT = ['receivable', 'prepaid', 'cash', 'late-cash', 'cash-in-transit'];
const origins = Object.entries(causes).map(([cause, { table, inParts }], n) => ({ cause, table, alias: `o${n}`, id: inParts ? "SUBSTR(e.cause_id, 1, INSTR(e.cause_id, ':') - 1)" : 'e.cause_id' }));
const listed = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');

export const checksOfTheJournal: readonly LedgerCheck[] = [
  {
    kind: 'entry-balance',
    title: '每笔分录借贷相等',
    top: largest('journal_entry.id'),
    sql: `SELECT e.id, e.cause, e.cause_id, COUNT(l.id) AS line_count, COALESCE(SUM(l.debit_fen - l.credit_fen), 0) AS fen
          FROM journal_entry e LEFT JOIN journal_line l ON l.entry_id = e.id WHERE e.id BETWEEN :from AND :to
          GROUP BY e.id, e.cause, e.cause_id HAVING COUNT(l.id) = 0 OR SUM(l.debit_fen - l.credit_fen) <> 0 ORDER BY e.id LIMIT 1`,
    words: ({ id, cause, cause_id, line_count, fen }) => `分录 ${id}（${cause} ${cause_id}）${Number(line_count) === 0 ? '没有明细' : `借贷相差 ${yuan(fen)}`}`,
  },
  {
    kind: 'entry-origin',
    title: '每笔分录都有它的来由',
    top: largest('journal_entry.id'),
    sql: `SELECT e.id, e.cause, e.cause_id FROM journal_entry e
          ${origins.map(({ cause, table, alias, id }) => `LEFT JOIN ${table} ${alias} ON e.cause = '${cause}' AND ${alias}.id = CAST(${id} AS SIGNED) AND CAST(${alias}.id AS CHAR) = ${id}`).join(' ')}
          WHERE e.id BETWEEN :from AND :to AND COALESCE(${origins.map(({ alias }) => `${alias}.id`).join(', ')}) IS NULL ORDER BY e.id LIMIT 1`,
    words: ({ id, cause, cause_id }) => (Object.hasOwn(causes, String(cause)) ? `分录 ${id} 的来由（${cause} ${cause_id}）不存在` : `分录 ${id} 的来由不明：${cause} ${cause_id}`),
  },
  {
    kind: 'line-form',
    title: '每行明细属于一笔分录，记在一个科目的一边',
    top: largest('journal_line.id'),
    sql: `SELECT l.id, l.entry_id, l.book, l.subject_id, e.id AS entry FROM journal_line l LEFT JOIN journal_entry e ON e.id = l.entry_id
          WHERE l.id BETWEEN :from AND :to AND (e.id IS NULL OR l.debit_fen < 0 OR l.credit_fen < 0 OR (l.debit_fen = 0) = (l.credit_fen = 0)
            OR (l.book IN (${listed(WITH_SUBJECT)})) <> (l.subject_id IS NOT NULL) OR (l.book NOT IN (${listed(Object.keys(bookLabels))}) AND l.book NOT LIKE 'revenue._%'))
          ORDER BY l.id LIMIT 1`,
    words: ({ id, entry_id, book, subject_id, entry }) => (entry === null ? `明细 ${id} 所属的分录 ${entry_id} 不存在` : `明细 ${id}（分录 ${entry_id}，${bookInWords(book, subject_id)}）的科目或金额不成立`),
  },
];
