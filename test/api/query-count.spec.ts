/** What the everyday requests ask of MariaDB, BEGIN and COMMIT included: a request that quietly asks more fails here. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { reportLeak } from '@shouwen/shared/contract/leak';
import { searchTickets } from '@shouwen/shared/contract/search';
import * as contract from '@shouwen/shared/contract/ticket';
import { Transactions } from '../../server/src/database/index.js';
import { requestContext } from '../../server/src/http/index.js';
import { engines, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, PLACES, type Town } from '../support/ticket-town.js';

let database: TestDatabase;
let server: ServerInProcess;
let town: Town;
let queries: string[] = [];

beforeAll(async () => {
  database = await engines.find(({ name }) => name === 'MariaDB')!.create();
  server = await startServer(database);
  town = await buildTown(server);
  const { dataSource } = server.app.get(Transactions) as unknown as { dataSource: { logger: object } };
  // Jobs run beside the requests, without a request's context.
  const logQuery = (sql: string) => void (requestContext.getStore() && queries.push(sql));
  Object.assign(dataSource, { logger: { logQuery, logQueryError: () => undefined, logQuerySlow: () => undefined, log: () => undefined } });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** The queries of the second of two like requests, within the second for which books and names are believed. */
async function queriesOf<T>(request: () => Promise<T>): Promise<{ answer: T; asked: string[] }> {
  await request();
  const stopped = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
  try {
    await request();
    queries = [];
    return { answer: await request(), asked: queries };
  } finally {
    stopped.mockRestore();
  }
}

const matter = { source: 'counter' as const, category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', contactName: '马强', contactPhone: '13812345678', address: '善国路88号', landmark: '东门' };
const register = () => town.wang.client.call(contract.registerTicket, { body: matter, idempotencyKey: randomUUID() });

describe('queries of a request', () => {
  it('registering', async () => {
    const { asked } = await queriesOf(register);
    expect(asked.length).toBeLessThanOrEqual(13);
  });

  it('reporting a leak', async () => {
    const resident = await town.resident();
    const { asked } = await queriesOf(() =>
      resident.client.call(reportLeak, { body: { category: 'road-leak', description: '水往外冒', place: PLACES.centre, address: '善国路', landmark: '东门', contactName: '', contactPhone: '13812345678', attachmentIds: [] }, idempotencyKey: randomUUID() }));
    expect(asked.length).toBeLessThanOrEqual(16);
    const mine = await queriesOf(() => resident.client.call(contract.myTickets, { query: { size: 20 } }));
    expect(mine.answer.items.length).toBeGreaterThan(1);
    expect(mine.asked).toHaveLength(2);
  });

  it('a work list, and a ticket', async () => {
    const { number } = await register();
    const list = await queriesOf(() => town.wang.client.call(contract.staffTickets, { query: { view: 'mine', size: 20 } }));
    expect(list.answer.items.length).toBeGreaterThan(0);
    expect(list.asked).toHaveLength(3);
    const { asked } = await queriesOf(() => town.wang.client.call(contract.staffTicket, { path: { number } }));
    expect(asked).toHaveLength(4);
  });

  it('a transfer', async () => {
    const { asked } = await queriesOf(async () => {
      const ticket = await register();
      queries = [];
      return town.wang.client.call(contract.transfer, { path: { number: ticket.number }, body: { version: ticket.version, departmentId: town.metering, note: '' }, idempotencyKey: randomUUID() });
    });
    expect(asked.length).toBeLessThanOrEqual(19);
  });

  it('a search', async () => {
    await register();
    const { answer, asked } = await queriesOf(() => town.wang.client.call(searchTickets, { query: { q: '13812345678' } }));
    expect(answer.items.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(7);
  });
});
