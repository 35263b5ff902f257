import type { DataSource } from 'typeorm';

/** Of one statement. */
const MOST_KEYS = 32;
/** A statement that takes this long no longer keeps the next waiting. */
const LATE_MS = 100;
/** Whoever comes when so many wait is told to come again (503). */
const MOST_WAITING = 500;

interface Waiter<Row> {
  answer: Promise<Row | undefined>;
  resolve(row: Row | undefined): void;
  reject(error: unknown): void;
}

/**
 * What nearly every request asks by one key, asked for all who come at the same moment by one statement. Nothing is remembered: who comes while a statement
 * is under way is asked for by the next, so no answer is older than its question.
 * `sql` is given the places of the keys (`?, ?`); it must be a SELECT with at most one row for each key, which `keyOf` finds in the row.
 */
export class AskedTogether<Row extends object> {
  private waiting = new Map<string, Waiter<Row>>();
  private busy = false;
  private readonly texts = new Map<number, string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly sql: (places: string) => string,
    private readonly keyOf: (row: Row) => string,
  ) {}

  /** The row, or undefined. */
  of(key: string): Promise<Row | undefined> {
    const same = this.waiting.get(key);
    if (same) return same.answer;
    if (this.waiting.size >= MOST_WAITING) return Promise.reject(new Error('queue limit reached'));
    const waiter = {} as Waiter<Row>;
    waiter.answer = new Promise((resolve, reject) => Object.assign(waiter, { resolve, reject }));
    this.waiting.set(key, waiter);
    if (!this.busy) {
      this.busy = true;
      // After the requests that came in with this one.
      setImmediate(() => this.next());
    }
    return waiter.answer;
  }

  private next(): void {
    const asked = [...this.waiting].slice(0, MOST_KEYS);
    this.busy = asked.length > 0;
    if (!this.busy) return;
    for (const [key] of asked) this.waiting.delete(key);
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      clearTimeout(timer);
      this.next();
    };
    const timer = setTimeout(leave, LATE_MS);
    this.rows(asked.map(([key]) => key))
      .then(
        (rows) => {
          const byKey = new Map(rows.map((row) => [this.keyOf(row), row]));
          for (const [key, waiter] of asked) waiter.resolve(byKey.get(key));
        },
        (error: unknown) => {
          for (const [, waiter] of asked) waiter.reject(error);
        },
      )
      .finally(leave);
  }

  /** Statements of few lengths, so that they stay prepared: the last key is repeated. */
  private rows(keys: string[]): Promise<Row[]> {
    let size = 1;
    while (size < keys.length) size *= 2;
    let text = this.texts.get(size);
    if (text === undefined) this.texts.set(size, (text = this.sql(Array(size).fill('?').join(', '))));
    return this.dataSource.query(text, [...keys, ...Array<string>(size - keys.length).fill(keys.at(-1) as string)]);
  }
}
