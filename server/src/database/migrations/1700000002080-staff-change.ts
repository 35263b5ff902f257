import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, varchar } from '../columns.js';

/** Who changed what of a person in the roster: roles decide what somebody may do with other people's money. */
export class StaffChange1700000002080 implements MigrationInterface {
  name = 'StaffChange1700000002080';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'staff_change',
      columns: [idColumn(), integer('staff_id'), integer('by_id'), varchar('text', 300), instant('at')],
      indices: [{ name: 'ix_staff_change_staff', columnNames: ['staff_id', 'id'] }],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('staff_change');
  }
}
