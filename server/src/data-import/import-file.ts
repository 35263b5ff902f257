import type { ImportKind } from '@shouwen/shared/contract/data-import';
import type { DateString } from '@shouwen/shared/value';
import { Refusal } from '../http/index.js';
import { type AccountRow, checkRow, type MeterReadingRow, type PaymentRow, type Problem, type ReadingRow, type RowOf } from './rules/check-row.js';
import { columnsOf } from './rules/columns.js';
import { type TableRow, tableRows } from './table-file.js';

/** Separates fields of a packed row; cells have no control characters. */
const separator = '\t';

/**
 * A file read whole, ready to be worked through in chunks: rows faulty by themselves first, then the others in order
 * of account and day, whatever their order in the file. The same file always gives the same positions, so work can go on anywhere.
 */
export class ImportFile<K extends ImportKind = ImportKind> {
  private constructor(
    readonly kind: K,
    readonly faulty: readonly { row: number; problems: Problem[] }[],
    /** One string per row: a million objects would take several times the memory. */
    private readonly packed: readonly string[],
  ) {}

  /** Throws `FILE_NOT_READABLE` or `COLUMNS_MISSING`. */
  static async read<K extends ImportKind>(path: string, kind: K, mapping: Readonly<Record<string, string>>, today: DateString): Promise<ImportFile<K>> {
    const faulty: { row: number; problems: Problem[] }[] = [];
    const packed: string[] = [];
    let places: [name: string, index: number][] | undefined;
    for await (const row of tableRows(path)) {
      if (!places) {
        places = columnPlaces(row, kind, mapping);
        continue;
      }
      const checked = checkRow(kind, Object.fromEntries(places.map(([name, index]) => [name, row.cells[index] ?? ''])), today);
      if (Array.isArray(checked)) faulty.push({ row: row.number, problems: checked });
      else packed.push(pack(kind, row.number, checked));
    }
    if (!places) throw new Refusal('FILE_NOT_READABLE');
    packed.sort();
    return new ImportFile(kind, faulty, kind === 'payments' ? withOccurrences(packed) : packed);
  }

  /** Reads no further than the column names. */
  static async checkColumns(path: string, kind: ImportKind, mapping: Readonly<Record<string, string>>): Promise<void> {
    for await (const row of tableRows(path)) {
      columnPlaces(row, kind, mapping);
      return;
    }
    throw new Refusal('FILE_NOT_READABLE');
  }

  get length(): number {
    return this.faulty.length + this.packed.length;
  }

  /** The rows from `position`, at most `size`: either all faulty by themselves or none. */
  chunk(position: number, size: number): { faulty: readonly { row: number; problems: Problem[] }[]; rows: { row: number; value: RowOf<K>; twinOf: number | null }[] } {
    if (position < this.faulty.length) return { faulty: this.faulty.slice(position, position + size), rows: [] };
    const start = position - this.faulty.length;
    const rows = this.packed.slice(start, start + size).map((text, i) => ({ ...unpack(this.kind, text), twinOf: this.twinOf(start + i) }));
    return { faulty: [], rows };
  }

  /** The row of the file that names the same account (and day) just before this one, if any. */
  private twinOf(index: number): number | null {
    if (this.kind === 'payments') return null;
    const before = this.packed[index - 1];
    if (before === undefined || keyOf(this.kind, before) !== keyOf(this.kind, this.packed[index] as string)) return null;
    return rowNumberOf(this.kind, before);
  }
}

/** Where each of our columns stands in the file. */
function columnPlaces(header: TableRow, kind: ImportKind, mapping: Readonly<Record<string, string>>): [name: string, index: number][] {
  const known = columnsOf[kind];
  const unknown = Object.keys(mapping).filter((name) => !known.some((column) => column.name === name));
  if (unknown.length > 0) throw new Refusal('COLUMNS_MISSING', { message: `列名对应表里的“${unknown.join('、')}”不是可导入的列，可用的有：${known.map(({ name }) => name).join('、')}` });
  const places = known.map(({ name }) => [name, header.cells.indexOf(mapping[name] ?? name)] as [string, number]);
  const missing = known.filter(({ required }, i) => required && places[i]?.[1] === -1).map(({ name }) => (mapping[name] === undefined ? name : `${mapping[name]}（${name}）`));
  if (missing.length > 0) throw new Refusal('COLUMNS_MISSING', { message: `文件缺少这些列：${missing.join('、')}。请修改第一行的列名，或提供列名对应表` });
  return places.filter(([, index]) => index !== -1);
}

/** Key fields first, so that sorting the strings sorts by account and day; then the row number, so that of twins the first in the file comes first. */
function pack(kind: ImportKind, rowNumber: number, row: AccountRow | ReadingRow | MeterReadingRow | PaymentRow): string {
  const position = String(rowNumber).padStart(8, '0');
  if (kind === 'payments') {
    const { accountNumber, paidOn, method, amountFen, windowName, cashierName, reference } = row as PaymentRow;
    return [accountNumber, paidOn, method, amountFen, windowName, cashierName, reference, position].join(separator);
  }
  if (kind === 'meter-readings') {
    const { accountNumber, readOn, value, kind: sort, nextValue, note } = row as MeterReadingRow;
    return [accountNumber, readOn, position, value, sort, nextValue ?? '', note].join(separator);
  }
  if (kind === 'readings') {
    const { accountNumber, readOn, value, settledOn } = row as ReadingRow;
    return [accountNumber, readOn, position, value, settledOn ?? ''].join(separator);
  }
  const { accountNumber, name, address, zone, phone, householdSize, meterNumber, tariff, hall } = row as AccountRow;
  return [accountNumber, position, name, address, zone, phone ?? '', householdSize, meterNumber, tariff, hall].join(separator);
}

function unpack<K extends ImportKind>(kind: K, text: string): { row: number; value: RowOf<K> } {
  const fields = text.split(separator) as string[] & Record<number, string>;
  const [a, b, c, d, e, f, g, h, i, j] = fields as [string, string, string, string, string, string, string, string, string, string];
  const value: AccountRow | ReadingRow | MeterReadingRow | PaymentRow =
    kind === 'payments'
      ? { accountNumber: a, paidOn: b, method: c as PaymentRow['method'], amountFen: Number(d), windowName: e, cashierName: f, reference: g, occurrence: Number(i) }
      : kind === 'meter-readings'
      ? { accountNumber: a, readOn: b, value: Number(d), kind: e as MeterReadingRow['kind'], nextValue: f === '' ? null : Number(f), note: g }
      : kind === 'readings'
      ? { accountNumber: a, readOn: b, value: Number(d), settledOn: e === '' ? null : e }
      : { accountNumber: a, name: c, address: d, zone: e as AccountRow['zone'], phone: f === '' ? null : f, householdSize: Number(g), meterNumber: h, tariff: i, hall: j };
  return { row: Number(kind === 'payments' ? h : isReading(kind) ? c : b), value: value as RowOf<K> };
}

/** How many lines exactly alike come before each; they lie side by side. */
function withOccurrences(sorted: readonly string[]): string[] {
  let before = '';
  let alike = 0;
  return sorted.map((text) => {
    const line = text.slice(0, text.lastIndexOf(separator));
    alike = line === before ? alike + 1 : 0;
    before = line;
    return `${text}${separator}${alike}`;
  });
}

/** Of an account there is one reading a day. */
const isReading = (kind: ImportKind) => kind === 'readings' || kind === 'meter-readings';
const keyOf = (kind: ImportKind, text: string) => text.split(separator, isReading(kind) ? 2 : 1).join(separator);
const rowNumberOf = (kind: ImportKind, text: string) => Number(text.split(separator, 3)[isReading(kind) ? 2 : 1]);
