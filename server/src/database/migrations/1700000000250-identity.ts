import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Identity1700000000250 implements MigrationInterface {
  name = 'Identity1700000000250';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'resident',
      columns: [idColumn(), varchar('union_digest', 64, nullable), longText('phone', nullable), varchar('phone_digest', 64, nullable), instant('created_at')],
      indices: [
        { name: 'uq_resident_union', columnNames: ['union_digest'], isUnique: true },
        { name: 'ix_resident_phone', columnNames: ['phone_digest'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'resident_openid',
      columns: [idColumn(), integer('resident_id'), varchar('via', 5), varchar('openid_digest', 64), longText('openid')],
      indices: [
        { name: 'uq_resident_openid', columnNames: ['via', 'openid_digest'], isUnique: true },
        { name: 'ix_resident_openid_resident', columnNames: ['resident_id'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['resident_openid', 'resident']) await q.dropTable(table);
  }
}
