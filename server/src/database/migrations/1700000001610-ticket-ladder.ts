import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { instant, integer, nullable, varchar } from '../columns.js';

const key = { isPrimary: true };

/** ES-1: the ladders of running clocks. */
export class TicketLadder1700000001610 implements MigrationInterface {
  name = 'TicketLadder1700000001610';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'ticket_ladder',
      columns: [integer('ticket_id', key), varchar('clock', 20, key), integer('round', key), integer('run'), integer('fired_steps'), instant('next_step_at', nullable)],
      indices: [{ name: 'ix_ticket_ladder_next', columnNames: ['next_step_at'] }],
    }));
    // Clocks that run already stand at the foot, due to be looked at: the sweep finds from their record where they are.
    await q.query(`INSERT INTO ticket_ladder (ticket_id, clock, round, run, fired_steps, next_step_at)
      SELECT ticket_id, clock, round, 0, 0, started_at FROM ticket_clock WHERE state = 'running' AND due_at IS NOT NULL`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('ticket_ladder');
  }
}
