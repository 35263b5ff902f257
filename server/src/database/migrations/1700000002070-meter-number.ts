import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** At whose account a meter hangs is asked before another is given its number. Not unique: what was imported may hold a number twice. */
export class MeterNumber1700000002070 implements MigrationInterface {
  name = 'MeterNumber1700000002070';

  async up(q: QueryRunner): Promise<void> {
    await q.createIndex('water_account', new TableIndex({ name: 'ix_water_account_meter', columnNames: ['meter_number'] }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropIndex('water_account', 'ix_water_account_meter');
  }
}
