/** Files brought in as the console brings them: uploaded, watched, the result fetched. */
import { pathOf } from '@shouwen/shared/contract';
import { importResult, importStatus, type ImportKind, type ImportView, startImport } from '@shouwen/shared/contract/data-import';
import type { Client } from './http.js';

export const accountColumns = '户号,户名,地址,区域,手机号,家庭人口,表号,水价,营业厅';
export const readingColumns = '户号,抄表日期,读数,结清日期';

export interface UploadOptions {
  mapping?: Record<string, string>;
  fileName?: string;
}

export async function upload(client: Client, kind: string, content: string | Uint8Array, { mapping, fileName = 'file.csv' }: UploadOptions = {}): Promise<Response> {
  const form = new FormData();
  form.set('kind', kind);
  if (mapping) form.set('mapping', JSON.stringify(mapping));
  form.set('file', new Blob([content as BlobPart]), fileName);
  return fetch(`${client.url}${startImport.path}`, { method: 'POST', body: form, headers: { authorization: `Bearer ${client.token}` } });
}

/** Until it is done or failed. */
export async function bringIn(client: Client, kind: ImportKind, content: string | Uint8Array, options: UploadOptions = {}): Promise<ImportView> {
  const answer = await upload(client, kind, content, options);
  const started = (await answer.json()) as ImportView;
  if (answer.status !== 200) throw new Error(`the upload was answered ${answer.status}: ${JSON.stringify(started)}`);
  for (let tries = 0; tries < 300; tries++) {
    const view = await client.call(importStatus, { path: { id: started.id } });
    if (view.state === 'done' || view.state === 'failed') return view;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the import did not end within half a minute');
}

/** The result file's lines without its head, cells split. */
export async function resultLines(client: Client, id: number): Promise<string[]> {
  const answer = await fetch(`${client.url}${pathOf(importResult, { id })}`, { headers: { authorization: `Bearer ${client.token}` } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0xef || bytes[1] !== 0xbb) throw new Error('the result does not begin with a byte order mark');
  const [head, ...lines] = new TextDecoder().decode(bytes).trimEnd().split('\r\n');
  if (head !== '行号,结果,列,原因') throw new Error(`unexpected head ${head}`);
  return lines;
}
