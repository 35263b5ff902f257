import type { DataSource } from 'typeorm';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';

/** First come, first served; whoever waits too long gives up its place. */
class WriteGate {
  private tail: Promise<void> = Promise.resolve();
  constructor(private readonly timeoutMs: number) {}

  async acquire(): Promise<() => void> {
    let release!: () => void;
    const mine = new Promise<void>((resolve) => (release = resolve));
    const before = this.tail;
    this.tail = before.then(() => mine);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new SqliteWriteGateTimeout()), this.timeoutMs);
    });
    try {
      await Promise.race([before, late]);
      return release;
    } catch (error) {
      release();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A transaction was held too long, or code inside one wrote through something other than its own EntityManager. */
export class SqliteWriteGateTimeout extends Error {
  constructor() {
    super('SQLite write gate timed out');
  }
}

interface Statement {
  readonly?: boolean;
  reader: boolean;
}
interface Connection {
  prepare(sql: string): Statement;
  pragma(text: string): unknown;
  exec(sql: string): unknown;
  close(): void;
  inTransaction: boolean;
}

/**
 * TypeORM shares one SQLite connection among all callers, so concurrent transactions break one another. This
 * gives the data source two connections to the same WAL file: a shared one (reads, single writes) and one that
 * belongs to whoever holds the write gate, that is, to one transaction at a time. Call it before `initialize()`.
 */
export function isolateSqlite(dataSource: DataSource, gateTimeoutMs = 15_000): void {
  if (dataSource.options.type !== 'better-sqlite3') return;
  // The driver's connection members are not part of TypeORM's public types.
  const driver = dataSource.driver as unknown as {
    databaseConnection: Connection;
    createDatabaseConnection(): Promise<Connection>;
    createQueryRunner(): unknown;
    disconnect(): Promise<void>;
  };
  const gate = new WriteGate(gateTimeoutMs);
  let writer: Connection | undefined;
  const statements = new WeakMap<Connection, Map<string, Statement>>();

  // @ts-expect-error getStmt is private, yet must be overridden: a statement belongs to one connection.
  class IsolatedQueryRunner extends BetterSqlite3QueryRunner {
    private leave: (() => void) | undefined;

    override async connect(): Promise<Connection> {
      if (!this.leave) return driver.databaseConnection;
      writer ??= await driver.createDatabaseConnection();
      return writer;
    }

    protected override async getStmt(sql: string): Promise<Statement> {
      const connection = await this.connect();
      let cache = statements.get(connection);
      if (!cache) statements.set(connection, (cache = new Map()));
      let statement = cache.get(sql);
      if (!statement) {
        statement = connection.prepare(sql);
        cache.set(sql, statement);
        if (cache.size > 200) cache.delete(cache.keys().next().value as string);
      }
      return statement;
    }

    // The overridden method's own signature returns `any`.
    override async query(sql: string, parameters: unknown[] = [], structured = false): Promise<any> {
      // libsql takes a single null for named parameters, and fails; a list it takes for a list.
      if (parameters.length === 1 && parameters[0] === null) parameters = [[null]];
      // IMMEDIATE takes the write lock at once instead of failing at the first write.
      if (sql === 'BEGIN TRANSACTION') sql = 'BEGIN IMMEDIATE';
      if (this.leave || (await this.isRead(sql))) return super.query(sql, parameters, structured);
      const leave = await gate.acquire();
      try {
        return await super.query(sql, parameters, structured);
      } finally {
        leave();
      }
    }

    private async isRead(sql: string): Promise<boolean> {
      const statement = await this.getStmt(sql);
      return statement.readonly ?? (statement.reader && /^\s*select\b/i.test(sql)); // libsql has no `readonly`
    }

    override async startTransaction(isolation?: Parameters<BetterSqlite3QueryRunner['startTransaction']>[0]): Promise<void> {
      if (this.leave) return super.startTransaction(isolation); // nested: a savepoint
      this.leave = await gate.acquire();
      try {
        await super.startTransaction('SERIALIZABLE');
      } catch (error) {
        this.isTransactionActive = false;
        this.openGate();
        throw error;
      }
    }

    override async commitTransaction(): Promise<void> {
      await super.commitTransaction();
      if (!this.isTransactionActive) this.openGate();
    }

    override async rollbackTransaction(): Promise<void> {
      try {
        await super.rollbackTransaction();
      } finally {
        if (!this.isTransactionActive) this.openGate();
      }
    }

    override async release(): Promise<void> {
      if (this.leave) {
        if (writer?.inTransaction) writer.exec('ROLLBACK');
        this.isTransactionActive = false;
        this.openGate();
      }
      await super.release();
    }

    override async beforeMigration(): Promise<void> {
      await this.foreignKeys('OFF');
    }
    override async afterMigration(): Promise<void> {
      await this.foreignKeys('ON');
    }
    private async foreignKeys(state: 'ON' | 'OFF'): Promise<void> {
      writer ??= await driver.createDatabaseConnection();
      for (const connection of [driver.databaseConnection, writer]) connection.pragma(`foreign_keys = ${state}`);
    }

    private openGate(): void {
      const leave = this.leave;
      this.leave = undefined;
      leave?.();
    }
  }

  driver.createQueryRunner = () => new IsolatedQueryRunner(driver as never);
  const disconnect = driver.disconnect.bind(driver);
  driver.disconnect = async () => {
    writer?.close();
    writer = undefined;
    await disconnect();
  };
}
