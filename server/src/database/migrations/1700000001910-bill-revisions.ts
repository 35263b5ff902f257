import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { addFilledColumn, bigint, day, idColumn, instant, integer, longText, nullable, redefineColumn, varchar } from '../columns.js';

/** Bills that are drafted by runs, paid in parts, adjusted, disputed, reversed and made anew; readings that tell of a change of meter; dated terms; prepayment. */
export class BillRevisions1700000001910 implements MigrationInterface {
  name = 'BillRevisions1700000001910';

  async up(q: QueryRunner): Promise<void> {
    await q.addColumns('bill', [
      new TableColumn(integer('run_id', nullable)), new TableColumn(integer('tariff_version_id', nullable)), new TableColumn(integer('replaces_bill_id', nullable)),
      new TableColumn(varchar('void_reason', 200, nullable)),
    ]);
    await addFilledColumn(q, 'bill', integer('revision'), '1');
    await addFilledColumn(q, 'bill', integer('year_volume'), 'COALESCE((SELECT r.year_volume FROM meter_reading r WHERE r.account_id = bill.account_id AND r.ordinal = bill.reading_ordinal), 0)');
    await addFilledColumn(q, 'bill', bigint('adjusted_fen'), '0');
    await addFilledColumn(q, 'bill', bigint('late_fee_waived_fen'), '0');
    await addFilledColumn(q, 'bill', day('late_fee_from_on'), 'due_on');
    await redefineColumn(q, 'bill', longText('segments', nullable));
    // They follow from the segments by the rules.
    await q.dropColumn('bill', 'lines');
    await q.dropIndex('bill', 'uq_bill_reading');
    await q.createIndex('bill', new TableIndex({ name: 'uq_bill_reading', columnNames: ['account_id', 'reading_ordinal', 'revision'], isUnique: true }));
    await q.createIndex('bill', new TableIndex({ name: 'ix_bill_run', columnNames: ['run_id', 'id'] }));

    await q.addColumns('meter_reading', [new TableColumn(integer('next_value', nullable)), new TableColumn(varchar('note', 200, nullable))]);
    // A reading knows no bill any more: what was charged in the year stands on the bill.
    await q.dropColumn('meter_reading', 'year_volume');
    await redefineColumn(q, 'meter_reading', varchar('kind', 12));

    await q.createTable(new Table({
      name: 'billing_terms',
      columns: [
        idColumn(), integer('account_id'), day('from_on'), integer('household_size'), longText('uses'), integer('ticket_id', nullable), integer('by_staff_id'), varchar('reason', 200),
        instant('created_at'),
      ],
      indices: [{ name: 'uq_billing_terms_day', columnNames: ['account_id', 'from_on'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'bill_dispute',
      columns: [idColumn(), integer('bill_id'), integer('ticket_id'), day('from_on'), day('to_on', nullable)],
      indices: [
        { name: 'ix_bill_dispute_bill', columnNames: ['bill_id'] },
        { name: 'ix_bill_dispute_ticket', columnNames: ['ticket_id'] },
      ],
    }));
    await q.createTable(new Table({ name: 'prepaid_balance', columns: [integer('account_id', { isPrimary: true }), bigint('balance_fen'), integer('version')] }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['prepaid_balance', 'bill_dispute', 'billing_terms']) await q.dropTable(table);
    await addFilledColumn(q, 'meter_reading', integer('year_volume'), '0');
    await q.dropColumns('meter_reading', ['next_value', 'note']);
    await q.dropIndex('bill', 'ix_bill_run');
    await q.dropIndex('bill', 'uq_bill_reading');
    await q.query("DELETE FROM bill WHERE state IN ('draft', 'void')");
    await q.addColumn('bill', new TableColumn(longText('lines', nullable)));
    await q.query("UPDATE bill SET `lines` = '[]', segments = COALESCE(segments, '[]')");
    await q.dropColumns('bill', ['revision', 'run_id', 'tariff_version_id', 'year_volume', 'adjusted_fen', 'late_fee_waived_fen', 'late_fee_from_on', 'replaces_bill_id', 'void_reason']);
    await q.createIndex('bill', new TableIndex({ name: 'uq_bill_reading', columnNames: ['account_id', 'reading_ordinal'], isUnique: true }));
  }
}
