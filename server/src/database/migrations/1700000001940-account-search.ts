import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, varchar } from '../columns.js';

const key = { isPrimary: true };

export class AccountSearch1700000001940 implements MigrationInterface {
  name = 'AccountSearch1700000001940';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({ name: 'account_term', columns: [integer('term', key), integer('account_id', key)] }));
    await q.createTable(new Table({ name: 'account_to_index', columns: [integer('account_id', key)] }));
    await q.createTable(new Table({
      name: 'account_access',
      columns: [idColumn(), integer('staff_id'), integer('account_id'), varchar('reason', 100), instant('at')],
      indices: [{ name: 'ix_account_access_account', columnNames: ['account_id', 'id'] }],
    }));
    await q.query('INSERT INTO account_to_index (account_id) SELECT id FROM water_account');
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['account_access', 'account_to_index', 'account_term']) await q.dropTable(table);
  }
}
