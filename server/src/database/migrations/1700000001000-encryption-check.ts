import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { integer, longText } from '../columns.js';

export class EncryptionCheck1700000001000 implements MigrationInterface {
  name = 'EncryptionCheck1700000001000';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({ name: 'encryption_check', columns: [integer('id', { isPrimary: true }), longText('sealed')] }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('encryption_check');
  }
}
