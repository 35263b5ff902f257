import type { ImportView } from '@shouwen/shared/contract/data-import';
import type { ImportJob } from './data-import.entity.js';

export function importView(job: ImportJob): ImportView {
  return {
    id: job.id,
    kind: job.kind,
    fileName: job.fileName,
    state: job.state,
    totalRows: job.totalRows,
    doneRows: job.doneRows,
    createdRows: job.createdRows,
    updatedRows: job.updatedRows,
    unchangedRows: job.unchangedRows,
    faultyRows: job.faultyRows,
    billsIssued: job.billsIssued,
    failure: job.failure,
    startedAt: job.startedAt.toISOString(),
    finishedAt: job.finishedAt?.toISOString() ?? null,
    startedBy: job.startedBy,
    faults: job.firstFaults,
  };
}
