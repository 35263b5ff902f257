import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, day, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class BillRun1700000001950 implements MigrationInterface {
  name = 'BillRun1700000001950';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'bill_run',
      columns: [
        idColumn(), varchar('zone', 10, nullable), integer('hall_id', nullable), day('from_on'), day('to_on'), varchar('state', 10), varchar('live_key', 60, nullable),
        integer('position'), integer('first_position'), integer('last_position'), integer('policy_id'), integer('bill_count'), bigint('volume'), bigint('total_fen'), integer('open_reviews'),
        integer('issued_count'), integer('zero_count'), integer('prepaid_count'), bigint('prepaid_fen'), varchar('trouble', 300, nullable), integer('started_by_staff_id'),
        varchar('started_by', 60), instant('started_at'), instant('computed_at', nullable), varchar('issued_by', 60, nullable), instant('issued_at', nullable),
        varchar('cancelled_by', 60, nullable), varchar('cancel_reason', 200, nullable), integer('version'),
      ],
      indices: [{ name: 'uq_bill_run_live', columnNames: ['live_key'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'bill_run_sum',
      columns: [
        integer('run_id', { isPrimary: true }), varchar('zone', 10, { isPrimary: true }), varchar('tariff_code', 40, { isPrimary: true }), integer('bill_count'), bigint('volume'), bigint('total_fen'),
        integer('previous_count'), bigint('previous_volume'), bigint('previous_fen'),
      ],
    }));
    await q.createTable(new Table({
      name: 'bill_run_review',
      columns: [
        idColumn(), integer('run_id'), integer('account_id'), integer('reading_ordinal'), integer('bill_id', nullable), varchar('zone', 10), varchar('tariff_code', 40), day('from_on'), day('read_on'),
        integer('previous_reading'), integer('reading'), integer('volume', nullable), bigint('total_fen', nullable), varchar('reason', 20), longText('findings'), longText('compared'),
        integer('severity'), varchar('state', 10), varchar('note', 200, nullable), varchar('decided_by', 60, nullable), instant('decided_at', nullable),
      ],
      indices: [
        { name: 'uq_bill_run_review', columnNames: ['run_id', 'account_id', 'reading_ordinal'], isUnique: true },
        { name: 'ix_bill_run_review_state', columnNames: ['run_id', 'state', 'severity', 'id'] },
        { name: 'ix_bill_run_review_reason', columnNames: ['run_id', 'state', 'reason', 'severity', 'id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'bill_run_policy',
      columns: [idColumn(), integer('edition'), integer('far_percent'), integer('far_least'), integer('days_to_pay'), varchar('changed_by', 60, nullable), instant('changed_at')],
      indices: [{ name: 'uq_bill_run_policy', columnNames: ['edition'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'bill_run_export',
      columns: [idColumn(), integer('run_id'), integer('staff_id'), integer('row_count'), instant('at')],
      indices: [{ name: 'ix_bill_run_export_staff', columnNames: ['staff_id', 'id'] }],
    }));
    // What a company begins with.
    await q.query('INSERT INTO bill_run_policy (edition, far_percent, far_least, days_to_pay, changed_by, changed_at) VALUES (1, 250, 10, 10, NULL, ?)', ['2026-01-01 00:00:00.000']);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['bill_run_export', 'bill_run_policy', 'bill_run_review', 'bill_run_sum', 'bill_run']) await q.dropTable(table);
  }
}
