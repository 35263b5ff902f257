import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, day, flag, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Payment1700000000500 implements MigrationInterface {
  name = 'Payment1700000000500';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'payment',
      columns: [
        idColumn(), integer('resident_id'), varchar('method', 10), varchar('state', 12), bigint('amount_fen'), bigint('refund_fen'), varchar('out_trade_no', 32),
        varchar('via', 5), varchar('app_id', 32), varchar('description', 127), varchar('prepay_id', 64, nullable), varchar('open_key', 64, nullable),
        instant('ordered_at'), integer('generation'), instant('asked_at', nullable), varchar('transaction_id', 32, nullable), instant('paid_at', nullable),
        varchar('receipt_number', 20, nullable), instant('created_at'), integer('version'),
      ],
      indices: [
        { name: 'uq_payment_out_trade_no', columnNames: ['out_trade_no'], isUnique: true },
        { name: 'uq_payment_transaction', columnNames: ['transaction_id'], isUnique: true },
        { name: 'uq_payment_receipt', columnNames: ['receipt_number'], isUnique: true },
        { name: 'uq_payment_open', columnNames: ['open_key'], isUnique: true },
        { name: 'ix_payment_resident', columnNames: ['resident_id', 'id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'payment_item',
      columns: [
        idColumn(), integer('payment_id'), integer('bill_id'), integer('account_id'), varchar('account_number', 12), day('from_on'), day('to_on'),
        bigint('principal_fen'), bigint('late_fee_fen'), { ...flag('settled'), ...nullable },
      ],
      indices: [
        { name: 'ix_payment_item_payment', columnNames: ['payment_id'] },
        { name: 'ix_payment_item_bill', columnNames: ['bill_id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'payment_refund',
      columns: [
        idColumn(), integer('payment_id'), varchar('out_refund_no', 64), bigint('amount_fen'), varchar('state', 12), instant('created_at'), instant('finished_at', nullable),
      ],
      indices: [
        { name: 'uq_payment_refund_number', columnNames: ['out_refund_no'], isUnique: true },
        { name: 'ix_payment_refund_payment', columnNames: ['payment_id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'payment_notification',
      columns: [idColumn(), varchar('notification_id', 64), varchar('kind', 10), longText('body'), instant('received_at'), instant('applied_at', nullable)],
      indices: [{ name: 'uq_payment_notification', columnNames: ['notification_id'], isUnique: true }],
    }));
    await q.createTable(new Table({ name: 'receipt_book', columns: [varchar('book', 10, { isPrimary: true }), integer('last_number')] }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['receipt_book', 'payment_notification', 'payment_refund', 'payment_item', 'payment']) await q.dropTable(table);
  }
}
