/** Longer records are no rows of a table but a quotation mark that was never closed. */
const longestRecord = 20_000;

/** Cuts CSV text that comes in pieces into records (RFC 4180, with or without CR). A stray quotation mark inside a cell is part of it. */
export class CsvSplitter {
  private rest = '';

  /** The records that `text` completes. Throws RangeError for a quotation mark that is never closed. */
  push(text: string): string[][] {
    const records: string[][] = [];
    const all = this.rest + text;
    let start = 0;
    for (let end = all.indexOf('\n'); end !== -1; end = all.indexOf('\n', end + 1)) {
      const record = cellsOf(all.slice(start, end));
      if (record) {
        records.push(record);
        start = end + 1;
      } else if (end - start > longestRecord) throw new RangeError('a quotation mark is never closed');
    }
    this.rest = all.slice(start);
    if (this.rest.length > longestRecord) throw new RangeError('a record is too long');
    return records;
  }

  /** The last record, when the text does not end with a line break. */
  end(): string[][] {
    if (this.rest === '') return [];
    const record = cellsOf(this.rest);
    if (!record) throw new RangeError('a quotation mark is never closed');
    this.rest = '';
    return [record];
  }
}

/** Null while a quoted cell is open at the end: the line break belongs to it. */
function cellsOf(line: string): string[] | null {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (!text.includes('"')) return text.split(',');
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const comma = text.indexOf(',', at);
      cells.push(text.slice(at, comma === -1 ? undefined : comma));
      if (comma === -1) return cells;
      at = comma + 1;
      continue;
    }
    let cell = '';
    let close = text.indexOf('"', at + 1);
    for (; close !== -1 && text[close + 1] === '"'; close = text.indexOf('"', at + 1)) {
      cell += text.slice(at + 1, close + 1);
      at = close + 1;
    }
    if (close === -1) return null;
    cell += text.slice(at + 1, close);
    const comma = text.indexOf(',', close);
    cells.push(cell + text.slice(close + 1, comma === -1 ? undefined : comma));
    if (comma === -1) return cells;
    at = comma + 1;
  }
}
