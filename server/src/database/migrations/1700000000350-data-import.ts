import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class DataImport1700000000350 implements MigrationInterface {
  name = 'DataImport1700000000350';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'import_job',
      columns: [
        idColumn(), varchar('kind', 10), varchar('file_name', 200), varchar('path', 500), longText('mapping'), varchar('state', 10), integer('total_rows'), integer('done_rows'),
        integer('created_rows'), integer('updated_rows'), integer('unchanged_rows'), integer('faulty_rows'), integer('bills_issued'), varchar('failure', 300, nullable),
        longText('first_faults'), integer('started_by_staff_id', nullable), varchar('started_by', 60), instant('started_at'), instant('touched_at'), instant('finished_at', nullable),
      ],
    }));
    await q.createTable(new Table({
      name: 'import_chunk',
      columns: [idColumn(), integer('job_id'), integer('position'), longText('outcomes')],
      indices: [{ name: 'uq_import_chunk', columnNames: ['job_id', 'position'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'import_fault',
      columns: [idColumn(), integer('job_id'), integer('row_number'), varchar('column_name', 30), varchar('reason', 200)],
      indices: [{ name: 'ix_import_fault_job', columnNames: ['job_id', 'row_number'] }],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['import_fault', 'import_chunk', 'import_job']) await q.dropTable(table);
  }
}
