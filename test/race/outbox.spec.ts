/** Duties and jobs, with two servers on one database where the engine allows it: done once, in spite of failures and restarts. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Transactions } from '../../server/src/database/index.js';
import { Outbox, Scheduler } from '../../server/src/jobs/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';

async function until(condition: () => boolean | Promise<boolean>, milliseconds = 15_000): Promise<void> {
  for (const end = Date.now() + milliseconds; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (await condition()) return;
    if (Date.now() > end) throw new Error('did not happen in time');
  }
}

describeOnBothDatabases('outbox and scheduler', (engine) => {
  let database: TestDatabase;
  let servers: ServerInProcess[] = [];
  const done: string[] = [];
  beforeAll(async () => {
    database = await engine.createEmpty();
    for (let i = 0; i < (engine.name === 'MariaDB' ? 2 : 1); i++) {
      const server = await startServer(database);
      servers.push(server);
      server.app.get(Outbox).handle('test.count', async (payload) => void done.push(String(payload.name)));
      server.app.get(Outbox).handle('test.fails-once', async (payload, duty) => {
        if (duty.attempts === 1) throw new Error('planned');
        done.push(String(payload.name));
      });
    }
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    await database?.drop();
  });
  const first = () => servers[0] as ServerInProcess;
  const add = (topic: string, key: string) =>
    first().app.get(Transactions).run((tx) => first().app.get(Outbox).add(tx, topic, key, { name: key }, new Date()));

  it('do each of a hundred duties once', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, i) => add('test.count', `duty-${i}`)));
    await until(() => done.length >= 100);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([...done].sort()).toEqual(Array.from({ length: 100 }, (_, i) => `duty-${i}`).sort());
  });

  it('try again after a failure', async () => {
    await add('test.fails-once', 'second-time');
    await until(() => done.includes('second-time'));
    expect(done.filter((name) => name === 'second-time')).toHaveLength(1);
  });

  it('make no second duty of the same name, and none of a transaction that failed', async () => {
    await expect(add('test.count', 'duty-1')).rejects.toThrow();
    const failed = first().app.get(Transactions).run(async (tx) => {
      await first().app.get(Outbox).add(tx, 'test.count', 'never', { name: 'never' }, new Date());
      throw new Error('planned');
    });
    await expect(failed).rejects.toThrow('planned');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(done).not.toContain('never');
  });

  it('run a job on one server at a time', async () => {
    let runs = 0;
    for (const server of servers) server.app.get(Scheduler).every(0.2, 'test.job', async () => void runs++);
    await until(() => runs >= 3);
    const [lease] = await first().query<{ holder: string }>("SELECT holder FROM job_lease WHERE name = 'test.job'");
    const holder = lease?.holder;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await first().query<{ holder: string }>("SELECT holder FROM job_lease WHERE name = 'test.job'"))[0]?.holder).toBe(holder);
    // Two servers, one lease: no more runs than one server makes.
    expect(runs).toBeLessThanOrEqual(8);
  });

  it('finish the duty in hand before a stopping server lets go of the database', async () => {
    const leaving = await startServer(database);
    let begun = false;
    // `Outbox.handle` of this server alone, so nobody else takes it.
    leaving.app.get(Outbox).handle('test.slow', async () => {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, 400));
      await leaving.query('SELECT 1');
    });
    await leaving.app.get(Transactions).run((tx) => leaving.app.get(Outbox).add(tx, 'test.slow', 'slow', {}, new Date()));
    await until(() => begun);
    await leaving.close();
    const [duty] = await first().query<{ attempts: number; done_at: string | null }>("SELECT attempts, done_at FROM outbox WHERE topic = 'test.slow'");
    expect(duty).toEqual({ attempts: 1, done_at: expect.anything() });
  });
});
