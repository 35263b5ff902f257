import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { DataSource, type DataSourceOptions, type MixedList } from 'typeorm';
import type { Config } from '../config/index.js';
import { useEncryptionKey } from './encryption.js';
import { migrations } from './migrations/index.js';
import { prepareStatements } from './prepared-statements.js';
import { requireSameKey } from './require-same-key.js';
import { SnakeCaseNames } from './snake-case-names.js';
import { isolateSqlite } from './sqlite-isolation.js';

type Entities = MixedList<string | (new () => unknown)>;

function options(config: Config, entities: Entities): DataSourceOptions {
  const common = {
    entities: entities as DataSourceOptions['entities'],
    migrations,
    synchronize: false,
    migrationsTransactionMode: 'each' as const,
    namingStrategy: new SnakeCaseNames(),
  };
  if (config.databaseUrl !== undefined) {
    return {
      ...common,
      type: 'mariadb',
      url: config.databaseUrl,
      charset: 'utf8mb4',
      timezone: 'Z',
      poolSize: config.databasePool,
      supportBigNumbers: true,
      bigNumberStrings: true,
      // Waiters for a connection are bounded: past this the server answers 503 instead of piling up.
      // Prepared statements of one connection; MariaDB holds 16,382 for all together.
      extra: { connectTimeout: 5000, queueLimit: 500, maxPreparedStatements: 150 },
    };
  }
  mkdirSync(config.dataDir, { recursive: true });
  return {
    ...common,
    type: 'better-sqlite3',
    driver: Libsql,
    database: join(config.dataDir, 'shouwen.sqlite'),
    enableWAL: true,
    timeout: 5000,
    prepareDatabase: (db: { pragma(text: string): unknown }) => {
      db.pragma('synchronous = FULL'); // an acknowledged write survives a power cut
      db.pragma('busy_timeout = 5000');
      db.pragma('foreign_keys = ON');
    },
  };
}

/** The connected data source, migrated to the newest version. One per process. Throws `ConfigurationError` for another key than the database's. */
export async function openDatabase(config: Config, entities: Entities): Promise<DataSource> {
  useEncryptionKey(config.secretKey);
  const dataSource = new DataSource(options(config, entities));
  isolateSqlite(dataSource);
  prepareStatements(dataSource);
  await dataSource.initialize();
  try {
    if (config.databaseUrl !== undefined) await requireBinaryCollation(dataSource);
    await migrate(dataSource);
    await requireSameKey(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** Keys compare byte by byte on both engines: `Ab` and `ab` are two account numbers, two tokens. */
async function requireBinaryCollation(dataSource: DataSource): Promise<void> {
  const [row] = await dataSource.query('SELECT @@collation_database AS collation, DATABASE() AS name');
  if (row.collation === 'utf8mb4_bin') return;
  const [{ tables }] = await dataSource.query('SELECT COUNT(*) AS tables FROM information_schema.tables WHERE table_schema = DATABASE()');
  if (Number(tables) > 0) throw new Error(`the database ${row.name} must have the collation utf8mb4_bin, not ${row.collation}`);
  await dataSource.query(`ALTER DATABASE \`${row.name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
}

/** Several servers may start at once: on MySQL a named lock lets one migrate and the others wait. */
async function migrate(dataSource: DataSource): Promise<void> {
  if (dataSource.options.type !== 'mariadb') {
    await dataSource.runMigrations();
    return;
  }
  const runner = dataSource.createQueryRunner();
  try {
    const [{ held }] = await runner.query("SELECT GET_LOCK('shouwen.migrate', 120) AS held");
    if (Number(held) !== 1) throw new Error('another server has been migrating for two minutes');
    await dataSource.runMigrations();
    await runner.query("SELECT RELEASE_LOCK('shouwen.migrate')");
  } finally {
    await runner.release();
  }
}
