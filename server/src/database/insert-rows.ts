import type { EntityManager } from 'typeorm';

export type SqlValue = string | number | boolean | Date | null;
/** SQLite binds at most 32,766 values; whole batches keep one prepared statement. */
const valuesPerStatement = 2000;

/** An instant as both engines store it. */
export const sqlInstant = (at: Date) => at.toISOString().replace('T', ' ').replace('Z', '');

/**
 * Many rows by few statements: for imports and journals, where a row at a time costs ten times as much.
 * `rows` hold values in the order of `columns`; dates are bound as UTC. `skipExisting` leaves rows whose key is there as they are.
 */
export async function insertRows(
  tx: EntityManager, table: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[], { skipExisting = false }: { skipExisting?: boolean } = {},
): Promise<void> {
  const batch = Math.max(1, Math.floor(valuesPerStatement / columns.length));
  const quote = (name: string) => tx.connection.driver.escape(name);
  const insert = !skipExisting ? 'INSERT' : tx.connection.options.type === 'better-sqlite3' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
  const head = `${insert} INTO ${quote(table)} (${columns.map(quote).join(', ')}) VALUES `;
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  for (let i = 0; i < rows.length; i += batch) {
    const part = rows.slice(i, i + batch);
    await tx.query(head + part.map(() => tuple).join(', '), part.flat().map((value) => (value instanceof Date ? sqlInstant(value) : value)));
  }
}
