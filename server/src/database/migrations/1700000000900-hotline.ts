import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { flag, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Hotline1700000000900 implements MigrationInterface {
  name = 'Hotline1700000000900';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'hotline_call',
      columns: [
        idColumn(), integer('agent_id'), longText('phone'), varchar('phone_digest', 64), varchar('open_key', 80, nullable), instant('started_at'),
        instant('ended_at', nullable), integer('ticket_id', nullable), flag('confidential'), longText('summary'),
      ],
      indices: [
        { name: 'uq_hotline_call_open', columnNames: ['open_key'], isUnique: true },
        { name: 'ix_hotline_call_agent', columnNames: ['agent_id', 'id'] },
        { name: 'ix_hotline_call_phone', columnNames: ['phone_digest', 'id'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('hotline_call');
  }
}
