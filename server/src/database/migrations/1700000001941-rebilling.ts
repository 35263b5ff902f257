import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { bigint, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

/** One tier, and a least per month: what is no household pays one price for every m³. */
const business = { tierPeriod: 'month', baseHousehold: 1, perExtraPerson: null, tiers: [{ upTo: null, water: 32000 }], flat: { resource: 15700, sewage: 14000 }, minimumFen: 500 };
const special = { tierPeriod: 'month', baseHousehold: 1, perExtraPerson: null, tiers: [{ upTo: null, water: 98000 }], flat: { resource: 15700, sewage: 14000 } };

export class Rebilling1700000001941 implements MigrationInterface {
  name = 'Rebilling1700000001941';

  async up(q: QueryRunner): Promise<void> {
    await q.addColumn('bill', new TableColumn(longText('meter_changes', nullable)));
    await q.createTable(new Table({
      name: 'rebilling',
      columns: [
        idColumn(), integer('account_id'), integer('number'), varchar('cause', 10), integer('reading_ordinal', nullable), longText('before', nullable), longText('after', nullable), varchar('reason', 200),
        integer('by_staff_id', nullable), longText('voided_bill_ids'), longText('issued_bill_ids'), bigint('credited_fen'), instant('at'),
      ],
      indices: [{ name: 'uq_rebilling_number', columnNames: ['account_id', 'number'], isUnique: true }],
    }));
    for (const [code, name, definition] of [['business', '非居民用水', business], ['special', '特种用水', special]] as const)
      await q.query("INSERT INTO tariff_version (code, name, from_on, definition) SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM tariff_version WHERE code = ?)", [code, name, '2014-05-01', JSON.stringify(definition), code]);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const code of ['business', 'special']) await q.query('DELETE FROM tariff_version WHERE code = ?', [code]);
    await q.dropTable('rebilling');
    await q.dropColumn('bill', 'meter_changes');
  }
}
