import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Refusal } from '../http/index.js';
import { CsvSplitter } from './rules/split-csv.js';
import { requireTableSize } from './unpacks-to-a-table.js';

/** One row as a spreadsheet numbers it: the column names are row 1. */
export interface TableRow {
  number: number;
  cells: string[];
}
const longestCell = 500;
/** A spreadsheet's own limit, doubled: what unpacks to more is not a table of accounts. */
const mostRows = 2_100_000;

/** Streams the rows of a CSV (UTF-8 or GBK) or XLSX file, blank ones left out. Throws `FILE_NOT_READABLE`, `PAYLOAD_TOO_LARGE`. */
export async function* tableRows(path: string): AsyncGenerator<TableRow> {
  const rows = (await isSpreadsheet(path)) ? xlsxRows(path) : csvRows(path);
  try {
    for await (const { number, cells } of rows) {
      if (number > mostRows) throw new Refusal('FILE_NOT_READABLE', { message: '文件的行数太多，请分成几个文件导入' });
      const plain = cells.map((cell) => cell.slice(0, longestCell + 1).replace(/\s+/g, ' ').trim());
      if (plain.some((cell) => cell !== '')) yield { number, cells: plain };
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('FILE_NOT_READABLE');
  }
}

async function isSpreadsheet(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65536), 0, 65536, 0);
    const head = buffer.subarray(0, bytesRead);
    if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return true;
    if (head.length === 0 || head.includes(0)) throw new Refusal('FILE_NOT_READABLE'); // an old .xls, a photo, …
    return false;
  } finally {
    await file.close();
  }
}

async function* csvRows(path: string): AsyncGenerator<TableRow> {
  const encoding = (await decodes(path, 'utf-8')) ? 'utf-8' : 'gb18030';
  const splitter = new CsvSplitter();
  let number = 0;
  for await (const text of decoded(path, encoding)) for (const cells of splitter.push(text)) yield { number: ++number, cells };
  for (const cells of splitter.end()) yield { number: ++number, cells };
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

async function decodes(path: string, encoding: string): Promise<boolean> {
  try {
    for await (const _ of decoded(path, encoding));
    return true;
  } catch (error) {
    if ((error as Error).name === 'TypeError') return false;
    throw error;
  }
}

async function* xlsxRows(path: string): AsyncGenerator<TableRow> {
  await requireTableSize(path);
  const { default: excel } = await import('exceljs'); // large: loaded when a spreadsheet comes
  const workbook = new excel.stream.xlsx.WorkbookReader(path, { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'emit' });
  for await (const sheet of workbook) {
    for await (const row of sheet) {
      const values = row.values as unknown[];
      yield { number: row.number, cells: Array.from({ length: Math.max(0, values.length - 1) }, (_, i) => cellText(values[i + 1])) };
    }
    return; // the first sheet only
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  const rich = value as { result?: unknown; text?: unknown; richText?: { text: string }[]; error?: string };
  if (rich.richText) return rich.richText.map(({ text }) => text).join('');
  return cellText(rich.result ?? rich.text ?? rich.error);
}
