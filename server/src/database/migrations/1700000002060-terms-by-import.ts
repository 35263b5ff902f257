import type { MigrationInterface, QueryRunner } from 'typeorm';
import { integer, nullable, redefineColumn } from '../columns.js';

/** An import of accounts changes terms from a day on, too, and nobody entered those by hand. */
export class TermsByImport1700000002060 implements MigrationInterface {
  name = 'TermsByImport1700000002060';

  async up(q: QueryRunner): Promise<void> {
    await redefineColumn(q, 'billing_terms', integer('by_staff_id', nullable));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('UPDATE billing_terms SET by_staff_id = 0 WHERE by_staff_id IS NULL');
    await redefineColumn(q, 'billing_terms', integer('by_staff_id'));
  }
}
