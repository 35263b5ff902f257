import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, nullable, varchar } from '../columns.js';

/** What the house tells its own people. */
export class StaffNotice1700000001600 implements MigrationInterface {
  name = 'StaffNotice1700000001600';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'staff_notice',
      columns: [idColumn(), integer('staff_id'), varchar('notice_key', 90), varchar('kind', 30), integer('ticket_id', nullable), varchar('text', 200), instant('at'), instant('read_at', nullable)],
      indices: [
        { name: 'uq_staff_notice_key', columnNames: ['staff_id', 'notice_key'], isUnique: true },
        { name: 'ix_staff_notice_unread', columnNames: ['staff_id', 'read_at', 'id'] },
        { name: 'ix_staff_notice_staff', columnNames: ['staff_id', 'id'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('staff_notice');
  }
}
