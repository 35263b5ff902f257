import type { Readable } from 'node:stream';
import { type ImportKind } from '@shouwen/shared/contract/data-import';
import { Refusal } from '../http/index.js';

/** The parts of a multipart request, in the order sent. */
export type Upload = AsyncIterable<{ type: 'field'; fieldname: string; value: unknown } | { type: 'file'; fieldname: string; filename: string; file: Readable & { truncated?: boolean } }>;

export const isImportKind = (value: unknown): value is ImportKind => value === 'accounts' || value === 'payments' || value === 'readings' || value === 'meter-readings';

/** What was sent with the file. */
export class UploadedTable {
  private constructor(
    readonly kind: ImportKind,
    readonly fileName: string,
    readonly mapping: Record<string, string>,
  ) {}

  /** Reads the request to its end; the file's content goes to `keep`, before or after the fields. */
  static async receive(upload: Upload, keep: (content: Readable) => Promise<void>): Promise<UploadedTable> {
    const fields = new Map<string, unknown>();
    let fileName: string | undefined;
    for await (const part of upload) {
      if (part.type === 'field') {
        fields.set(part.fieldname, part.value);
        continue;
      }
      await keep(part.file);
      if (part.file.truncated) throw new Refusal('PAYLOAD_TOO_LARGE');
      fileName = part.filename;
    }
    const kind = fields.get('kind');
    if (!isImportKind(kind)) throw new Refusal('INVALID_INPUT', { message: '请选择导入户表、抄表数据还是历史缴费', fields: [{ path: 'kind', message: '请选择导入户表、抄表数据还是历史缴费' }] });
    if (fileName === undefined) throw new Refusal('INVALID_INPUT', { message: '请选择要导入的文件', fields: [{ path: 'file', message: '请选择要导入的文件' }] });
    return new UploadedTable(kind, fileName, parseMapping(fields.get('mapping')));
  }
}

/** `{"户号": "用户编号"}`; empty or absent: the file has our names. */
export function parseMapping(text: unknown): Record<string, string> {
  if (text === undefined || text === '') return {};
  try {
    const mapping: unknown = JSON.parse(String(text));
    if (typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping) && Object.values(mapping).every((name) => typeof name === 'string')) return mapping as Record<string, string>;
  } catch {
    // said below
  }
  throw new Refusal('INVALID_INPUT', { message: '列名对应表应为 JSON，例如 {"户号":"用户编号"}', fields: [{ path: 'mapping', message: '列名对应表应为 JSON' }] });
}
