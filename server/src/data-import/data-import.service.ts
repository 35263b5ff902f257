import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { ImportKind, ImportView } from '@shouwen/shared/contract/data-import';
import { DataSource, type EntityManager } from 'typeorm';
import { ReadingService } from '../billing/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, LiveUpdates, Refusal } from '../http/index.js';
import { Outbox } from '../jobs/index.js';
import { ImportJob } from './data-import.entity.js';
import { importView } from './data-import.view.js';
import { ImportFile } from './import-file.js';
import { ImportRunner } from './import-runner.js';
import { resultFile } from './result-file.js';
import { type Upload, UploadedTable } from './uploaded-table.js';

const topic = 'import.advance';
/** Other duties wait for a slice to end, so it is short. */
const sliceMs = 2000;

/** A job as it begins; `path` is where the file lies. */
export function newImportJob(kind: ImportKind, fileName: string, path: string, mapping: Record<string, string>, by: { staffId: number | null; name: string }, now: Date): Omit<ImportJob, 'id'> {
  return {
    kind, fileName: fileName.slice(-200), path, mapping, state: 'waiting', totalRows: 0, doneRows: 0, createdRows: 0, updatedRows: 0, unchangedRows: 0, faultyRows: 0, billsIssued: 0, failure: null,
    firstFaults: [], startedByStaffId: by.staffId, startedBy: by.name, startedAt: now, touchedAt: now, finishedAt: null,
  };
}

/** Imports started from the console; the work goes on through the outbox, on whichever server, also after a crash. */
@Injectable()
export class DataImportService implements OnModuleInit {
  private readonly runner: ImportRunner;
  private readonly folder: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
    readings: ReadingService,
    live: LiveUpdates,
  ) {
    this.runner = new ImportRunner(dataSource, transactions, readings, clock, live);
    this.folder = resolve(config.dataDir, 'import');
  }

  onModuleInit(): void {
    this.outbox.handle(topic, async ({ importId }) => this.work(Number(importId)));
  }

  /** Throws `FILE_NOT_READABLE`, `COLUMNS_MISSING`, `PAYLOAD_TOO_LARGE`, `INVALID_INPUT`; then nothing is kept. */
  async start(upload: Upload, by: { id: number; name: string }): Promise<ImportView> {
    await mkdir(this.folder, { recursive: true });
    const path = join(this.folder, randomUUID());
    try {
      const table = await UploadedTable.receive(upload, (content) => pipeline(content, createWriteStream(path, { mode: 0o600 })));
      await ImportFile.checkColumns(path, table.kind, table.mapping);
      const now = this.clock.now();
      const id = await this.transactions.run(async (tx) => {
        const { identifiers } = await tx.insert(ImportJob, newImportJob(table.kind, table.fileName, path, table.mapping, { staffId: by.id, name: by.name }, now));
        const jobId = (identifiers[0] as { id: number }).id;
        await this.continue(tx, jobId, 0); // each slice does a chunk at least, so the next duty's position is another
        return jobId;
      });
      return await this.status(id);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  /** The newest fifty. */
  async list(): Promise<ImportView[]> {
    const jobs = await this.dataSource.manager.find(ImportJob, { order: { id: 'DESC' }, take: 50 });
    return jobs.map(importView);
  }

  async status(id: number): Promise<ImportView> {
    return importView(await this.job(id));
  }

  /** CSV in pieces; complete once the import is finished. */
  async result(id: number): Promise<{ name: string; content: AsyncGenerator<string> }> {
    const job = await this.job(id);
    return { name: `${job.fileName.replace(/\.[^.]*$/, '')}-导入结果.csv`, content: resultFile(this.dataSource.manager, id) };
  }

  private async job(id: number): Promise<ImportJob> {
    const job = await this.dataSource.manager.findOneBy(ImportJob, { id });
    if (!job) throw new Refusal('NOT_FOUND');
    return job;
  }

  private async work(jobId: number): Promise<void> {
    const finished = await this.runner.advance(jobId, sliceMs);
    const job = await this.dataSource.manager.findOneBy(ImportJob, { id: jobId });
    if (!job) return;
    // The file holds personal data and has served its purpose (PR-1).
    if (job.state === 'done' || job.state === 'failed') await rm(job.path, { force: true });
    if (finished) return;
    try {
      await this.transactions.run((tx) => this.continue(tx, jobId, job.doneRows));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // the duty to go on from here is there already
    }
  }

  private continue(tx: EntityManager, jobId: number, position: number): Promise<void> {
    return this.outbox.add(tx, topic, `${jobId}:${position}`, { importId: jobId }, this.clock.now());
  }
}
