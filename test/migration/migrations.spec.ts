/** One set of migrations, both engines: up, up again, no drift from the entities, and down to nothing. */
import { afterEach, expect, it } from 'vitest';
import { openDatabase } from '../../server/src/database/index.js';
import { entities } from '../../server/src/entities.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { testConfig } from '../support/server-environment.js';

type DataSource = Awaited<ReturnType<typeof openDatabase>>;

describeOnBothDatabases('migrations', (engine) => {
  let database: TestDatabase | undefined;
  let open: DataSource[] = [];
  const migrated = async () => {
    database ??= await engine.createEmpty();
    const dataSource = await openDatabase(testConfig(database.environment), entities);
    open.push(dataSource);
    return dataSource;
  };
  afterEach(async () => {
    for (const dataSource of open) if (dataSource.isInitialized) await dataSource.destroy();
    await database?.drop();
    database = undefined;
    open = [];
  });

  it('leave nothing for the entities to add or change', async () => {
    const dataSource = await migrated();
    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map((q) => q.query)).toEqual([]);
  });

  it('are noticed when an entity and its table differ', async () => {
    const dataSource = await migrated();
    await dataSource.query('ALTER TABLE staff DROP COLUMN on_duty');
    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.length).toBeGreaterThan(0);
  });

  it('do nothing the second time and keep what is stored', async () => {
    const first = await migrated();
    const count = first.migrations.length;
    expect(count).toBeGreaterThan(0);
    await first.query("INSERT INTO job_lease (name, holder, until) VALUES ('kept', 'a-holder', '2026-01-01 00:00:00.000')");
    await first.destroy();
    const second = await migrated();
    expect(await second.showMigrations()).toBe(false);
    const [{ applied }] = await second.query('SELECT COUNT(*) AS applied FROM migrations');
    expect(Number(applied)).toBe(count);
    expect(await second.query("SELECT holder FROM job_lease WHERE name = 'kept'")).toHaveLength(1);
  });

  it('are not followed by a server with another key: it could not read what is stored', async () => {
    const first = await migrated();
    await first.destroy();
    await expect(openDatabase(testConfig({ ...database!.environment, SECRET_KEY: 'f0e1d2c3b4a5968778695a4b3c2d1e0f0123456789abcdeffedcba9876543211' }), entities)).rejects.toThrow('SECRET_KEY');
    const second = await migrated();
    expect(await second.query('SELECT id FROM encryption_check')).toHaveLength(1);
  });

  // An embedded database has one server.
  if (engine.name === 'MariaDB')
    it('may be run by two servers that start at the same moment', async () => {
      database = await engine.createEmpty();
      const [one, two] = await Promise.all([migrated(), migrated()]);
      const [{ applied }] = await one.query('SELECT COUNT(*) AS applied FROM migrations');
      expect(Number(applied)).toBe(two.migrations.length);
    });

  it('can be undone to the last', async () => {
    const dataSource = await migrated();
    for (const _ of dataSource.migrations) await dataSource.undoLastMigration();
    const tables: { name: string }[] = await dataSource.query(
      engine.name === 'SQLite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    expect(tables.map((t) => t.name)).toEqual(['migrations']);
  });
});
