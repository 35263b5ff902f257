import { type DateString, parseYuan } from '@shouwen/shared/value';
import { BrokenFile, type ScannedRow } from './scan-rows.js';

const [MINUS, POINT, ZERO, NINE, SPACE, TAB] = [45, 46, 48, 57, 32, 9] as const;
const LONGEST_KEY = 128;

/** The cells of a file's rows by the names of its columns, whatever their order. */
export class Cells<Name extends string> {
  private readonly places = new Map<string, number>();
  private readonly columnCount: number;

  /** Throws `BrokenFile` when one of `required` is missing. */
  constructor(header: ScannedRow, required: readonly Name[], private readonly decoder: { decode(bytes: Uint8Array): string }) {
    this.columnCount = header.count;
    for (let i = 0; i < header.count; i++) this.places.set(decoder.decode(header.bytes.subarray(header.starts[i], header.ends[i])).trim(), i);
    const missing = required.filter((name) => !this.places.has(name));
    if (missing.length > 0) throw new BrokenFile(header.number, null, `缺少这些列：${missing.join('、')}`);
  }

  has(name: Name): boolean {
    return this.places.has(name);
  }

  requireWhole(row: ScannedRow): void {
    if (row.count !== this.columnCount) throw new BrokenFile(row.number, null, `应有 ${this.columnCount} 列，这一行有 ${row.count} 列`);
  }

  /** Where the cell's text begins and ends, blanks at its ends left out. */
  place(row: ScannedRow, name: Name): [start: number, end: number] {
    const i = this.places.get(name) as number;
    let start = row.starts[i] as number;
    let end = row.ends[i] as number;
    while (start < end && (row.bytes[start] === SPACE || row.bytes[start] === TAB)) start++;
    while (end > start && (row.bytes[end - 1] === SPACE || row.bytes[end - 1] === TAB)) end--;
    return [start, end];
  }

  text(row: ScannedRow, name: Name): string {
    const [start, end] = this.place(row, name);
    return this.decoder.decode(row.bytes.subarray(start, end));
  }

  /** Is the cell exactly this ASCII text? */
  is(row: ScannedRow, name: Name, ascii: string): boolean {
    const [start, end] = this.place(row, name);
    if (end - start !== ascii.length) return false;
    for (let i = 0; i < ascii.length; i++) if (row.bytes[start + i] !== ascii.charCodeAt(i)) return false;
    return true;
  }

  /** An order, refund, batch or slip number: visible ASCII. */
  key(row: ScannedRow, name: Name): [start: number, end: number] {
    const [start, end] = this.place(row, name);
    if (end === start || end - start > LONGEST_KEY) throw new BrokenFile(row.number, name, '号码为空或太长');
    for (let i = start; i < end; i++) if ((row.bytes[i] as number) <= 32 || (row.bytes[i] as number) > 126) throw new BrokenFile(row.number, name, '号码里有不认识的字符');
    return [start, end];
  }

  /** Yuan as written by a machine → fen times 1000 (five decimals). */
  milli(row: ScannedRow, name: Name): number {
    const [start, end] = this.place(row, name);
    let i = start;
    const negative = row.bytes[i] === MINUS;
    if (negative) i++;
    let value = 0;
    let decimals = -1;
    let digits = 0;
    for (; i < end; i++) {
      const code = row.bytes[i] as number;
      if (code === POINT && decimals === -1) decimals = 0;
      else if (code >= ZERO && code <= NINE && decimals < 5) {
        value = value * 10 + (code - ZERO);
        digits++;
        if (decimals !== -1) decimals++;
      } else throw this.noAmount(row, name);
    }
    if (digits === 0 || digits > 15 || decimals === 0) throw this.noAmount(row, name);
    for (let n = decimals === -1 ? 0 : decimals; n < 5; n++) value *= 10;
    if (!Number.isSafeInteger(value)) throw this.noAmount(row, name);
    return negative ? -value : value;
  }

  /** Yuan as written by a machine → fen, at least 0. */
  fen(row: ScannedRow, name: Name): number {
    const milli = this.milli(row, name);
    if (milli < 0 || milli % 1000 !== 0) throw this.noAmount(row, name);
    return milli / 1000;
  }

  /** Yuan as people write it → fen above zero. */
  typedFen(row: ScannedRow, name: Name): number {
    const fen = parseYuan(this.text(row, name));
    if (fen === null || fen <= 0) throw this.noAmount(row, name);
    return fen;
  }

  /** `2026-11-20 08:15:30` (seconds may be left out, `/` for `-`) → the second of the day; null on another day than `date`. */
  secondOn(row: ScannedRow, name: Name, date: DateString): number | null {
    const [start, end] = this.place(row, name);
    const { bytes } = row;
    const digits = (from: number) => {
      const [tens, ones] = [(bytes[from] as number) - ZERO, (bytes[from + 1] as number) - ZERO];
      return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 99;
    };
    const length = end - start;
    const [hour, minute, second] = [digits(start + 11), digits(start + 14), length === 19 ? digits(start + 17) : 0];
    if ((length !== 19 && length !== 16) || bytes[start + 10] !== SPACE || bytes[start + 13] !== 58 || hour > 23 || minute > 59 || second > 59) throw new BrokenFile(row.number, name, '时间应写成 2026-11-20 08:15:30');
    for (let i = 0; i < 10; i++) {
      const expected = date.charCodeAt(i);
      if (bytes[start + i] !== expected && !(expected === MINUS && bytes[start + i] === 47)) return null;
    }
    return hour * 3600 + minute * 60 + second;
  }

  private noAmount(row: ScannedRow, name: Name): BrokenFile {
    return new BrokenFile(row.number, name, '不是金额');
  }
}
