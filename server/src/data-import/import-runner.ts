import type { ImportView } from '@shouwen/shared/contract/data-import';
import { shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In } from 'typeorm';
import { type NewReading, ReadingService, TariffBook } from '../billing/index.js';
import { WaterAccount } from '../customer/index.js';
import { insertRows, isDuplicateKey, Transactions } from '../database/index.js';
import { type LiveUpdates, Refusal } from '../http/index.js';
import { LedgerService } from '../ledger/index.js';
import { planPastPayments, writePastPayments } from '../report/index.js';
import { Hall } from '../staff/index.js';
import { planAccounts, writeAccounts } from './account-rows.js';
import { ImportChunk, ImportJob } from './data-import.entity.js';
import { ImportFile } from './import-file.js';
import { packOutcomes, type RowOutcome } from './row-outcome.js';
import type { AccountRow, MeterReadingRow, PaymentRow, Problem, ReadingRow } from './rules/check-row.js';

const chunkRows = 500;
const shownFaults = 10;
/** A chunk that another writer overtook is decided anew. */
const attempts = 6;

/** What a chunk adds to a job. */
interface Gain {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  bills: number;
  faulty: { row: number; problems: Problem[] }[];
}

/** Another process moved the job on (or ended it): this one steps back. */
class Overtaken extends Error {}

/**
 * Works import jobs off in chunks. Each chunk is one transaction: rows, postings, faults and the job's progress;
 * what was committed is never done again, what was not is done anew after a crash.
 */
export class ImportRunner {
  /** Files in work, read once; a process that takes a job over reads it again. */
  private readonly files = new Map<number, ImportFile>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly readings: ReadingService,
    private readonly clock: { now(): Date },
    private readonly live: LiveUpdates | null,
  ) {}

  /**
   * Goes on with a job for about `budgetMs`, a whole chunk at least. True when there is nothing more to do. A file that
   * cannot be read ends the job as `failed`.
   */
  async advance(jobId: number, budgetMs: number, progress?: (job: ImportJob) => void): Promise<boolean> {
    const started = performance.now();
    let job = await this.dataSource.manager.findOneBy(ImportJob, { id: jobId });
    try {
      while (job && (job.state === 'waiting' || job.state === 'running')) {
        const file = await this.open(job);
        const before = job.doneRows;
        job = job.state === 'waiting' ? await this.begin(job, file.length) : await this.nextChunk(job, file);
        progress?.(job);
        // Only after a chunk: a slice that did nothing could not be told from the one that follows it.
        if (job.state === 'running' && job.doneRows > before && performance.now() - started > budgetMs) return false;
        // Requests are answered between chunks.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      if (!(error instanceof Overtaken)) {
        const gone = (error as { code?: string }).code === 'ENOENT';
        if (!(error instanceof Refusal) && !gone) throw error;
        await this.fail(jobId, gone ? '文件已不在服务器上，请重新上传' : (error as Error).message);
      }
    }
    this.files.delete(jobId);
    return true;
  }

  /** Ends a job that is not finished, with a reason in Chinese. */
  async fail(jobId: number, failure: string): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.update(ImportJob, { id: jobId, state: In(['waiting', 'running']) }, { state: 'failed', failure: failure.slice(0, 300), finishedAt: now, touchedAt: now });
      if (affected) await this.tell(tx, await tx.findOneByOrFail(ImportJob, { id: jobId }), now);
    });
  }

  private async open(job: ImportJob): Promise<ImportFile> {
    let file = this.files.get(job.id);
    if (!file) {
      // By the day of the start, so that the file reads the same whenever it is read again.
      file = await ImportFile.read(job.path, job.kind, job.mapping, shanghaiDate(job.startedAt));
      this.files.set(job.id, file);
    }
    return file;
  }

  private begin(job: ImportJob, totalRows: number): Promise<ImportJob> {
    return this.transactions.run((tx) => this.move(tx, job, { state: totalRows === 0 ? 'done' : 'running', totalRows, finishedAt: totalRows === 0 ? this.clock.now() : null }));
  }

  private async nextChunk(job: ImportJob, file: ImportFile): Promise<ImportJob> {
    const { faulty, rows } = file.chunk(job.doneRows, chunkRows);
    if (faulty.length > 0) return this.commit(job, { rows: faulty.length, created: 0, updated: 0, unchanged: 0, bills: 0, faulty: [...faulty] }, '', async () => undefined);
    const fresh = rows.filter(({ twinOf }) => twinOf === null);
    const twins = rows.flatMap(({ row, twinOf }) => (twinOf === null ? [] : [{ row, problems: [{ column: '户号', reason: `与第 ${twinOf} 行重复，以那一行为准` }] }]));
    for (let attempt = 1; ; attempt++) {
      const plan = job.kind === 'payments' ? await this.planPayments(fresh.map((r) => r.value as PaymentRow), job) : job.kind === 'accounts' ? await this.planAccounts(fresh.map((r) => r.value as AccountRow), job) : await this.planReadings(fresh.map((r) => readingOfRow(r.value as ReadingRow | MeterReadingRow)), job);
      const count = (kind: RowOutcome['kind']) => plan.outcomes.filter((outcome) => outcome.kind === kind).length;
      const faults = plan.outcomes.flatMap((outcome, i) => (outcome.kind === 'faulty' ? [{ row: fresh[i]?.row ?? 0, problems: outcome.problems }] : []));
      const gain: Gain = { rows: rows.length, created: count('created'), updated: count('updated'), unchanged: count('unchanged'), bills: plan.bills, faulty: [...twins, ...faults] };
      try {
        return await this.commit(job, gain, packOutcomes(fresh.map(({ row }) => row), plan.outcomes), plan.write);
      } catch (error) {
        if (!(isDuplicateKey(error) || wasOvertaken(error)) || attempt === attempts) throw error;
      }
    }
  }

  private async planAccounts(rows: AccountRow[], job: ImportJob): Promise<{ outcomes: RowOutcome[]; bills: number; write: (tx: EntityManager) => Promise<void> }> {
    const { manager } = this.dataSource;
    const halls = new Map((await manager.find(Hall)).map(({ name, id }) => [name, id]));
    const plan = await planAccounts(manager, await TariffBook.open(manager), halls, rows, job.startedAt);
    return { outcomes: plan.outcomes, bills: 0, write: (tx) => writeAccounts(tx, plan) };
  }

  private async planPayments(rows: PaymentRow[], job: ImportJob): Promise<{ outcomes: RowOutcome[]; bills: number; write: (tx: EntityManager) => Promise<void> }> {
    const { manager } = this.dataSource;
    const numbers = [...new Set(rows.map(({ accountNumber }) => accountNumber))];
    const found = numbers.length === 0 ? [] : await manager.find(WaterAccount, { select: { id: true, accountNumber: true, hallId: true }, where: { accountNumber: In(numbers) } });
    const accounts = new Map(found.map((account) => [account.accountNumber, account]));
    const known = rows.flatMap((row) => {
      const account = accounts.get(row.accountNumber);
      return account ? [{ ...row, account }] : [];
    });
    const plan = await planPastPayments(manager, known);
    const decided = plan.outcomes.values();
    const outcomes = rows.map((row): RowOutcome => {
      const outcome = accounts.has(row.accountNumber) ? decided.next().value : undefined;
      if (outcome === undefined) return { kind: 'faulty', problems: [{ column: '户号', reason: '没有这个户号，请先导入户表' }] };
      return outcome.kind === 'refused' ? { kind: 'faulty', problems: [{ column: '缴费日期', reason: outcome.reason }] } : outcome;
    });
    const origin = { cause: 'import' as const, causeId: `${job.id}:${job.doneRows}`, at: this.clock.now() };
    return { outcomes, bills: 0, write: (tx) => writePastPayments(tx, new LedgerService(this.dataSource), plan, origin) };
  }

  private async planReadings(rows: (Omit<NewReading, 'account'> & { accountNumber: string })[], job: ImportJob): Promise<{ outcomes: RowOutcome[]; bills: number; write: (tx: EntityManager) => Promise<void> }> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const accounts = await accountsOf(manager, rows);
    const known = rows.flatMap((row) => {
      const account = accounts.get(row.accountNumber);
      return account ? [{ ...row, account }] : [];
    });
    const plan = await this.readings.plan(manager, await TariffBook.open(manager), known, now, job.kind === 'meter-readings' ? 'store' : 'bill');
    const decided = plan.outcomes.values();
    const outcomes = rows.map((row): RowOutcome => {
      if (!accounts.has(row.accountNumber)) return { kind: 'faulty', problems: [{ column: '户号', reason: '没有这个户号，请先导入户表' }] };
      const outcome = decided.next().value;
      if (!outcome) throw new Error('an outcome for each reading');
      if (outcome.kind === 'refused') return { kind: 'faulty', problems: [{ column: columnOfField[outcome.field], reason: outcome.reason }] };
      return { kind: outcome.kind === 'settled' ? 'updated' : outcome.kind };
    });
    return { outcomes, bills: plan.billCount, write: (tx) => this.readings.write(tx, plan, { cause: 'import', causeId: `${job.id}:${job.doneRows}`, at: now }) };
  }

  /** The chunk's rows and the job's progress, together or not at all. */
  private commit(job: ImportJob, gain: Gain, outcomes: string, write: (tx: EntityManager) => Promise<void>): Promise<ImportJob> {
    const now = this.clock.now();
    return this.transactions.run(async (tx) => {
      const doneRows = job.doneRows + gain.rows;
      const done = doneRows >= job.totalRows;
      const moved = await this.move(tx, job, {
        doneRows,
        createdRows: job.createdRows + gain.created,
        updatedRows: job.updatedRows + gain.updated,
        unchangedRows: job.unchangedRows + gain.unchanged,
        faultyRows: job.faultyRows + gain.faulty.length,
        billsIssued: job.billsIssued + gain.bills,
        firstFaults: firstOf([...job.firstFaults, ...flat(gain.faulty)]),
        state: done ? 'done' : 'running',
        finishedAt: done ? now : null,
      });
      await write(tx);
      if (outcomes !== '') await tx.insert(ImportChunk, { jobId: job.id, position: job.doneRows, outcomes });
      await insertRows(tx, 'import_fault', ['job_id', 'row_number', 'column_name', 'reason'], flat(gain.faulty).map(({ row, column, reason }) => [job.id, row, column, reason.slice(0, 200)]));
      return moved;
    });
  }

  /** Guarded by state and position: of two processes that work on one job, one gets through. */
  private async move(tx: EntityManager, job: ImportJob, change: Partial<ImportJob>): Promise<ImportJob> {
    const now = this.clock.now();
    const { affected } = await tx.update(ImportJob, { id: job.id, state: job.state, doneRows: job.doneRows }, { ...change, touchedAt: now });
    if (!affected) throw new Overtaken();
    const moved = { ...job, ...change, touchedAt: now };
    await this.tell(tx, moved, now);
    return moved;
  }

  private async tell(tx: EntityManager, job: ImportJob, now: Date): Promise<void> {
    if (this.live && job.startedByStaffId !== null) await this.live.publish(tx, [`staff:${job.startedByStaffId}`], 'import', String(job.id), now);
  }
}

const columnOfField = { readOn: '抄表日期', value: '读数', settledOn: '结清日期', account: '户号', kind: '类别', nextValue: '新表起数' } as const;

const flat = (faulty: Gain['faulty']): ImportView['faults'] => faulty.flatMap(({ row, problems }) => problems.map((problem) => ({ row, ...problem })));
const firstOf = (faults: ImportView['faults']) => faults.sort((a, b) => a.row - b.row).slice(0, shownFaults);

/** Somebody moved a bill that an estimate's correction was about to reverse. */
const wasOvertaken = (error: unknown) => error instanceof Refusal && (error.code === 'BILL_CHANGED' || error.code === 'READING_CHANGED');

/** Only history was settled elsewhere. */
function readingOfRow(row: ReadingRow | MeterReadingRow): Omit<NewReading, 'account'> & { accountNumber: string } {
  return 'kind' in row ? { ...row, note: row.note === '' ? null : row.note, settledOn: null } : row;
}

/** What billing needs of each account; nothing is decrypted. */
async function accountsOf(manager: EntityManager, rows: readonly { accountNumber: string }[]): Promise<Map<string, { id: number; householdSize: number; tariffCode: string }>> {
  const numbers = [...new Set(rows.map(({ accountNumber }) => accountNumber))];
  if (numbers.length === 0) return new Map();
  const found = await manager.find(WaterAccount, { select: { id: true, accountNumber: true, householdSize: true, tariffCode: true }, where: { accountNumber: In(numbers) } });
  return new Map(found.map(({ id, accountNumber, householdSize, tariffCode }) => [accountNumber, { id, householdSize, tariffCode }]));
}
