/** Both data engines are real, so suites that touch data run on both, each time in a database of their own. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { createConnection } from 'mysql2/promise';

export type EngineName = 'SQLite' | 'MariaDB';

export interface TestDatabase {
  engine: EngineName;
  /** What the server must be told to use it: DATA_DIR, and DATABASE_URL on MariaDB. */
  environment: Record<string, string>;
  drop(): Promise<void>;
}

export interface Engine {
  name: EngineName;
  /** A fresh, empty database; migrating it is the server's first act. */
  create(): Promise<TestDatabase>;
}

export const engines: readonly Engine[] = [
  { name: 'SQLite', create: createSqlite },
  { name: 'MariaDB', create: createMariadb },
];

/** One suite, run on SQLite and on MariaDB. */
export function describeOnBothDatabases(name: string, suite: (engine: Engine) => void): void {
  for (const engine of engines) describe(`${name} on ${engine.name}`, () => suite(engine));
}

async function createSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-test-'));
  return {
    engine: 'SQLite',
    environment: { DATA_DIR: folder },
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function createMariadb(): Promise<TestDatabase> {
  const server = process.env.TEST_MARIADB_URL;
  if (!server) throw new Error('TEST_MARIADB_URL is not set: run jest with test/jest.config.mjs');
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
