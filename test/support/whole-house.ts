/** Every endpoint of the contract, asked by anyone, whatever comes back: for what must never come out anywhere. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AnyEndpoint, pathOf } from '@shouwen/shared/contract';
import ExcelJS from 'exceljs';
import { textsOfPdfs, tight } from './pdf.js';
import type { ServerInProcess } from './server.js';

/** By name of the contract's file and export, e.g. `ticket.staffTicket`. */
export async function everyEndpoint(): Promise<Map<string, AnyEndpoint>> {
  const found = new Map<string, AnyEndpoint>();
  for (const file of readdirSync(join(__dirname, '../../shared/src/contract'))) {
    const name = file.replace(/\.ts$/, '');
    const module = (await import(`@shouwen/shared/contract/${name}`)) as Record<string, unknown>;
    for (const [part, value] of Object.entries(module)) if (isEndpoint(value)) found.set(`${name}.${part}`, value);
  }
  return found;
}
const isEndpoint = (value: unknown): value is AnyEndpoint => typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'idempotent' in value;

export interface Answer {
  endpoint: string;
  status: number;
  head: string;
  type: string;
  bytes: Uint8Array;
}

let calls = 0;
/** One call with a body and a query that fit whatever is asked: contracts drop what they do not know. */
export async function ask(server: ServerInProcess, token: string | undefined, name: string, endpoint: AnyEndpoint, parameters: Record<string, string | number>, query: Record<string, string>, body?: object): Promise<Answer> {
  const path = pathOf(endpoint, parameters);
  const search = endpoint.query ? `?${new URLSearchParams(query).toString()}` : '';
  const answer = await fetch(server.url + path + search, {
    method: endpoint.method, redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(endpoint.idempotent ? { 'idempotency-key': `whole-house-${String(++calls).padStart(8, '0')}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const head = [...answer.headers].map(([key, value]) => `${key}: ${decodeURIComponent(value)}`).join('\n');
  return { endpoint: name, status: answer.status, head, type: answer.headers.get('content-type') ?? '', bytes };
}

export interface Told {
  endpoint: string;
  status: number;
  head: string;
  /** What a reader could read: PDF and spreadsheet as their text. */
  content: string;
}

/** The same paper is the same to the byte. */
const papers = new Map<string, string>();
const paperKey = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What is in the answers; their papers are read together. */
export async function read(answers: readonly Answer[]): Promise<Told[]> {
  const unread = new Map(answers.filter(isPdf).map(({ bytes }) => [paperKey(bytes), bytes] as const).filter(([key]) => !papers.has(key)));
  const texts = textsOfPdfs([...unread.values()]);
  for (const [i, key] of [...unread.keys()].entries()) papers.set(key, tight(texts[i]!.join('\n')));
  return Promise.all(answers.map(async (answer) => ({ endpoint: answer.endpoint, status: answer.status, head: answer.head, content: await contentOf(answer) })));
}
const isPdf = ({ type }: Answer) => type.includes('pdf');

async function contentOf(answer: Answer): Promise<string> {
  const { type, bytes } = answer;
  if (isPdf(answer)) return papers.get(paperKey(bytes))!;
  if (!type.includes('spreadsheet')) return new TextDecoder().decode(bytes);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  return JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()));
}

/** Every value of every table, as whoever got hold of the database would read it. */
export async function everythingStored(server: ServerInProcess, engine: 'SQLite' | 'MariaDB'): Promise<Map<string, string>> {
  const tables = await server.query<{ name: string }>(
    engine === 'SQLite' ? "SELECT name FROM sqlite_master WHERE type = 'table'" : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  );
  const stored = new Map<string, string>();
  for (const { name } of tables) stored.set(name, JSON.stringify(await server.query(`SELECT * FROM \`${name}\``), (_, value: unknown) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value)));
  return stored;
}

/** What the server writes to its log from now on, at every level. */
export function logLines(server: ServerInProcess): string[] {
  const { log } = server.app.getHttpAdapter().getInstance();
  const lines: string[] = [];
  const stream = Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream');
  if (!stream) throw new Error('the log has no stream to listen to');
  Object.assign(log, { [stream]: { write: (line: string) => void lines.push(line) }, level: 'trace' });
  return lines;
}
