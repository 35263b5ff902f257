import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';
import { day, idColumn, instant, integer, nullable } from '../columns.js';

/** FI-5: the register of a day is one stretch of an index; its exports are recorded (PR-1). */
export class FirstInquiryRegister1700000001710 implements MigrationInterface {
  name = 'FirstInquiryRegister1700000001710';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'register_export',
      columns: [idColumn(), integer('staff_id'), integer('hall_id', nullable), day('from_day'), day('to_day'), integer('row_count'), instant('at')],
      indices: [{ name: 'ix_register_export_staff', columnNames: ['staff_id', 'id'] }],
    }));
    await q.createIndices('ticket', [
      new TableIndex({ name: 'ix_ticket_hall_created', columnNames: ['hall_id', 'created_at'] }),
      new TableIndex({ name: 'ix_ticket_first_responsible_created', columnNames: ['first_responsible_id', 'created_at'] }),
    ]);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropIndex('ticket', 'ix_ticket_first_responsible_created');
    await q.dropIndex('ticket', 'ix_ticket_hall_created');
    await q.dropTable('register_export');
  }
}
