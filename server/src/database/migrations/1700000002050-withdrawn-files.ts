import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { addFilledColumn, day, idColumn, instant, integer, nullable, varchar } from '../columns.js';

/** PY-7: a file taken in by mistake can be withdrawn, so what it confirmed and solved is known by the day that did it; who explained a difference is known, too. */
export class WithdrawnFiles1700000002050 implements MigrationInterface {
  name = 'WithdrawnFiles1700000002050';

  async up(q: QueryRunner): Promise<void> {
    await addFilledColumn(q, 'reconciliation_file', integer('withdrawn_key'), '0');
    await q.addColumns('reconciliation_file', [new TableColumn(instant('withdrawn_at', nullable)), new TableColumn(integer('withdrawn_by_id', nullable)), new TableColumn(varchar('withdraw_reason', 200, nullable))]);
    await q.dropIndex('reconciliation_file', 'uq_reconciliation_file');
    await q.createIndex('reconciliation_file', new TableIndex({ name: 'uq_reconciliation_file', columnNames: ['day_id', 'sha256', 'withdrawn_key'], isUnique: true }));
    await q.addColumns('finance_item', [new TableColumn(integer('explained_by_id', nullable)), new TableColumn(integer('solved_by_day_id', nullable))]);
    await q.createIndex('finance_item', new TableIndex({ name: 'ix_finance_item_solved', columnNames: ['solved_by_day_id'] }));
    await q.createTable(new Table({
      name: 'reconciliation_arrival',
      columns: [idColumn(), varchar('kind', 12), integer('our_id'), integer('day_id'), varchar('origin', 10), day('on_date'), instant('at')],
      indices: [
        { name: 'uq_reconciliation_arrival', columnNames: ['kind', 'our_id'], isUnique: true },
        { name: 'ix_reconciliation_arrival_day', columnNames: ['day_id'] },
      ],
    }));
    // What was confirmed before came, as a rule, with the bank's day of the same date.
    await q.query(`INSERT INTO reconciliation_arrival (kind, our_id, day_id, origin, on_date, at)
      SELECT 'deposit', b.id, d.id, 'file', d.on_date, b.confirmed_at FROM bank_deposit b JOIN reconciliation_day d ON d.source = 'bank' AND d.on_date = b.date WHERE b.state = 'confirmed' AND b.confirmed_at IS NOT NULL`);
    await q.query(`INSERT INTO reconciliation_arrival (kind, our_id, day_id, origin, on_date, at)
      SELECT 'settlement', s.id, d.id, 'file', d.on_date, s.settled_at FROM reconciliation_day s JOIN reconciliation_day d ON d.source = 'bank' AND d.on_date = s.settles_on WHERE s.settled_at IS NOT NULL`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('reconciliation_arrival');
    await q.dropIndex('finance_item', 'ix_finance_item_solved');
    await q.dropColumns('finance_item', ['explained_by_id', 'solved_by_day_id']);
    await q.query('DELETE FROM reconciliation_file WHERE withdrawn_at IS NOT NULL');
    await q.dropIndex('reconciliation_file', 'uq_reconciliation_file');
    await q.dropColumns('reconciliation_file', ['withdrawn_key', 'withdrawn_at', 'withdrawn_by_id', 'withdraw_reason']);
    await q.createIndex('reconciliation_file', new TableIndex({ name: 'uq_reconciliation_file', columnNames: ['day_id', 'sha256'], isUnique: true }));
  }
}
