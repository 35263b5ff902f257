import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Attachment1700000000600 implements MigrationInterface {
  name = 'Attachment1700000000600';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'attachment',
      columns: [
        idColumn(), varchar('uploader_kind', 10), integer('uploader_id'), varchar('media_type', 40), longText('name'), integer('size_bytes'),
        varchar('file_name', 60), varchar('digest', 64), instant('created_at'), integer('ticket_id', nullable), integer('sequence', nullable), instant('claimed_at', nullable),
      ],
      indices: [
        { name: 'ix_attachment_ticket', columnNames: ['ticket_id', 'sequence'] },
        { name: 'ix_attachment_unclaimed', columnNames: ['claimed_at', 'created_at'] },
        { name: 'uq_attachment_file', columnNames: ['file_name'], isUnique: true },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('attachment');
  }
}
