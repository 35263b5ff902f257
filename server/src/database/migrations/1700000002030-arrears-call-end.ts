import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { nullable, varchar } from '../columns.js';

/** Why nobody is to be called any more stays with the call; of earlier ones it is not known. */
export class ArrearsCallEnd1700000002030 implements MigrationInterface {
  name = 'ArrearsCallEnd1700000002030';

  async up(q: QueryRunner): Promise<void> {
    await q.addColumn('arrears_call', new TableColumn(varchar('end_reason', 10, nullable)));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropColumn('arrears_call', 'end_reason');
  }
}
