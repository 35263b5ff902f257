import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import ExcelJS from 'exceljs';
import { tableRows } from './table-file.js';
import { requireTableSize } from './unpacks-to-a-table.js';

interface Entry {
  name: string;
  plain: Buffer;
  /** As the header claims it to be. */
  said?: number;
  /** Sizes come after the content. */
  after?: boolean;
  flags?: number;
  /** Packed without being made smaller. */
  stored?: boolean;
}
function archive(entries: readonly Entry[]): Buffer {
  const parts = entries.map(({ name, plain, said, after = false, flags = 0, stored = false }) => {
    const packed = deflateRawSync(plain, { level: stored ? 0 : 1 });
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(flags | (after ? 8 : 0), 6);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(said ?? (after ? 0 : packed.length), 18);
    header.writeUInt32LE(after ? 0 : 100, 22); // a lie
    header.writeUInt16LE(name.length, 26);
    const descriptor = Buffer.alloc(after ? 16 : 0);
    if (after) descriptor.writeUInt32LE(0x08074b50, 0);
    return Buffer.concat([header, Buffer.from(name), packed, descriptor]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([...parts, end]);
}
const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024, 32);

describe('a spreadsheet is unpacked once before anything reads it', () => {
  let folder: string;
  const MB = 1024 * 1024;
  const small = { all: 20 * MB, texts: 4 * MB, other: MB, row: 2 * MB, entries: 20 };
  const path = () => join(folder, 'x.xlsx');
  const outcome = async (content: Buffer): Promise<string> => {
    await writeFile(path(), content);
    return requireTableSize(path(), small).then(() => 'fits', (error: { code: string }) => error.code);
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouwen-unpack-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('lets tables through, of either way of writing them', async () => {
    const rows = Array.from({ length: 300 }, (_, n) => ['户号', `姓名${n}`, n]);
    const book = new ExcelJS.Workbook();
    book.addWorksheet('户表').addRows(rows);
    await book.xlsx.writeFile(path());
    await requireTableSize(path());
    const stream = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path(), useSharedStrings: true });
    const sheet = stream.addWorksheet('户表');
    for (const row of rows) sheet.addRow(row).commit();
    sheet.commit();
    await stream.commit();
    let read = 0;
    for await (const row of tableRows(path())) read += row.cells.length > 0 ? 1 : 0;
    expect(read).toBe(300);
  });

  it('refuses what a few kilobytes unpack to, whatever the headers say', async () => {
    const texts = { name: 'xl/sharedStrings.xml', plain: zeros(5) };
    expect(await outcome(archive([texts]))).toBe('PAYLOAD_TOO_LARGE');
    expect(await outcome(archive([{ name: '[Content_Types].xml', plain: Buffer.from('<x/>') }, { name: 'xl/styles.xml', plain: zeros(2) }]))).toBe('PAYLOAD_TOO_LARGE');
    expect(await outcome(archive([{ name: 'xl/worksheets/sheet1.xml', plain: zeros(3), after: true }]))).toBe('PAYLOAD_TOO_LARGE'); // one endless row
    expect(await outcome(archive(Array.from({ length: 21 }, (_, n) => ({ name: `${n}.xml`, plain: Buffer.alloc(1) }))))).toBe('PAYLOAD_TOO_LARGE');
  });

  it('refuses an archive that is not what it says', async () => {
    const entry = { name: 'xl/workbook.xml', plain: Buffer.from('<workbook/>') };
    expect(await outcome(archive([{ ...entry, after: true }]))).toBe('fits');
    expect(await outcome(archive([{ ...entry, said: 3 }]))).toBe('FILE_NOT_READABLE');
    expect(await outcome(archive([{ ...entry, flags: 1 }]))).toBe('FILE_NOT_READABLE');
    // Whatever the reader would find where we did not look: behind the directory, behind a size that is a lie, behind a mark within the content.
    const bomb = archive([{ name: 'xl/sharedStrings.xml', plain: zeros(5) }]);
    const directory = Buffer.alloc(46);
    directory.writeUInt32LE(0x02014b50, 0);
    expect(await outcome(Buffer.concat([archive([entry]).subarray(0, -22), directory, archive([entry]).subarray(-22)]))).toBe('fits');
    expect(await outcome(Buffer.concat([archive([entry]).subarray(0, -22), directory, bomb]))).toBe('FILE_NOT_READABLE');
    expect(await outcome(Buffer.concat([archive([{ ...entry, after: true, said: 200 }]), bomb]))).toBe('FILE_NOT_READABLE');
    expect(await outcome(archive([{ ...entry, said: 0xffffffff }]))).toBe('FILE_NOT_READABLE');
    expect(await outcome(archive([{ name: 'xl/workbook.xml', plain: Buffer.concat([Buffer.from('PK\u0007\u0008'), Buffer.alloc(12), bomb]), after: true, stored: true }]))).toBe('FILE_NOT_READABLE');
    expect(await outcome(archive([entry]).subarray(0, 40))).toBe('FILE_NOT_READABLE');
    expect(await outcome(Buffer.from('PK\u0003\u0004'))).toBe('FILE_NOT_READABLE');
  });
});
