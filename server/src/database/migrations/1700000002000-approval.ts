import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Approval1700000002000 implements MigrationInterface {
  name = 'Approval1700000002000';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'approval',
      columns: [
        idColumn(), varchar('kind', 24), integer('subject_id'), varchar('open_key', 40, nullable), bigint('amount_fen'), integer('hall_id', nullable), longText('reason'), longText('detail'),
        varchar('state', 10), integer('requested_by_id'), instant('requested_at'), integer('decided_by_id', nullable), instant('decided_at', nullable), longText('decision_reason', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_approval_open', columnNames: ['open_key'], isUnique: true },
        { name: 'ix_approval_state', columnNames: ['state', 'id'] },
        { name: 'ix_approval_requester', columnNames: ['requested_by_id', 'id'] },
        { name: 'ix_approval_subject', columnNames: ['kind', 'subject_id', 'id'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('approval');
  }
}
