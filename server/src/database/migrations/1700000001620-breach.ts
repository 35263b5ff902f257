import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

/** KP-3: the breach register. */
export class Breach1700000001620 implements MigrationInterface {
  name = 'Breach1700000001620';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'breach',
      columns: [
        idColumn(), integer('ticket_id'), varchar('cause', 60), varchar('kind', 24), varchar('state', 12), varchar('clause', 200), integer('staff_id', nullable), integer('department_id', nullable),
        integer('hall_id'), instant('at'), longText('contest', nullable), integer('contested_by_id', nullable), instant('contested_at', nullable),
        longText('reason', nullable), integer('decided_by_id', nullable), instant('decided_at', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_breach_cause', columnNames: ['ticket_id', 'cause'], isUnique: true },
        { name: 'ix_breach_staff', columnNames: ['staff_id', 'id'] },
        { name: 'ix_breach_department', columnNames: ['department_id', 'id'] },
        { name: 'ix_breach_hall', columnNames: ['hall_id', 'id'] },
        { name: 'ix_breach_state', columnNames: ['state', 'id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'chase_watch',
      columns: [integer('ticket_id', { isPrimary: true }), integer('sequence'), instant('due_at', nullable)],
      indices: [{ name: 'ix_chase_watch_due', columnNames: ['due_at'] }],
    }));
    await q.createTable(new Table({
      name: 'breach_export',
      columns: [idColumn(), integer('staff_id'), longText('filter'), integer('row_count'), instant('at')],
      indices: [{ name: 'ix_breach_export_staff', columnNames: ['staff_id', 'id'] }],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['breach_export', 'chase_watch', 'breach']) await q.dropTable(table);
  }
}
