import type { DataSourceOptions } from 'typeorm';

/** The few words of SQL in which the two engines differ. Arguments are expressions; days are texts `YYYY-MM-DD`. */
export interface SqlDialect {
  /** A join that is carried out in the order written: the engines' statistics know nothing of what was just imported. */
  readonly join: string;
  least(...of: string[]): string;
  greatest(...of: string[]): string;
  /** Of whole numbers, at least 0. */
  quotient(a: string, b: number): string;
  dayAfter(day: string, days: string): string;
  /** Days from `from` to `to`. */
  daysBetween(from: string, to: string): string;
  concat(...parts: string[]): string;
  /** Of a text that is a JSON object, a whole number. */
  jsonNumber(json: string, key: string): string;
  /** Made once for a connection; whoever uses it empties it first. */
  temporaryTable(name: string, columns: readonly string[]): string;
}

const mariadb: SqlDialect = {
  join: 'STRAIGHT_JOIN',
  least: (...of) => `LEAST(${of.join(', ')})`,
  greatest: (...of) => `GREATEST(${of.join(', ')})`,
  quotient: (a, b) => `((${a}) DIV ${b})`,
  dayAfter: (day, days) => `CAST(DATE_ADD(${day}, INTERVAL ${days} DAY) AS CHAR(10))`,
  daysBetween: (from, to) => `DATEDIFF(${to}, ${from})`,
  concat: (...parts) => `CONCAT(${parts.join(', ')})`,
  jsonNumber: (json, key) => `CAST(JSON_VALUE(${json}, ${quoted(`$."${key}"`)}) AS SIGNED)`,
  temporaryTable: (name, columns) => `CREATE TEMPORARY TABLE IF NOT EXISTS ${name} (${columns.join(', ')}) ENGINE=MEMORY CHARACTER SET ascii COLLATE ascii_bin`,
};

const sqlite: SqlDialect = {
  join: 'CROSS JOIN',
  least: (...of) => `MIN(${of.join(', ')})`,
  greatest: (...of) => `MAX(${of.join(', ')})`,
  quotient: (a, b) => `((${a}) / ${b})`,
  dayAfter: (day, days) => `date(${day}, (${days}) || ' days')`,
  daysBetween: (from, to) => `CAST(julianday(${to}) - julianday(${from}) AS INTEGER)`,
  concat: (...parts) => `(${parts.join(' || ')})`,
  jsonNumber: (json, key) => `json_extract(${json}, ${quoted(`$."${key}"`)})`,
  temporaryTable: (name, columns) => `CREATE TEMPORARY TABLE IF NOT EXISTS ${name} (${columns.join(', ')})`,
};

export const dialectOf = (type: DataSourceOptions['type']): SqlDialect => (type === 'better-sqlite3' ? sqlite : mariadb);

/** A text as SQL writes it. */
export function quoted(text: string): string {
  // Names of components come from an administrator's tariff: nothing that either engine reads as more than a letter of the text.
  if (/[\\'\u0000-\u001f]/.test(text)) throw new Error(`not a name for SQL: ${JSON.stringify(text)}`);
  return `'${text}'`;
}
