import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefineColumn, varchar } from '../columns.js';

/** Room for the kind of files whose readings wait for a bill run. */
export class MeterReadingImport1700000001942 implements MigrationInterface {
  name = 'MeterReadingImport1700000001942';

  async up(q: QueryRunner): Promise<void> {
    await redefineColumn(q, 'import_job', varchar('kind', 20));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query("DELETE FROM import_job WHERE kind = 'meter-readings'");
    await redefineColumn(q, 'import_job', varchar('kind', 10));
  }
}
