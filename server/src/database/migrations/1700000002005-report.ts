import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';
import { bigint, day, idColumn, instant, integer, longText, varchar } from '../columns.js';

/** What reports ask of payments, bills and approvals, in the order in which they ask. */
const INDICES: [table: string, name: string, columns: string[]][] = [
  ['payment', 'ix_payment_takings', ['paid_on', 'method', 'state', 'hall_id', 'cashier_id', 'shift_id', 'amount_fen']],
  ['bill', 'ix_bill_due', ['state', 'account_id', 'due_on']],
  ['bill', 'ix_bill_period', ['to_on', 'state']],
  ['approval', 'ix_approval_decided', ['kind', 'state', 'decided_at', 'id']],
];

export class Report1700000002005 implements MigrationInterface {
  name = 'Report1700000002005';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'past_payment',
      columns: [idColumn(), varchar('import_key', 64), integer('account_id'), integer('hall_id'), day('paid_on'), varchar('method', 10), bigint('amount_fen'), varchar('window_name', 30), varchar('cashier_name', 30)],
      indices: [
        { name: 'uq_past_payment_key', columnNames: ['import_key'], isUnique: true },
        { name: 'ix_past_payment_takings', columnNames: ['paid_on', 'method', 'hall_id', 'window_name', 'cashier_name', 'amount_fen'] },
        { name: 'ix_past_payment_account', columnNames: ['account_id', 'paid_on'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'collection_figure',
      columns: [
        idColumn(), varchar('month', 7), integer('hall_id'), varchar('tariff_code', 40), integer('bills'), bigint('volume'), bigint('billed_fen'), bigint('adjusted_fen'), bigint('collected_fen'),
        bigint('late_fee_fen'), longText('components'),
      ],
      indices: [{ name: 'uq_collection_figure', columnNames: ['month', 'hall_id', 'tariff_code'], isUnique: true }],
    }));
    await q.createTable(new Table({ name: 'collection_month', columns: [idColumn(), varchar('month', 7), instant('built_at')], indices: [{ name: 'uq_collection_month', columnNames: ['month'], isUnique: true }] }));
    await q.createTable(new Table({
      name: 'report_export', columns: [idColumn(), integer('staff_id'), varchar('report', 20), longText('filter'), instant('at')],
      indices: [{ name: 'ix_report_export_staff', columnNames: ['staff_id', 'id'] }],
    }));
    for (const [table, name, columnNames] of INDICES) await q.createIndex(table, new TableIndex({ name, columnNames }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const [table, name] of INDICES) await q.dropIndex(table, name);
    for (const table of ['report_export', 'collection_month', 'collection_figure', 'past_payment']) await q.dropTable(table);
  }
}
