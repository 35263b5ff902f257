import type { DataSource } from 'typeorm';

type Callback = (error: unknown, rows: unknown, fields: unknown) => void;
/** Of mysql2's connection, what is used here; its own types promise another shape than what the pool hands out. */
interface Connection {
  execute(sql: string, values: unknown[], done: Callback): void;
  query(sql: unknown, values: unknown, done?: Callback): void;
  on(event: 'error', listener: (error: unknown) => void): void;
}
interface Prepared extends Connection {
  promise(): { query(sql: unknown, values?: unknown): Promise<[unknown, unknown]> };
}

/** What is asked again and again. Long statements are batches of many rows, another one each time. */
const LONGEST = 4000;
const MOST_VALUES = 200;
const isRepeated = (sql: unknown, values: unknown): values is unknown[] =>
  typeof sql === 'string' && Array.isArray(values) && sql.length <= LONGEST && values.length <= MOST_VALUES && /^\s*\(?(SELECT|INSERT|UPDATE|DELETE)\b/.test(sql);

/**
 * TypeORM speaks MariaDB's text protocol: every statement is written out, parsed and planned anew. This has statements that repeat prepared once
 * for each connection, and every connection READ COMMITTED from its beginning. Call it before `initialize()`.
 */
export function prepareStatements(dataSource: DataSource): void {
  if (dataSource.options.type !== 'mariadb') return;
  const known = new WeakSet<object>();
  // The driver's connection members are not part of TypeORM's public types.
  const driver = dataSource.driver as unknown as { prepareDbConnection(connection: Prepared): Prepared };
  driver.prepareDbConnection = (connection) => {
    if (known.has(connection)) return connection;
    known.add(connection);
    connection.on('error', (error) => dataSource.logger.log('warn', `a database connection was lost: ${String(error)}`));
    // Queued before whatever it is asked for first. Decisions are guarded by conditions in the UPDATE, not by snapshots; this locks fewer gaps.
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', [], () => undefined);
    const asked = {
      query: (sql: unknown, values?: unknown) =>
        new Promise<[unknown, unknown]>((answer, fail) => {
          const done: Callback = (error, rows, fields) => (error ? fail(error) : answer([rows, fields]));
          if (isRepeated(sql, values)) connection.execute(sql as string, values, done);
          else connection.query(sql, values, done);
        }),
    };
    connection.promise = () => asked;
    return connection;
  };
}
