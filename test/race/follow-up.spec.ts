/** Several callers reach for the same person at once: one calls, and what they heard is recorded once (FU-1). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as followUp from '@shouwen/shared/contract/follow-up';
import * as ticket from '@shouwen/shared/contract/ticket';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('a call list with several callers', (engine) => {
  let database: TestDatabase;
  let servers: ServerInProcess[];
  let town: Town;
  let callers: TownPerson[];
  beforeAll(async () => {
    database = await engine.create();
    servers = [await startServer(database)];
    servers.push(await startServer(database));
    town = await buildTown(servers[0]!);
    callers = [town.agent];
    for (let n = 0; n < 5; n++) callers.push(await town.hire(`21${n}0`, ['hotline'], null, null));
  }, 60_000);
  afterAll(async () => {
    for (const server of servers ?? []) await server.close();
    await database?.drop();
  });

  it('two agents never call the same person, on any server', async () => {
    const filed = await town.wang.client.call(ticket.registerTicket, {
      body: { source: 'counter', category: 'ask-inquiry', title: '查水量', description: '上月水量', address: '荆河路2号', contactName: '何静', contactPhone: '13712345678' },
    });
    await town.wang.client.call(ticket.answer, { path: { number: filed.number }, body: { version: 1, text: '已查明，上月读数无误。', written: true, close: true } });
    const { items } = await town.agent.client.call(followUp.followUps, { query: { desk: 'hall' } });
    const path = { id: items[0]!.id };
    const at = (person: TownPerson, n: number) => Object.assign(person.client.as(person.token), { url: servers[n % 2]!.url });
    const answers = await Promise.all(callers.map((person, n) => at(person, n).send(followUp.claimFollowUp, { path })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    const winner = answers.findIndex(({ status }) => status === 200);
    const scores = { manner: 1, quality: 1, time: 1, result: 1, comment: '' };
    const recorded = await Promise.all(callers.flatMap((person, n) => [n, n + 1].map((server) => at(person, server).send(followUp.answerFollowUp, { path, body: scores }))));
    expect(recorded.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((recorded.find(({ status }) => status === 200)!.body as followUp.FollowUpItem).number).toBe(filed.number);
    const [row] = await servers[0]!.query('SELECT ended_by_id, state, attempts FROM follow_up WHERE id = ?', [path.id]);
    expect(row).toEqual({ ended_by_id: callers[winner]!.id, state: 'done', attempts: 1 });
    expect(await servers[0]!.query('SELECT id FROM review_item')).toHaveLength(1);
    expect(await servers[0]!.query("SELECT id FROM ticket_event WHERE type = 'rated'")).toHaveLength(1);
  }, 60_000);
});
