import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { addFilledColumn, bigint, flag, idColumn, integer, nullable, varchar } from '../columns.js';

/** What each refund takes back, so that it can be proven; and whether it was given twice. */
export class RefundParts1700000001961 implements MigrationInterface {
  name = 'RefundParts1700000001961';

  async up(q: QueryRunner): Promise<void> {
    await addFilledColumn(q, 'payment_refund', flag('given_twice'), '0');
    await q.createTable(new Table({
      name: 'payment_refund_part',
      columns: [idColumn(), integer('refund_id'), integer('item_id'), varchar('kind', 10), integer('bill_id', nullable), integer('account_id'), bigint('principal_fen'), bigint('late_fee_fen')],
      indices: [
        { name: 'ix_payment_refund_part_refund', columnNames: ['refund_id'] },
        { name: 'ix_payment_refund_part_item', columnNames: ['item_id'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('payment_refund_part');
    await q.dropColumn('payment_refund', 'given_twice');
  }
}
