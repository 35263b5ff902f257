import { type EntityManager, MoreThan } from 'typeorm';
import { ImportChunk, ImportFault } from './data-import.entity.js';
import { type OutcomeLetter, outcomeLabels, unpackOutcomes } from './row-outcome.js';

const linesPerPiece = 2000;

/** A cell that a spreadsheet would take for a formula is shown as text; the rest is quoted where CSV needs it. */
export function csvCell(value: string | number): string {
  const text = String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return harmless !== text || /[",\r\n]/.test(text) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
export const csvLine = (cells: readonly (string | number)[]) => `${cells.map(csvCell).join(',')}\r\n`;
/** Tells a spreadsheet that a CSV file is UTF-8. */
export const byteOrderMark = '\ufeff';

/** Every row's outcome in order of rows, in pieces of text (CSV). */
export async function* resultFile(manager: EntityManager, jobId: number): AsyncGenerator<string> {
  const letters: (OutcomeLetter | undefined)[] = [];
  for await (const chunk of allRows(manager, ImportChunk, jobId)) for (const { row, letter } of unpackOutcomes(chunk.outcomes)) letters[row] = letter;
  const faults = new Map<number, ImportFault[]>();
  let rows = letters.length;
  for await (const fault of allRows(manager, ImportFault, jobId)) {
    faults.set(fault.rowNumber, [...(faults.get(fault.rowNumber) ?? []), fault]);
    rows = Math.max(rows, fault.rowNumber + 1);
  }
  let lines = [byteOrderMark + csvLine(['行号', '结果', '列', '原因'])];
  for (let row = 2; row < rows; row++) {
    const letter = letters[row];
    if (letter) lines.push(csvLine([row, outcomeLabels[letter], '', '']));
    for (const { columnName, reason } of faults.get(row) ?? []) lines.push(csvLine([row, '有误', columnName, reason]));
    if (lines.length >= linesPerPiece) {
      yield lines.join('');
      lines = [];
    }
  }
  yield lines.join('');
}

async function* allRows<T extends { id: number; jobId: number }>(manager: EntityManager, entity: new () => T, jobId: number): AsyncGenerator<T> {
  for (let after = 0; ; ) {
    const rows = await manager.find(entity, { where: { jobId, id: MoreThan(after) } as never, order: { id: 'ASC' } as never, take: 1000 });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < 1000) return;
    after = last.id;
  }
}
