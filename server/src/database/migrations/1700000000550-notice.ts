import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Notice1700000000550 implements MigrationInterface {
  name = 'Notice1700000000550';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'notice_consent',
      columns: [idColumn(), integer('resident_id'), varchar('template_id', 100), integer('remaining'), instant('updated_at')],
      indices: [{ name: 'uq_notice_consent', columnNames: ['resident_id', 'template_id'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'notice',
      columns: [
        idColumn(), integer('resident_id'), varchar('purpose', 20), varchar('notice_key', 90), varchar('page', 200), longText('fields', nullable),
        varchar('state', 20), varchar('reason', 60, nullable), instant('created_at'), instant('finished_at', nullable),
      ],
      indices: [
        { name: 'uq_notice_key', columnNames: ['notice_key'], isUnique: true },
        { name: 'ix_notice_resident', columnNames: ['resident_id', 'id'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['notice', 'notice_consent']) await q.dropTable(table);
  }
}
