import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { day, flag, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Duty1700000001410 implements MigrationInterface {
  name = 'Duty1700000001410';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'presence',
      columns: [
        integer('staff_id', { isPrimary: true }), varchar('state', 10), instant('since'), instant('signed_in_at', nullable), instant('told_at', nullable), integer('version'),
      ],
      indices: [{ name: 'ix_presence_state', columnNames: ['state', 'since'] }],
    }));
    await q.createTable(new Table({
      name: 'presence_event',
      columns: [idColumn(), integer('staff_id'), varchar('state', 10), instant('at'), flag('by_system')],
      indices: [{ name: 'ix_presence_event_staff', columnNames: ['staff_id', 'at'] }],
    }));
    await q.createTable(new Table({
      name: 'leave_request',
      columns: [
        idColumn(), integer('staff_id'), integer('relief_id'), integer('hall_id', nullable), integer('department_id', nullable), varchar('kind', 16), instant('from_at'), instant('until_at'),
        longText('reason'), longText('handover_note'), varchar('state', 16), integer('leader_id', nullable), instant('absent_signed_at', nullable), instant('relief_signed_at', nullable),
        instant('approved_at', nullable), instant('ended_at', nullable), instant('requested_at'), integer('version'),
      ],
      indices: [
        { name: 'ix_leave_request_staff', columnNames: ['staff_id', 'id'] },
        { name: 'ix_leave_request_relief', columnNames: ['relief_id', 'id'] },
        { name: 'ix_leave_request_state', columnNames: ['state', 'id'] },
        { name: 'ix_leave_request_hall', columnNames: ['hall_id', 'id'] },
        { name: 'ix_leave_request_department', columnNames: ['department_id', 'id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'leave_step',
      columns: [idColumn(), integer('leave_id'), varchar('action', 16), integer('staff_id', nullable), instant('at'), longText('note')],
      indices: [{ name: 'ix_leave_step_leave', columnNames: ['leave_id', 'id'] }],
    }));
    await q.createTable(new Table({
      name: 'leave_ticket',
      columns: [
        integer('leave_id', { isPrimary: true }), integer('ticket_id', { isPrimary: true }), instant('due_at', nullable), flag('added_at_start'), flag('handed_over'), flag('handed_back'),
      ],
      indices: [{ name: 'ix_leave_ticket_ticket', columnNames: ['ticket_id'] }],
    }));
    await q.createTable(new Table({
      name: 'working_hours',
      columns: [
        idColumn(), varchar('scope', 30), integer('hall_id', nullable), integer('department_id', nullable), integer('staff_id', nullable), day('since'), varchar('days', 10), longText('weekdays'), longText('spans'),
      ],
      indices: [{ name: 'uq_working_hours_scope', columnNames: ['scope', 'since'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'duty_policy',
      columns: [integer('id', { isPrimary: true }), integer('away_minutes'), integer('early_minutes'), integer('circular_from'), integer('centre_from'), integer('version')],
    }));
    await q.createTable(new Table({ name: 'duty_turn', columns: [varchar('name', 20, { isPrimary: true }), integer('turn')] }));
    // D22; C2.2; C2.5.
    await q.query('INSERT INTO duty_policy (id, away_minutes, early_minutes, circular_from, centre_from, version) VALUES (1, 10, 10, 3, 10, 1)');
    await q.query("INSERT INTO duty_turn (name, turn) VALUES ('leave', 0), ('roster', 0)");
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['duty_turn', 'duty_policy', 'working_hours', 'leave_ticket', 'leave_step', 'leave_request', 'presence_event', 'presence']) await q.dropTable(table);
  }
}
