/** A phone that repeats a call: same body, other body, at the same moment, at another server. The effect happens once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as notice from '@shouwen/shared/contract/notice';
import { Transactions } from '../../server/src/database/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { openHalls, residents } from '../support/halls.js';
import { Client } from '../support/http.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('repeated calls', (engine) => {
  let database: TestDatabase;
  let servers: ServerInProcess[];
  beforeAll(async () => {
    database = await engine.create();
    servers = [await startServer(database)];
    // An embedded database has one server.
    if (engine.name === 'MariaDB') servers.push(await startServer(database));
    await openHalls(servers[0]!);
  });
  afterAll(async () => {
    for (const server of servers ?? []) await server.close();
    await database?.drop();
  });

  const templates = () => ['TICKET_PROGRESS', 'APPOINTMENT'] as const;
  async function someone() {
    const [resident] = await residents(servers[0]!, 1);
    const clients = servers.map((server) => new Client(server.url, resident!.token));
    const effects = async () =>
      (await servers[0]!.query<{ remaining: number }>('SELECT remaining FROM notice_consent WHERE resident_id = ?', [resident!.id])).reduce((sum, row) => sum + Number(row.remaining), 0);
    return { clients, effects };
  }
  const body = (templateId: string) => ({ body: { templateIds: [templateId] } });

  it('are answered as the first time, and change nothing', async () => {
    const { clients, effects } = await someone();
    const idempotencyKey = randomUUID();
    for (let i = 0; i < 3; i++) for (const client of clients) expect(await client.call(notice.recordConsents, { ...body(templates()[0]), idempotencyKey })).toEqual({ done: true });
    expect(await effects()).toBe(1);
  });

  it('are refused with another body (422), and without a key', async () => {
    const { clients, effects } = await someone();
    const idempotencyKey = randomUUID();
    await clients[0]!.call(notice.recordConsents, { ...body(templates()[0]), idempotencyKey });
    for (const client of clients) expect(await client.refused(notice.recordConsents, { ...body(templates()[1]), idempotencyKey })).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await clients[0]!.refused(notice.recordConsents, { ...body(templates()[0]), idempotencyKey: 'short' })).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_REQUIRED' });
    expect(await effects()).toBe(1);
  });

  it('while the first is still at work are told to wait (409), and answered alike afterwards', async () => {
    const { clients, effects } = await someone();
    const client = clients[0]!;
    await client.call(notice.recordConsents, body(templates()[0]));
    const idempotencyKey = randomUUID();
    const send = () => client.send(notice.recordConsents, { ...body(templates()[0]), idempotencyKey });
    let first!: ReturnType<typeof send>;
    // Whoever holds the row keeps the first call at work.
    await servers[0]!.app.get(Transactions).run(async (tx) => {
      await tx.query('UPDATE notice_consent SET remaining = remaining');
      first = send();
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await send()).status).toBe(409);
    });
    expect((await first).status).toBe(200);
    expect((await send()).status).toBe(200);
    expect(await effects()).toBe(2);
  });

  it('at the same moment, at one server or two, do it once', async () => {
    const { clients, effects } = await someone();
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => clients[i % clients.length]!.send(notice.recordConsents, { ...body(templates()[0]), idempotencyKey })));
    const statuses = answers.map((answer) => answer.status);
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(statuses).toContain(200);
    expect(await effects()).toBe(1);
  });

  it('of two people with the same key are two intents', async () => {
    const one = await someone();
    const two = await someone();
    const idempotencyKey = randomUUID();
    for (const { clients } of [one, two]) await clients[0]!.call(notice.recordConsents, { ...body(templates()[0]), idempotencyKey });
    expect([await one.effects(), await two.effects()]).toEqual([1, 1]);
  });
});
