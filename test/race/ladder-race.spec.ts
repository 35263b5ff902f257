/** ES-2: with several servers sweeping at once, and one that dies in the middle, every step fires once; looking for what is due does not slow down with the table. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as ticket from '@shouwen/shared/contract/ticket';
import { insertRows, Transactions } from '../../server/src/database/index.js';
import { LadderSweep, verifyChain } from '../../server/src/ticket/index.js';
import { type Engine, engines, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town } from '../support/ticket-town.js';

const TICKETS = 12;

function race(engine: Engine, servers: number) {
  let database: TestDatabase;
  let running: ServerInProcess[];
  let town: Town;
  beforeAll(async () => {
    database = await engine.create();
    running = [await startServer(database)];
    while (running.length < servers) running.push(await startServer(database));
    town = await buildTown(running[0]!);
  });
  afterAll(async () => {
    for (const server of running ?? []) await server.close();
    await database?.drop();
  });
  const setClocks = (at: string) => running.forEach((server) => server.clock.set(at));
  const query = <Row>(sql: string, parameters: unknown[] = []) => running[0]!.query<Row>(sql, parameters);
  const file = async (at: string) => {
    setClocks(at);
    for (let n = 0; n < TICKETS; n++)
      await town.wang.client.call(ticket.registerTicket, { body: { source: 'counter', category: 'bill-volume', title: `水量 ${n}`, description: '比上月多', address: '学院路3号' } });
  };
  const firedOnce = async (steps: number) => {
    const chased = await query<{ n: number | string; steps: number | string }>("SELECT COUNT(*) AS n, COUNT(DISTINCT payload) AS steps FROM ticket_event WHERE type = 'chased' GROUP BY ticket_id");
    for (const row of chased) expect([Number(row.n), Number(row.steps)]).toEqual([steps, steps]);
    expect(chased.length % TICKETS).toBe(0);
    const notices = await query<{ n: number | string }>('SELECT COUNT(*) AS n FROM staff_notice GROUP BY staff_id, ticket_id, text');
    for (const { n } of notices) expect(Number(n)).toBe(1);
    expect((await running[0]!.app.get(Transactions).run((tx) => verifyChain(tx))).faults).toEqual([]);
  };

  it('all servers at once fire each step once', async () => {
    await file('2026-03-02T09:00:00+08:00');
    setClocks('2026-03-11T00:00:00+08:00');
    await Promise.all([...running, ...running, running[0]!].map((server) => server.app.get(LadderSweep).sweep()));
    // At the limit, and one working day over.
    await firedOnce(2);
  });

  it('what a server left half done when it died, the next sweep does', async () => {
    const [dying] = running as [ServerInProcess];
    const transactions = dying.app.get(Transactions);
    const { run } = transactions;
    let left = 7;
    transactions.run = (work) => (--left < 0 ? Promise.reject(new Error('gone')) : run.call(transactions, work as never) as never);
    setClocks('2026-03-13T00:00:00+08:00');
    await dying.app.get(LadderSweep).sweep();
    transactions.run = run;
    const [{ n }] = (await query<{ n: number | string }>("SELECT COUNT(*) AS n FROM ticket_ladder WHERE next_step_at IS NOT NULL")) as [{ n: number | string }];
    expect(Number(n)).toBeGreaterThanOrEqual(servers > 1 ? 0 : 1);
    await Promise.all(running.map((server) => server.app.get(LadderSweep).sweep()));
    await firedOnce(3);
  });

  it('finds what is due by its index, among any number that are not', async () => {
    const far = new Date('2030-01-01T00:00:00Z');
    await running[0]!.app.get(Transactions).run((tx) =>
      insertRows(tx, 'ticket_ladder', ['ticket_id', 'clock', 'round', 'run', 'fired_steps', 'next_step_at'], Array.from({ length: 40_000 }, (_, n) => [1_000_000 + n, 'resolution', 1, 0, 0, new Date(far.getTime() + n * 1000)])),
    );
    if (engine.name === 'MariaDB') await query('ANALYZE TABLE ticket_ladder');
    const sql = "SELECT ticket_id, clock, round, run, fired_steps, next_step_at FROM ticket_ladder WHERE next_step_at <= '2026-03-13 00:00:00.000' ORDER BY next_step_at ASC LIMIT 200";
    const plan = await query<Record<string, unknown>>(`${engine.name === 'MariaDB' ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN'} ${sql}`);
    if (engine.name === 'MariaDB') {
      expect(plan).toMatchObject([{ key: 'ix_ticket_ladder_next', type: 'range' }]);
      expect(Number(plan[0]!['rows'])).toBeLessThan(100);
      expect(plan[0]!['Extra']).not.toContain('filesort');
    } else expect(plan.map((row) => row['detail'])).toEqual(['SEARCH ticket_ladder USING INDEX ix_ticket_ladder_next (next_step_at<?)']);
    expect(await running[0]!.app.get(LadderSweep).sweep()).toBe(0);
  });
}

describe('the ladder on SQLite, several sweeps in one server', () => race(engines[0]!, 1));
describe('the ladder on MariaDB, two servers', () => race(engines[1]!, 2));
