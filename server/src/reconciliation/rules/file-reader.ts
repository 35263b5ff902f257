import type { ScannedRow } from './scan-rows.js';
import type { TheirLine } from './their-lines.js';

/** What a file adds up to: fen that should reach the bank before fees, and the fees in thousandths of a fen. */
export interface FileSums {
  count: number;
  netFen: number;
  feeMilli: number;
}

/** Takes a file's rows in turn. `take` and `end` throw `BrokenFile`; then nothing of the file may be used. */
export interface FileReader {
  /** Lines whose number had come before in the day's files. */
  readonly duplicates: readonly TheirLine[];
  take(row: ScannedRow): void;
  end(): FileSums;
}
