/** Both data engines are real, so suites that touch data run on both, each time in a database of their own. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { createConnection } from 'mysql2/promise';
import { EncryptionCheck, openDatabase } from '../../server/src/database/index.js';
import { testConfig } from './server-environment.js';

export type EngineName = 'SQLite' | 'MariaDB';

export interface TestDatabase {
  engine: EngineName;
  /** What the server must be told to use it: DATA_DIR, and DATABASE_URL on MariaDB. */
  environment: Record<string, string>;
  drop(): Promise<void>;
}

export interface Engine {
  name: EngineName;
  /** A fresh database as the migrations leave it. */
  create(): Promise<TestDatabase>;
  /** One with nothing in it; migrating it is the server's first act. */
  createEmpty(): Promise<TestDatabase>;
}

export const engines: readonly Engine[] = [
  { name: 'SQLite', create: copyOfSqlite, createEmpty: emptySqlite },
  { name: 'MariaDB', create: copyOfMariadb, createEmpty: emptyMariadb },
];

/** One suite, run on SQLite and on MariaDB. */
export function describeOnBothDatabases(name: string, suite: (engine: Engine) => void): void {
  for (const engine of engines) describe(`${name} on ${engine.name}`, () => suite(engine));
}

/** Copying a migrated database takes a fraction of migrating another one, so each worker migrates one of each engine. */
const migrated: { sqlite?: Promise<TestDatabase>; mariadb?: Promise<{ name: string; tables: string[]; filled: string[] }> } = {};

async function copyOfSqlite(): Promise<TestDatabase> {
  const [model, database] = await Promise.all([(migrated.sqlite ??= migrateSqlite()), emptySqlite()]);
  copyFileSync(sqliteFile(model), sqliteFile(database));
  return database;
}

const sqliteFile = ({ environment }: TestDatabase) => join(environment.DATA_DIR!, 'shouwen.sqlite');

async function migrateSqlite(): Promise<TestDatabase> {
  const database = await emptySqlite();
  process.once('exit', () => rmSync(database.environment.DATA_DIR!, { recursive: true, force: true }));
  const connection = await openMigrated(database);
  await connection.query('PRAGMA wal_checkpoint(TRUNCATE)');
  await connection.destroy();
  return database;
}

async function emptySqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-test-'));
  return {
    engine: 'SQLite',
    environment: { DATA_DIR: folder },
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function copyOfMariadb(): Promise<TestDatabase> {
  const [model, database] = await Promise.all([(migrated.mariadb ??= migrateMariadb()), emptyMariadb()]);
  const copy = await createConnection({ uri: database.environment.DATABASE_URL!, multipleStatements: true });
  try {
    await copy.query([...model.tables, ...model.filled.map((table) => `INSERT INTO ${table} SELECT * FROM ${model.name}.${table}`)].join(';\n'));
  } finally {
    await copy.end();
  }
  return database;
}

/** Stays until its server goes. `tables`: the statements that make them; `filled`: those that migrations put rows into. */
async function migrateMariadb(): Promise<{ name: string; tables: string[]; filled: string[] }> {
  const { environment } = await emptyMariadb();
  rmSync(environment.DATA_DIR!, { recursive: true, force: true });
  const connection = await openMigrated({ environment });
  const tables: string[] = [];
  const filled: string[] = [];
  for (const { name } of await connection.query<{ name: string }[]>('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()')) {
    const [created] = await connection.query<Record<string, string>[]>(`SHOW CREATE TABLE \`${name}\``);
    tables.push(created!['Create Table']!);
    if ((await connection.query<unknown[]>(`SELECT 1 FROM \`${name}\` LIMIT 1`)).length > 0) filled.push(`\`${name}\``);
  }
  await connection.destroy();
  return { name: new URL(environment.DATABASE_URL!).pathname.slice(1), tables, filled };
}

/** Migrated, and no server's yet: the first that opens a copy settles the key (`requireSameKey`). */
async function openMigrated({ environment }: Pick<TestDatabase, 'environment'>) {
  const connection = await openDatabase(testConfig(environment), [EncryptionCheck]);
  await connection.getRepository(EncryptionCheck).clear();
  return connection;
}

async function emptyMariadb(): Promise<TestDatabase> {
  const server = process.env.TEST_MARIADB_URL;
  if (!server) throw new Error('TEST_MARIADB_URL is not set: run vitest with test/vitest.config.mjs');
  // Photos and the like are files on this engine too.
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-test-'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  const execute = async (sql: string) => {
    const connection = await createConnection(server);
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  };
  await execute(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  return {
    engine: 'MariaDB',
    environment: { DATA_DIR: folder, DATABASE_URL: `${server}/${name}` },
    drop: async () => {
      await execute(`DROP DATABASE ${name}`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
