import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { Refusal } from '../http/index.js';

const MB = 1024 * 1024;
/** What may come out of a file: a table of two million rows, its texts (they are kept in memory), whatever else a spreadsheet holds, and one row. */
export const MOST_UNPACKED = { all: 2048 * MB, texts: 256 * MB, other: 64 * MB, row: 32 * MB, entries: 1000 };

const [LOCAL, DIRECTORY, END, DESCRIPTOR] = [0x04034b50, 0x02014b50, 0x06054b50, 0x08074b50] as const;
const [ENCRYPTED, SIZES_FOLLOW, UNKNOWN_SIZE] = [1, 8, 0xffffffff] as const;
const [HEADER, ENTRY] = [30, 46];
const PIECE = 1 << 18;
const tooMuch = () => new Refusal('PAYLOAD_TOO_LARGE', { message: '表格解开后太大，没有导入；请只留要导入的一个工作表，分成几个文件再上传' });

/**
 * Unpacks a spreadsheet piece by piece, keeping nothing, before anything reads it: a few kilobytes can hold what fills the machine's memory. What its
 * headers say of sizes is not believed, and where the reader would look elsewhere than we did it is refused. Throws `PAYLOAD_TOO_LARGE`; `FILE_NOT_READABLE` for what is no plain archive.
 */
export async function requireTableSize(path: string, most: typeof MOST_UNPACKED = MOST_UNPACKED): Promise<void> {
  const file = await open(path);
  try {
    let at = 0;
    let all = 0;
    for (let count = 0; ; count++) {
      const header = await bytesAt(file, at, HEADER);
      const signature = header.length >= 4 ? header.readUInt32LE(0) : 0;
      if (count > 0 && signature === DIRECTORY) return await requireNothingBehind(file, at, most.entries);
      if (count > 0 && signature === END) return;
      if (signature !== LOCAL || header.length < HEADER) throw new Refusal('FILE_NOT_READABLE');
      if (count === most.entries) throw tooMuch();
      const [flags, method, packed, nameLength, extraLength] = [header.readUInt16LE(6), header.readUInt16LE(8), header.readUInt32LE(18), header.readUInt16LE(26), header.readUInt16LE(28)];
      const name = (await bytesAt(file, at + HEADER, nameLength)).toString('latin1');
      const from = at + HEADER + nameLength + extraLength;
      const sizesFollow = (flags & SIZES_FOLLOW) !== 0;
      if ((flags & ENCRYPTED) !== 0) throw new Refusal('FILE_NOT_READABLE', { message: '表格有密码，请去掉密码后再上传' });
      if (method === 0 && !sizesFollow && packed !== UNKNOWN_SIZE) {
        all += packed;
        at = from + packed;
      } else if (method === 8) {
        const { taken, given } = await inflated(path, from, name, { ...most, all: most.all - all });
        // The reader goes on behind as many bytes as the header says, or behind the first mark of an end.
        if (packed !== (sizesFollow ? 0 : taken)) throw new Refusal('FILE_NOT_READABLE');
        if (sizesFollow && (await hasMark(path, from, taken))) throw new Refusal('FILE_NOT_READABLE');
        all += given;
        at = from + taken + (sizesFollow ? await descriptorLength(file, from + taken) : 0);
      } else throw new Refusal('FILE_NOT_READABLE');
    }
  } finally {
    await file.close();
  }
}

async function inflated(path: string, start: number, name: string, most: typeof MOST_UNPACKED): Promise<{ taken: number; given: number }> {
  const isSheet = name.startsWith('xl/worksheets/');
  const bound = Math.min(most.all, isSheet ? most.all : name === 'xl/sharedStrings.xml' ? most.texts : most.other);
  const packed = createReadStream(path, { start, highWaterMark: PIECE });
  const plain = createInflateRaw({ chunkSize: PIECE });
  packed.on('error', (error) => plain.destroy(error)).pipe(plain);
  let given = 0;
  let sinceRow = 0;
  try {
    for await (const piece of plain as AsyncIterable<Buffer>) {
      given += piece.length;
      if (isSheet) {
        const row = piece.lastIndexOf('row');
        sinceRow = row === -1 ? sinceRow + piece.length : piece.length - row;
      }
      if (given > bound || sinceRow > most.row) throw tooMuch();
    }
    return { taken: plain.bytesWritten, given };
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('FILE_NOT_READABLE');
  } finally {
    packed.destroy();
    plain.destroy();
  }
}

/** Entries behind the directory are read as well: there are none in a plain archive. */
async function requireNothingBehind(file: FileHandle, start: number, most: number): Promise<void> {
  for (let at = start, count = 0; ; count++) {
    const header = await bytesAt(file, at, ENTRY);
    const signature = header.length >= 4 ? header.readUInt32LE(0) : END;
    if (signature === LOCAL || count > most) throw new Refusal('FILE_NOT_READABLE');
    if (signature !== DIRECTORY || header.length < ENTRY) return;
    at += ENTRY + header.readUInt16LE(28) + header.readUInt16LE(30) + header.readUInt16LE(32);
  }
}

/** Whether the mark that ends an entry of unknown size is also found within it. */
async function hasMark(path: string, start: number, length: number): Promise<boolean> {
  if (length === 0) return false;
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(DESCRIPTOR);
  let before = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { start, end: start + length - 1, highWaterMark: PIECE }) as AsyncIterable<Buffer>) {
    const seen = Buffer.concat([before, piece]);
    if (seen.includes(mark)) return true;
    before = seen.subarray(-3);
  }
  return false;
}

/** Checksum and sizes after an entry come with or without a signature, the sizes in four or eight bytes each. */
async function descriptorLength(file: FileHandle, at: number): Promise<number> {
  const bytes = await bytesAt(file, at, 28);
  const lengths = bytes.length >= 4 && bytes.readUInt32LE(0) === DESCRIPTOR ? [16, 24] : [12, 20];
  const found = lengths.find((length) => bytes.length >= length + 4 && [LOCAL, DIRECTORY, END].includes(bytes.readUInt32LE(length) as typeof LOCAL));
  if (found === undefined) throw new Refusal('FILE_NOT_READABLE');
  return found;
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
