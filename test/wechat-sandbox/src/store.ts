import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

interface JournalLine {
  collection: string;
  key: string;
  /** Absent when the record was removed. */
  value?: unknown;
}

/** Records of one kind, kept in memory and journalled on every change. */
export class Collection<T> {
  constructor(
    private readonly records: Map<string, T>,
    private readonly write: (key: string, value?: T) => void,
  ) {}

  get(key: string): T | undefined {
    return this.records.get(key);
  }

  values(): T[] {
    return [...this.records.values()];
  }

  put(key: string, value: T): void {
    this.records.set(key, value);
    this.write(key, value);
  }

  remove(key: string): void {
    if (this.records.delete(key)) this.write(key);
  }
}

/** Append-only journal: a restart, also after a kill, finds every order again. Compacted when opened. */
export class Store {
  private readonly data = new Map<string, Map<string, unknown>>();

  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    for (const text of readFileSync(file, 'utf8').split('\n')) {
      const line = parseLine(text);
      if (!line) continue;
      const records = this.recordsOf(line.collection);
      if (line.value === undefined) records.delete(line.key);
      else records.set(line.key, line.value);
    }
    this.compact();
  }

  collection<T>(name: string): Collection<T> {
    const records = this.recordsOf(name) as Map<string, T>;
    return new Collection(records, (key, value) => {
      const line: JournalLine = { collection: name, key, value };
      appendFileSync(this.file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    });
  }

  private recordsOf(name: string): Map<string, unknown> {
    const known = this.data.get(name);
    if (known) return known;
    const fresh = new Map<string, unknown>();
    this.data.set(name, fresh);
    return fresh;
  }

  private compact(): void {
    const lines: string[] = [];
    for (const [collection, records] of this.data) {
      for (const [key, value] of records) lines.push(`${JSON.stringify({ collection, key, value })}\n`);
    }
    writeFileSync(`${this.file}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

/** A kill in the middle of an append leaves half a line; what came before it is whole. */
function parseLine(text: string): JournalLine | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as JournalLine;
  } catch {
    return undefined;
  }
}
