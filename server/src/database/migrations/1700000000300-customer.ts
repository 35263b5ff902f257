import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Customer1700000000300 implements MigrationInterface {
  name = 'Customer1700000000300';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'water_account',
      columns: [
        idColumn(), varchar('account_number', 12), longText('name'), varchar('address', 200), varchar('zone', 10), longText('phone', nullable),
        varchar('phone_digest', 64, nullable), integer('household_size'), varchar('meter_number', 20), varchar('tariff_code', 40), integer('hall_id'),
      ],
      indices: [
        { name: 'uq_water_account_number', columnNames: ['account_number'], isUnique: true },
        { name: 'ix_water_account_phone', columnNames: ['phone_digest'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'account_binding',
      columns: [idColumn(), integer('resident_id'), integer('account_id'), varchar('live_key', 30, nullable), instant('bound_at'), instant('unbound_at', nullable)],
      indices: [
        { name: 'uq_account_binding_live', columnNames: ['live_key'], isUnique: true },
        { name: 'ix_account_binding_resident', columnNames: ['resident_id', 'unbound_at'] },
        { name: 'ix_account_binding_account', columnNames: ['account_id', 'unbound_at'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['account_binding', 'water_account']) await q.dropTable(table);
  }
}
