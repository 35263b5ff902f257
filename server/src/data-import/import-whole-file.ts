import { createWriteStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportKind } from '@shouwen/shared/contract/data-import';
import { DataSource, In, IsNull, LessThan } from 'typeorm';
import { ReadingService } from '../billing/index.js';
import { Transactions } from '../database/index.js';
import { LedgerService } from '../ledger/index.js';
import { newImportJob } from './data-import.service.js';
import { ImportJob } from './data-import.entity.js';
import { ImportFile } from './import-file.js';
import { ImportRunner } from './import-runner.js';
import { resultFile } from './result-file.js';

export interface ImportOptions {
  kind: ImportKind;
  path: string;
  mapping?: Record<string, string>;
  /** Where every row's outcome is written; not written when absent. */
  resultPath?: string;
  /** Shown as who started it. */
  startedBy: string;
  progress?: (job: ImportJob) => void;
  /** Asked between chunks. */
  interrupted?: () => boolean;
}

const abandonedAfterMs = 10 * 60_000;
/** A server on the same SQLite file gets its turn between slices. */
const sliceMs = 400;
const pauseMs = 15;

/**
 * Brings a whole file in from a command, by the same jobs and chunks as the console. Throws `FILE_NOT_READABLE` or
 * `COLUMNS_MISSING` before anything is written; faults of rows are counted in the job returned.
 */
export async function importFile(dataSource: DataSource, options: ImportOptions): Promise<ImportJob> {
  const clock = { now: () => new Date() };
  const transactions = new Transactions(dataSource);
  const path = resolve(options.path);
  const mapping = options.mapping ?? {};
  await ImportFile.checkColumns(path, options.kind, mapping);

  const runner = new ImportRunner(dataSource, transactions, new ReadingService(new LedgerService(dataSource)), clock, null);
  const now = clock.now();
  const id = await transactions.run(async (tx) => {
    // A command that was killed cannot say so itself.
    await tx.update(
      ImportJob,
      { startedByStaffId: IsNull(), state: In(['waiting', 'running']), touchedAt: LessThan(new Date(now.getTime() - abandonedAfterMs)) },
      { state: 'failed', failure: '导入命令中途停止，请重新运行同一命令', finishedAt: now },
    );
    const { identifiers } = await tx.insert(ImportJob, newImportJob(options.kind, basename(path), path, mapping, { staffId: null, name: options.startedBy }, now));
    return (identifiers[0] as { id: number }).id;
  });
  while (!(await runner.advance(id, sliceMs, options.progress))) {
    if (options.interrupted?.()) await runner.fail(id, '导入命令被中断，请重新运行同一命令，已导入的行不会重复');
    await new Promise((done) => setTimeout(done, pauseMs));
  }
  if (options.resultPath !== undefined) await pipeline(Readable.from(resultFile(dataSource.manager, id)), createWriteStream(options.resultPath));
  return dataSource.manager.findOneByOrFail(ImportJob, { id });
}
