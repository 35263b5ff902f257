/** A file that cannot be used, said so that the person can find the place. The whole file is refused. */
export class BrokenFile extends Error {
  /** `row` counts as a spreadsheet does, the column names being row 1; null where the file as a whole is wrong. */
  constructor(
    readonly row: number | null,
    readonly column: string | null,
    reason: string,
  ) {
    super(row === null ? reason : `第 ${row} 行${column === null ? '' : `“${column}”列`}：${reason}`);
  }
}

/** A row's cells as places in `bytes`; valid only until the scanner goes on. */
export interface ScannedRow {
  number: number;
  bytes: Uint8Array;
  count: number;
  starts: Int32Array;
  ends: Int32Array;
}

const [LINE_FEED, CARRIAGE_RETURN, COMMA, QUOTE, BACKTICK] = [10, 13, 44, 34, 96] as const;
const MOST_CELLS = 64;
const LONGEST_ROW = 64 * 1024;

/**
 * Goes through a file's bytes once, chunk by chunk, without turning them into text: a million rows in about a second. Rows whose cells are
 * each prefixed by a backtick (WeChat's) are split at comma and backtick, since their text may hold commas; other rows are plain CSV with
 * quotes. Commas and quotes are never part of a character in UTF-8 or GBK. Blank rows are left out. Throws `BrokenFile`.
 */
export class RowScanner {
  private rest: Uint8Array = new Uint8Array(0);
  private number = 0;
  private readonly row: ScannedRow = { number: 0, bytes: this.rest, count: 0, starts: new Int32Array(MOST_CELLS), ends: new Int32Array(MOST_CELLS) };

  constructor(private readonly take: (row: ScannedRow) => void) {}

  push(chunk: Uint8Array): void {
    let from = 0;
    if (this.rest.length > 0) {
      const end = chunk.indexOf(LINE_FEED);
      const joined = joinedBytes(this.rest, end === -1 ? chunk : chunk.subarray(0, end));
      if (joined.length > LONGEST_ROW) throw new BrokenFile(this.number + 1, null, '这一行太长，文件可能不是对账文件');
      if (end === -1) {
        this.rest = joined;
        return;
      }
      this.rest = new Uint8Array(0);
      this.line(joined, 0, joined.length);
      from = end + 1;
    }
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, from);
      if (end === -1) break;
      this.line(chunk, from, end);
      from = end + 1;
    }
    if (from < chunk.length) this.rest = chunk.slice(from);
    if (this.rest.length > LONGEST_ROW) throw new BrokenFile(this.number + 1, null, '这一行太长，文件可能不是对账文件');
  }

  end(): void {
    if (this.rest.length > 0) this.line(this.rest, 0, this.rest.length);
    this.rest = new Uint8Array(0);
  }

  private line(bytes: Uint8Array, from: number, end: number): void {
    this.number += 1;
    if (this.number === 1 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf) from += 3;
    if (end > from && bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    if (end === from) return;
    this.row.number = this.number;
    this.row.bytes = bytes;
    if (bytes[from] === BACKTICK) this.splitTicked(bytes, from + 1, end);
    else this.splitPlain(bytes, from, end);
    this.take(this.row);
  }

  private splitTicked(bytes: Uint8Array, from: number, end: number): void {
    const { starts, ends } = this.row;
    let count = 0;
    let start = from;
    for (let i = from; i < end; i++) {
      if (bytes[i] !== COMMA || bytes[i + 1] !== BACKTICK || i + 1 >= end) continue;
      if (count === MOST_CELLS - 1) throw new BrokenFile(this.number, null, '列太多');
      starts[count] = start;
      ends[count++] = i;
      start = i + 2;
    }
    starts[count] = start;
    ends[count++] = end;
    this.row.count = count;
  }

  private splitPlain(bytes: Uint8Array, from: number, end: number): void {
    const { starts, ends } = this.row;
    let count = 0;
    let i = from;
    for (;;) {
      if (count === MOST_CELLS) throw new BrokenFile(this.number, null, '列太多');
      let cellEnd: number;
      if (bytes[i] === QUOTE) {
        const close = bytes.indexOf(QUOTE, i + 1);
        if (close === -1 || close >= end || (close + 1 < end && bytes[close + 1] !== COMMA)) throw new BrokenFile(this.number, null, '引号没有配对');
        starts[count] = i + 1;
        ends[count++] = close;
        cellEnd = close + 1;
      } else {
        cellEnd = bytes.indexOf(COMMA, i);
        if (cellEnd === -1 || cellEnd > end) cellEnd = end;
        starts[count] = i;
        ends[count++] = cellEnd;
      }
      if (cellEnd >= end) break;
      i = cellEnd + 1;
    }
    this.row.count = count;
  }
}

function joinedBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
