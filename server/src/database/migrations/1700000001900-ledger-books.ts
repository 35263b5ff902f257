import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { integer, nullable } from '../columns.js';

/** A book and whose part of it: what an account owes is summed and joined by its number instead of by a text made of it. */
export class LedgerBooks1700000001900 implements MigrationInterface {
  name = 'LedgerBooks1700000001900';

  async up(q: QueryRunner): Promise<void> {
    await q.addColumn('journal_line', new TableColumn(integer('subject_id', nullable)));
    const isSqlite = q.connection.options.type === 'better-sqlite3';
    await q.query(`UPDATE journal_line SET subject_id = CAST(SUBSTR(book, 12) AS ${isSqlite ? 'INTEGER' : 'UNSIGNED'}), book = 'receivable' WHERE book LIKE 'receivable:%'`);
    // Until now all components were one income; what was charged before cannot be told apart any more.
    await q.query(`UPDATE journal_line SET book = 'revenue.water' WHERE book = 'revenue'`);
    await q.dropIndex('journal_line', 'ix_journal_line_book');
    await q.createIndex('journal_line', new TableIndex({ name: 'ix_journal_line_book', columnNames: ['book', 'subject_id'] }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropIndex('journal_line', 'ix_journal_line_book');
    const isSqlite = q.connection.options.type === 'better-sqlite3';
    await q.query(`UPDATE journal_line SET book = ${isSqlite ? "book || ':' || subject_id" : "CONCAT(book, ':', subject_id)"} WHERE subject_id IS NOT NULL`);
    await q.query(`UPDATE journal_line SET book = 'revenue' WHERE book = 'revenue.water'`);
    await q.dropColumn('journal_line', 'subject_id');
    await q.createIndex('journal_line', new TableIndex({ name: 'ix_journal_line_book', columnNames: ['book'] }));
  }
}
