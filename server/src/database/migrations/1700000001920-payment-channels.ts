import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { addFilledColumn, bigint, day, flag, integer, nullable, redefineColumn, varchar } from '../columns.js';

/** Money comes at the counter too, for parts of bills and in advance, and goes back in parts. */
export class PaymentChannels1700000001920 implements MigrationInterface {
  name = 'PaymentChannels1700000001920';

  async up(q: QueryRunner): Promise<void> {
    await redefineColumn(q, 'payment', integer('resident_id', nullable));
    await redefineColumn(q, 'payment', varchar('via', 8));
    await redefineColumn(q, 'payment', varchar('app_id', 32, nullable));
    await redefineColumn(q, 'payment', varchar('receipt_number', 24, nullable));
    await q.renameColumn('payment', 'refund_fen', 'refunded_fen');
    await q.addColumns('payment', [
      new TableColumn(integer('cashier_id', nullable)), new TableColumn(integer('shift_id', nullable)), new TableColumn(integer('hall_id', nullable)),
      new TableColumn(bigint('tendered_fen', nullable)), new TableColumn(bigint('change_fen', nullable)),
      new TableColumn(varchar('card_batch', 20, nullable)), new TableColumn(varchar('card_reference', 40, nullable)), new TableColumn(integer('served_ms', nullable)),
      new TableColumn(varchar('code_url', 128, nullable)), new TableColumn(day('paid_on', nullable)),
    ]);
    await addFilledColumn(q, 'payment', flag('late_book'), '0');
    await addFilledColumn(q, 'payment', varchar('surplus', 8), "'refund'");
    const isSqlite = q.connection.options.type === 'better-sqlite3';
    // The Asia/Shanghai day of the payment, which reports and reconciliation go by.
    await q.query(`UPDATE payment SET paid_on = ${isSqlite ? "strftime('%Y-%m-%d', paid_at, '+8 hours')" : "DATE_FORMAT(DATE_ADD(paid_at, INTERVAL 8 HOUR), '%Y-%m-%d')"} WHERE paid_at IS NOT NULL`);
    await q.createIndex('payment', new TableIndex({ name: 'ix_payment_paid_on', columnNames: ['paid_on', 'method', 'id'] }));
    await q.createIndex('payment', new TableIndex({ name: 'ix_payment_shift', columnNames: ['shift_id', 'id'] }));
    await redefineColumn(q, 'payment_item', integer('bill_id', nullable));
    await redefineColumn(q, 'payment_item', day('from_on', nullable));
    await redefineColumn(q, 'payment_item', day('to_on', nullable));
    await addFilledColumn(q, 'payment_item', varchar('kind', 10), "'bill'");
    await q.addColumn('payment_item', new TableColumn(bigint('open_fen', nullable)));
    await q.query('UPDATE payment_item SET open_fen = principal_fen');
    await q.createIndex('payment_item', new TableIndex({ name: 'ix_payment_item_account', columnNames: ['account_id', 'id'] }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropIndex('payment_item', 'ix_payment_item_account');
    await q.dropColumns('payment_item', ['kind', 'open_fen']);
    await q.dropIndex('payment', 'ix_payment_shift');
    await q.dropIndex('payment', 'ix_payment_paid_on');
    await q.dropColumns('payment', ['cashier_id', 'shift_id', 'hall_id', 'late_book', 'tendered_fen', 'change_fen', 'card_batch', 'card_reference', 'served_ms', 'surplus', 'code_url', 'paid_on']);
    await q.renameColumn('payment', 'refunded_fen', 'refund_fen');
  }
}
