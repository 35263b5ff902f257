import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, idColumn, instant, integer, varchar } from '../columns.js';

export class Ledger1700000000450 implements MigrationInterface {
  name = 'Ledger1700000000450';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'journal_entry',
      columns: [idColumn(), varchar('cause', 20), varchar('cause_id', 60), instant('at')],
      indices: [{ name: 'uq_journal_entry_cause', columnNames: ['cause', 'cause_id'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'journal_line',
      columns: [idColumn(), integer('entry_id'), varchar('book', 40), bigint('debit_fen'), bigint('credit_fen')],
      indices: [
        { name: 'ix_journal_line_entry', columnNames: ['entry_id'] },
        { name: 'ix_journal_line_book', columnNames: ['book'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['journal_line', 'journal_entry']) await q.dropTable(table);
  }
}
