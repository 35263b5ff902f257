import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, day, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

const annual = {
  tierPeriod: 'year',
  baseHousehold: 5,
  perExtraPerson: null,
  tiers: [{ upTo: 180, water: 20700 }, { upTo: 260, water: 40700 }, { upTo: null, water: 60700 }],
  flat: { resource: 15700, sewage: 13600 },
};
const monthly = {
  tierPeriod: 'month',
  baseHousehold: 4,
  perExtraPerson: [5, 7],
  tiers: [{ upTo: 22, water: 26700 }, { upTo: 30, water: 40050 }, { upTo: null, water: 80100 }],
  flat: { sewage: 10000 },
};

export class Billing1700000000400 implements MigrationInterface {
  name = 'Billing1700000000400';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'tariff_version',
      columns: [idColumn(), varchar('code', 40), varchar('name', 60), day('from_on'), longText('definition')],
      indices: [{ name: 'uq_tariff_version', columnNames: ['code', 'from_on'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'billing_policy',
      columns: [idColumn(), day('from_on'), integer('due_days'), integer('late_fee_rate'), varchar('clause', 200)],
      indices: [{ name: 'uq_billing_policy_from', columnNames: ['from_on'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'meter_reading',
      columns: [idColumn(), integer('account_id'), integer('ordinal'), day('read_on'), integer('value'), varchar('kind', 10), integer('year_volume'), instant('created_at')],
      indices: [
        { name: 'uq_meter_reading_ordinal', columnNames: ['account_id', 'ordinal'], isUnique: true },
        { name: 'uq_meter_reading_day', columnNames: ['account_id', 'read_on'], isUnique: true },
      ],
    }));
    await q.createTable(new Table({
      name: 'bill',
      columns: [
        idColumn(), integer('account_id'), integer('reading_ordinal'), day('from_on'), day('to_on'), integer('previous_reading'), integer('reading'), integer('volume'),
        integer('used_before'), integer('household_size'), varchar('tariff_code', 40), longText('segments'), longText('lines'), longText('components'), bigint('total_fen'),
        bigint('paid_fen'), bigint('late_fee_paid_fen'), day('due_on'), integer('late_fee_rate'), varchar('state', 10), integer('payment_id', nullable),
        instant('settled_at', nullable), integer('version'), instant('issued_at'),
      ],
      indices: [
        { name: 'uq_bill_reading', columnNames: ['account_id', 'reading_ordinal'], isUnique: true },
        { name: 'ix_bill_account_state', columnNames: ['account_id', 'state', 'to_on'] },
      ],
    }));
    // The published tariffs the product begins with; a company adds its own versions.
    for (const [code, name, from, definition] of [
      ['annual-5-7-9', '居民年阶梯水价', '2014-05-01', annual],
      ['monthly-3', '居民月阶梯水价', '2020-01-01', monthly],
    ] as const)
      await q.query('INSERT INTO tariff_version (code, name, from_on, definition) VALUES (?, ?, ?, ?)', [code, name, from, JSON.stringify(definition)]);
    await q.query('INSERT INTO billing_policy (from_on, due_days, late_fee_rate, clause) VALUES (?, ?, ?, ?)', ['2000-01-01', 20, 50, '供用水合同：抄表后 20 日内缴费，逾期每日加收万分之五']);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['bill', 'meter_reading', 'billing_policy', 'tariff_version']) await q.dropTable(table);
  }
}
