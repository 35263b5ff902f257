import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** PY-6: what a shift gave back is on its report, so it is found by the shift. */
export class RefundShift1700000002020 implements MigrationInterface {
  name = 'RefundShift1700000002020';

  async up(q: QueryRunner): Promise<void> {
    await q.createIndex('payment_refund', new TableIndex({ name: 'ix_payment_refund_shift', columnNames: ['shift_id'] }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropIndex('payment_refund', 'ix_payment_refund_shift');
  }
}
