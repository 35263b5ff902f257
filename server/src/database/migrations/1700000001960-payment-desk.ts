import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { addFilledColumn, bigint, day, flag, idColumn, instant, integer, nullable, varchar } from '../columns.js';

/** Refunds by every way, voids, receipts with books of their own at the counter, and what may be paid online, as data. */
export class PaymentDesk1700000001960 implements MigrationInterface {
  name = 'PaymentDesk1700000001960';

  async up(q: QueryRunner): Promise<void> {
    await q.addColumns('payment', [new TableColumn(instant('voided_at', nullable)), new TableColumn(varchar('void_reference', 64, nullable))]);
    await q.createIndex('payment', new TableIndex({ name: 'uq_payment_card', columnNames: ['card_batch', 'card_reference'], isUnique: true }));
    for (const name of ['refunded_principal_fen', 'refunded_late_fee_fen']) await addFilledColumn(q, 'payment_item', bigint(name), '0');
    await addFilledColumn(q, 'payment_refund', varchar('method', 8), "'wechat'");
    await addFilledColumn(q, 'payment_refund', varchar('cause', 10), "'surplus'");
    await addFilledColumn(q, 'payment_refund', varchar('reason', 200), "'账单已由他人缴清'");
    await q.addColumns('payment_refund', [
      new TableColumn(integer('hall_id', nullable)), new TableColumn(integer('requested_by_id', nullable)), new TableColumn(varchar('trouble', 10, nullable)),
      new TableColumn(integer('shift_id', nullable)), new TableColumn(varchar('reference', 64, nullable)), new TableColumn(integer('finished_by_id', nullable)),
    ]);
    await q.query("UPDATE payment_refund SET trouble = 'ABNORMAL' WHERE state = 'trouble'");
    await q.createIndex('payment_refund', new TableIndex({ name: 'ix_payment_refund_state', columnNames: ['state', 'id'] }));
    await q.addColumns('receipt_book', [
      new TableColumn(integer('staff_id', nullable)), new TableColumn(integer('hall_id', nullable)), new TableColumn(integer('until_number', nullable)),
      new TableColumn(instant('issued_at', nullable)), new TableColumn(integer('issued_by_id', nullable)), new TableColumn(instant('returned_at', nullable)),
    ]);
    await q.createIndex('receipt_book', new TableIndex({ name: 'ix_receipt_book_staff', columnNames: ['staff_id', 'book'] }));
    await q.createTable(new Table({
      name: 'receipt',
      columns: [
        idColumn(), varchar('book', 10), integer('ordinal'), varchar('receipt_number', 24), integer('payment_id'), varchar('state', 8), instant('issued_at'), integer('issued_by_id', nullable),
        instant('voided_at', nullable), varchar('void_reason', 200, nullable), integer('prints'),
      ],
      indices: [
        { name: 'uq_receipt_number', columnNames: ['receipt_number'], isUnique: true },
        { name: 'uq_receipt_ordinal', columnNames: ['book', 'ordinal'], isUnique: true },
        { name: 'uq_receipt_payment', columnNames: ['payment_id'], isUnique: true },
      ],
    }));
    // Receipts given before have the form WX2026-00000017.
    const isSqlite = q.connection.options.type === 'better-sqlite3';
    const dash = `${isSqlite ? "INSTR(receipt_number, '-')" : "LOCATE('-', receipt_number)"}`;
    await q.query(`INSERT INTO receipt (book, ordinal, receipt_number, payment_id, state, issued_at, issued_by_id, voided_at, void_reason, prints)
      SELECT SUBSTR(receipt_number, 1, ${dash} - 1), CAST(SUBSTR(receipt_number, ${dash} + 1) AS ${isSqlite ? 'INTEGER' : 'SIGNED'}), receipt_number, id, 'issued', paid_at, NULL, NULL, NULL, 0
      FROM payment WHERE receipt_number IS NOT NULL`);
    await q.createTable(new Table({
      name: 'payment_policy',
      columns: [idColumn(), day('from_on'), flag('part_online'), bigint('prepayment_least_fen'), bigint('prepayment_most_fen'), varchar('clause', 200)],
      indices: [{ name: 'uq_payment_policy_from', columnNames: ['from_on'], isUnique: true }],
    }));
    await q.query('INSERT INTO payment_policy (from_on, part_online, prepayment_least_fen, prepayment_most_fen, clause) VALUES (?, ?, ?, ?, ?)', ['2000-01-01', 0, 1000, 500_000, '网上缴费须缴清整笔账单；网上预存每笔 10 元至 5000 元']);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['payment_policy', 'receipt']) await q.dropTable(table);
    await q.dropIndex('receipt_book', 'ix_receipt_book_staff');
    await q.query('DELETE FROM receipt_book WHERE staff_id IS NOT NULL');
    await q.dropColumns('receipt_book', ['staff_id', 'hall_id', 'until_number', 'issued_at', 'issued_by_id', 'returned_at']);
    await q.dropIndex('payment_refund', 'ix_payment_refund_state');
    await q.dropColumns('payment_refund', ['method', 'cause', 'reason', 'hall_id', 'requested_by_id', 'trouble', 'shift_id', 'reference', 'finished_by_id']);
    await q.dropColumns('payment_item', ['refunded_principal_fen', 'refunded_late_fee_fen']);
    await q.dropIndex('payment', 'uq_payment_card');
    await q.dropColumns('payment', ['voided_at', 'void_reference']);
  }
}
