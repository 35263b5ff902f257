import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';
import { bigint, day, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

/** PY-7: days, files and differences of reconciliation. */
export class Reconciliation1700000001980 implements MigrationInterface {
  name = 'Reconciliation1700000001980';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'reconciliation_day',
      columns: [
        idColumn(), varchar('source', 8), day('on_date'), varchar('state', 8), longText('sums', nullable), bigint('net_fen', nullable), bigint('fee_fen', nullable), day('settles_on', nullable),
        instant('settled_at', nullable), varchar('trouble', 300, nullable), integer('tries'), instant('next_try_at', nullable), instant('matched_at', nullable),
        integer('signed_by_id', nullable), instant('signed_at', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_reconciliation_day', columnNames: ['source', 'on_date'], isUnique: true },
        { name: 'ix_reconciliation_day_date', columnNames: ['on_date', 'id'] },
        { name: 'ix_reconciliation_day_try', columnNames: ['state', 'source', 'next_try_at'] },
        { name: 'ix_reconciliation_day_settles', columnNames: ['settles_on'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'reconciliation_event',
      columns: [idColumn(), integer('day_id'), integer('by_id', nullable), varchar('text', 300), instant('at')],
      indices: [{ name: 'ix_reconciliation_event_day', columnNames: ['day_id', 'id'] }],
    }));
    await q.createTable(new Table({
      name: 'reconciliation_file',
      columns: [idColumn(), integer('day_id'), varchar('sha256', 64), varchar('name', 200), varchar('encoding', 10), bigint('bytes'), integer('rows'), integer('by_id', nullable), instant('at')],
      indices: [{ name: 'uq_reconciliation_file', columnNames: ['day_id', 'sha256'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'finance_item',
      columns: [
        idColumn(), integer('day_id'), varchar('item_key', 160), varchar('source', 8), day('on_date'), varchar('kind', 14), varchar('line', 12), varchar('reference', 130),
        bigint('our_fen', nullable), bigint('their_fen', nullable), integer('our_id', nullable), integer('file_id', nullable), integer('file_row', nullable), varchar('words', 300),
        varchar('state', 10), varchar('resolution', 12, nullable), integer('owner_id', nullable), day('due_on', nullable), longText('explanation', nullable), instant('created_at'),
        instant('resolved_at', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_finance_item', columnNames: ['day_id', 'item_key'], isUnique: true },
        { name: 'ix_finance_item_reference', columnNames: ['source', 'reference'] },
        { name: 'ix_finance_item_open', columnNames: ['state', 'due_on', 'id'] },
        { name: 'ix_finance_item_owner', columnNames: ['owner_id', 'state', 'due_on', 'id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'finance_item_event',
      columns: [idColumn(), integer('item_id'), integer('by_id', nullable), longText('text'), instant('at')],
      indices: [{ name: 'ix_finance_item_event_item', columnNames: ['item_id', 'id'] }],
    }));
    await q.createTable(new Table({
      name: 'reconciliation_term',
      columns: [idColumn(), varchar('source', 8), day('from_on'), integer('settlement_days'), integer('fee_rate', nullable), integer('boundary_minutes'), integer('item_days')],
      indices: [{ name: 'uq_reconciliation_term', columnNames: ['source', 'from_on'], isUnique: true }],
    }));
    // An enterprise is paid the next working day; 0.6 % is WeChat's usual rate, a terminal's differs by contract.
    const terms = [['wechat', 1, 600], ['card', 1, null], ['bank', 0, null]] as const;
    for (const [source, settlementDays, feeRate] of terms)
      await q.query('INSERT INTO reconciliation_term (source, from_on, settlement_days, fee_rate, boundary_minutes, item_days) VALUES (?, ?, ?, ?, ?, ?)', [source, '2000-01-01', settlementDays, feeRate, 30, 3]);
    // Refunds are reconciled by the day they were given.
    await q.createIndex('payment_refund', new TableIndex({ name: 'ix_payment_refund_finished', columnNames: ['finished_at', 'id'] }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropIndex('payment_refund', 'ix_payment_refund_finished');
    for (const table of ['reconciliation_term', 'finance_item_event', 'finance_item', 'reconciliation_file', 'reconciliation_event', 'reconciliation_day']) await q.dropTable(table);
  }
}
