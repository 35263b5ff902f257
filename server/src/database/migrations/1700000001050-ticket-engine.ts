import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { instant, integer, nullable, varchar } from '../columns.js';

const key = { isPrimary: true };

/** Cover, investigation, the leader's desk, co-handling departments, and both deadlines of an extended clock. */
export class TicketEngine1700000001050 implements MigrationInterface {
  name = 'TicketEngine1700000001050';

  async up(q: QueryRunner): Promise<void> {
    await q.addColumns('ticket', [
      new TableColumn(integer('covered_for_id', nullable)), new TableColumn(integer('investigator_id', nullable)), new TableColumn(varchar('awaits_leader', 12, nullable)),
    ]);
    await q.createIndices('ticket', [
      new TableIndex({ name: 'ix_ticket_covered_for', columnNames: ['covered_for_id', 'queue_order'] }),
      new TableIndex({ name: 'ix_ticket_investigator', columnNames: ['investigator_id', 'queue_order'] }),
      new TableIndex({ name: 'ix_ticket_awaits_leader', columnNames: ['awaits_leader', 'queue_order'] }),
    ]);
    await q.addColumns('ticket_clock', [new TableColumn(instant('due_by_limit', nullable)), new TableColumn(integer('calendar', { default: 1 }))]);
    // Until now nothing was ever extended, and the calendar had one edition.
    await q.query('UPDATE ticket_clock SET due_by_limit = due_at, calendar = 1');
    await q.changeColumn('ticket_clock', 'calendar', new TableColumn(integer('calendar')));
    // An answered ticket lies with nobody any more.
    await q.query("UPDATE ticket SET department_id = NULL, handler_id = NULL WHERE state IN ('answered', 'closed')");
    await q.createTable(new Table({
      name: 'ticket_co_part',
      columns: [integer('ticket_id', key), integer('department_id', key), instant('finished_at', nullable)],
      indices: [{ name: 'ix_ticket_co_part_department', columnNames: ['department_id', 'finished_at'] }],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('ticket_co_part');
    await q.dropColumns('ticket_clock', ['due_by_limit', 'calendar']);
    for (const index of ['ix_ticket_covered_for', 'ix_ticket_investigator', 'ix_ticket_awaits_leader']) await q.dropIndex('ticket', index);
    await q.dropColumns('ticket', ['covered_for_id', 'investigator_id', 'awaits_leader']);
  }
}
