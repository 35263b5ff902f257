import { type DataSource, QueryFailedError } from 'typeorm';
import { MysqlQueryRunner } from 'typeorm/driver/mysql/MysqlQueryRunner.js';
import { QueryResult } from 'typeorm/query-runner/QueryResult.js';

type Callback = (error: Error | null, answer: unknown) => void;
/** Of mysql2's connection, what is used here; its own types promise another shape than what the pool hands out. */
interface Connection {
  execute(sql: string, values: unknown[], done: Callback): void;
  query(sql: string, values: unknown[] | undefined, done: Callback): void;
  on(event: 'error', listener: (error: unknown) => void): void;
  release(): void;
}
/** The driver's connection members are not part of TypeORM's public types. */
interface Driver {
  prepareDbConnection(connection: Connection): Connection;
  obtainMasterConnection(): Promise<Connection>;
  createQueryRunner(mode: 'master' | 'slave'): unknown;
}

/** What is asked again and again. Long statements are batches of many rows, another one each time. */
const LONGEST = 4000;
const MOST_VALUES = 200;
const isRepeated = (sql: string, values: unknown[] | undefined): values is unknown[] => values !== undefined && sql.length <= LONGEST && values.length <= MOST_VALUES && /^\s*\(?(SELECT|INSERT|UPDATE|DELETE)\b/.test(sql);

function ask(dataSource: DataSource, connection: Connection, sql: string, values: unknown[] | undefined): Promise<unknown> {
  dataSource.logger.logQuery(sql, values);
  return new Promise((answered, failed) => {
    const done: Callback = (error, answer) => (error ? failed(new QueryFailedError(sql, values, error)) : answered(answer));
    if (isRepeated(sql, values)) connection.execute(sql, values, done);
    else connection.query(sql, values, done);
  });
}

/** A transaction's connection, without the broadcasts and timings that nobody here listens to. */
class PreparedQueryRunner extends MysqlQueryRunner {
  // The overridden method's own signature returns `any`.
  override async query(sql: string, values?: any[], structured = false): Promise<any> {
    if (this.isReleased) throw new Error('the transaction of this statement has ended');
    const raw = await ask(this.dataSource, (await this.connect()) as Connection, sql, values);
    if (!structured) return raw;
    const result = new QueryResult();
    result.raw = raw;
    if (Array.isArray(raw)) result.records = raw;
    else result.affected = (raw as { affectedRows: number }).affectedRows;
    return result;
  }
}

/**
 * TypeORM speaks MariaDB's text protocol: every statement is written out, parsed and planned anew. This has statements that repeat prepared once
 * for each connection, and every connection READ COMMITTED from its beginning. Call it before `initialize()`.
 */
export function prepareStatements(dataSource: DataSource): void {
  if (dataSource.options.type !== 'mariadb') return;
  const known = new WeakSet<Connection>();
  const driver = dataSource.driver as unknown as Driver;
  driver.prepareDbConnection = (connection) => {
    if (known.has(connection)) return connection;
    known.add(connection);
    connection.on('error', (error) => dataSource.logger.log('warn', `a database connection was lost: ${String(error)}`));
    // Queued before whatever it is asked for first. Decisions are guarded by conditions in the UPDATE, not by snapshots; this locks fewer gaps.
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', [], () => undefined);
    return connection;
  };
  driver.createQueryRunner = (mode) => new PreparedQueryRunner(driver as never, mode);
  // A single statement outside transactions needs a connection, and no more.
  dataSource.query = async (sql: string, values?: any[], runner?: { query(sql: string, values?: any[]): Promise<any> }): Promise<any> => {
    if (runner) return runner.query(sql, values);
    const connection = await driver.obtainMasterConnection();
    try {
      return await ask(dataSource, connection, sql, values);
    } finally {
      connection.release();
    }
  };
}
