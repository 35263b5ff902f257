/** The one door to writing, on both engines: transactions do not see into each other, and a deadlock repeats the whole. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isDuplicateKey, Transactions } from '../../server/src/database/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('transactions', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let transactions: Transactions;
  beforeAll(async () => {
    database = await engine.createEmpty();
    server = await startServer(database);
    transactions = server.app.get(Transactions);
    for (const name of ['a', 'b']) await server.query("INSERT INTO job_lease (name, holder, until) VALUES (?, '0', '2026-01-01 00:00:00.000')", [name]);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  const holderOf = async (name: string) => (await server.query<{ holder: string }>('SELECT holder FROM job_lease WHERE name = ?', [name]))[0]?.holder;

  it('lose none of fifty guarded steps taken at once', async () => {
    const step = () =>
      transactions.run(async (tx) => {
        await tx.query("UPDATE job_lease SET holder = holder + 1 WHERE name = 'a'");
        await new Promise((resolve) => setTimeout(resolve, 1));
        await tx.query("UPDATE job_lease SET holder = holder + 1 WHERE name = 'a'");
      });
    await Promise.all(Array.from({ length: 50 }, step));
    expect(Number(await holderOf('a'))).toBe(100);
  });

  it('undo everything when they fail, and nothing of their neighbours', async () => {
    const failing = Array.from({ length: 10 }, (_, i) =>
      transactions.run(async (tx) => {
        await tx.query("INSERT INTO job_lease (name, holder, until) VALUES (?, '0', '2026-01-01 00:00:00.000')", [`failed-${i}`]);
        throw new Error('planned');
      }),
    );
    const working = Array.from({ length: 10 }, (_, i) =>
      transactions.run((tx) => tx.query("INSERT INTO job_lease (name, holder, until) VALUES (?, '0', '2026-01-01 00:00:00.000')", [`kept-${i}`])),
    );
    const results = await Promise.allSettled([...failing, ...working]);
    expect(results.filter((r) => r.status === 'rejected')).toHaveLength(10);
    const [{ kept, failed }] = (await server.query(
      "SELECT SUM(CASE WHEN name LIKE 'kept-%' THEN 1 ELSE 0 END) AS kept, SUM(CASE WHEN name LIKE 'failed-%' THEN 1 ELSE 0 END) AS failed FROM job_lease",
    )) as [{ kept: unknown; failed: unknown }];
    expect([Number(kept), Number(failed)]).toEqual([10, 0]);
  });

  it('survive being crossed: two that take two rows in opposite order both finish', async () => {
    const cross = (first: string, second: string) =>
      transactions.run(async (tx) => {
        await tx.query("UPDATE job_lease SET until = '2026-02-01 00:00:00.000' WHERE name = ?", [first]);
        await new Promise((resolve) => setTimeout(resolve, 30));
        await tx.query("UPDATE job_lease SET holder = holder + 1 WHERE name = ?", [second]);
      });
    const before = Number(await holderOf('a')) + Number(await holderOf('b'));
    await Promise.all(Array.from({ length: 6 }, (_, i) => (i % 2 ? cross('a', 'b') : cross('b', 'a'))));
    expect(Number(await holderOf('a')) + Number(await holderOf('b'))).toBe(before + 6);
  });

  it('know a duplicate key when they meet one', async () => {
    const again = transactions.run((tx) => tx.query("INSERT INTO job_lease (name, holder, until) VALUES ('a', '0', '2026-01-01 00:00:00.000')"));
    const error = await again.then(() => undefined, (e: unknown) => e);
    expect(isDuplicateKey(error)).toBe(true);
    expect(isDuplicateKey(new Error('other'))).toBe(false);
  });
});
