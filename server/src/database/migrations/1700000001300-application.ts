import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { day, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Application1700000001300 implements MigrationInterface {
  name = 'Application1700000001300';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'application',
      columns: [
        integer('ticket_id', { isPrimary: true }), varchar('category', 40), integer('hall_id'), longText('requested', nullable), longText('approved', nullable), varchar('stage', 12),
        varchar('result', 16, nullable), { name: 'on_time', type: 'boolean', isNullable: true }, instant('filed_at'), instant('accepted_at', nullable), instant('ready_at', nullable),
        integer('check_id', nullable), instant('compared_at', nullable), instant('closed_at', nullable), instant('archived_at', nullable), varchar('archive_number', 40, nullable),
      ],
      indices: [
        { name: 'ix_application_hall_stage', columnNames: ['hall_id', 'stage', 'ticket_id'] },
        { name: 'ix_application_stage', columnNames: ['stage', 'ticket_id'] },
        { name: 'ix_application_closed', columnNames: ['stage', 'closed_at'] },
        { name: 'ix_application_check', columnNames: ['check_id', 'ticket_id'] },
        { name: 'ix_application_filed', columnNames: ['filed_at', 'ticket_id'] },
        { name: 'ix_application_hall_filed', columnNames: ['hall_id', 'filed_at', 'ticket_id'] },
        { name: 'ix_application_category_filed', columnNames: ['category', 'filed_at', 'ticket_id'] },
        { name: 'uq_application_archive_number', columnNames: ['archive_number'], isUnique: true },
      ],
    }));
    await q.createTable(new Table({
      name: 'application_check',
      columns: [idColumn(), day('day'), instant('made_at'), integer('made_by_id', nullable)],
      indices: [{ name: 'uq_application_check_day', columnNames: ['day'], isUnique: true }],
    }));
    await q.createTable(new Table({ name: 'archive_series', columns: [varchar('series', 32, { isPrimary: true }), integer('last')] }));
    await q.createTable(new Table({
      name: 'application_export',
      columns: [idColumn(), integer('staff_id'), longText('filter'), integer('row_count'), instant('at')],
      indices: [{ name: 'ix_application_export_staff', columnNames: ['staff_id', 'id'] }],
    }));
    // Applications that were tickets before: their events are folded when something next happens to them.
    await q.query(`INSERT INTO application (ticket_id, category, hall_id, stage, filed_at, closed_at, result)
      SELECT id, category, hall_id, CASE WHEN closed_at IS NULL THEN 'filed' ELSE 'closed' END, created_at, closed_at, CASE WHEN closed_at IS NULL THEN NULL ELSE 'not-accepted' END
      FROM ticket WHERE kind = 'application'`);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['application_export', 'archive_series', 'application_check', 'application']) await q.dropTable(table);
  }
}
