import * as z from 'zod/mini';
import { endpoint } from './endpoint.js';

/** `readings` become bills at once (history); `meter-readings` wait for a bill run. */
export type ImportKind = 'payments' | 'accounts' | 'readings' | 'meter-readings';
export interface ImportView {
  id: number;
  kind: ImportKind;
  fileName: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** Rows in the file; 0 until counted. */
  totalRows: number;
  doneRows: number;
  createdRows: number;
  updatedRows: number;
  unchangedRows: number;
  faultyRows: number;
  /** Bills that came of readings. */
  billsIssued: number;
  /** Why it failed as a whole, in Chinese. */
  failure: string | null;
  startedAt: string;
  finishedAt: string | null;
  startedBy: string;
  /** The first faults; all of them are in the result file. */
  faults: { row: number; column: string; reason: string }[];
}
/** Multipart: `kind`, optional `mapping` (JSON object: our column name → the file's), `file` (CSV or XLSX, up to 50 MB). */
export const startImport = endpoint<ImportView>()({ method: 'POST', path: '/api/staff/imports', summary: '导入户表或抄表数据' });
export const imports = endpoint<{ items: ImportView[] }>()({ method: 'GET', path: '/api/staff/imports', summary: '导入记录' });
export const importStatus = endpoint<ImportView>()({ method: 'GET', path: '/api/staff/imports/:id', summary: '导入进度' });
/** CSV with every row's outcome: row number, column, reason. */
export const importResult = endpoint<unknown>()({ method: 'GET', path: '/api/staff/imports/:id/result', summary: '导入结果文件' });
export const importTemplate = endpoint<unknown>()({
  method: 'GET', path: '/api/staff/import-template', summary: '导入模板', query: z.object({ kind: z.enum(['payments', 'accounts', 'readings', 'meter-readings']) }),
});
