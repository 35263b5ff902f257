/** Many people at one ticket, many tickets at once, and two servers on one database: everything happens once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileComplaint } from '@shouwen/shared/contract/complaint';
import { reportLeak } from '@shouwen/shared/contract/leak';
import * as ticket from '@shouwen/shared/contract/ticket';
import { ticketIdOf } from '@shouwen/shared/value';
import { Transactions } from '../../server/src/database/index.js';
import { verifyChain } from '../../server/src/ticket/index.js';
import { type Engine, engines, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, PLACES, type Town, type TownPerson } from '../support/ticket-town.js';

const leak = { category: 'road-leak' as const, description: '', address: '善国路88号', landmark: '东门', place: PLACES.centre, contactPhone: '13812341234', attachmentIds: [] };

function race(engine: Engine, servers: number) {
  let database: TestDatabase;
  let running: ServerInProcess[];
  let town: Town;
  beforeAll(async () => {
    database = await engine.create();
    running = [await startServer(database)];
    while (running.length < servers) running.push(await startServer(database));
    town = await buildTown(running[0]!);
  }, 60_000);
  afterAll(async () => {
    for (const server of running ?? []) await server.close();
    await database?.drop();
  }, 60_000);
  /** The same person at the n-th server, round and round. */
  const at = (person: TownPerson, n: number) => new Client(running[n % running.length]!.url, person.token);
  const proven = async () => expect((await running[0]!.app.get(Transactions).run((tx) => verifyChain(tx))).faults).toEqual([]);
  const firstResponsibleOf = (filed: ticket.TicketProgress) => [town.wang, town.li].find((p) => p.staffNumber === filed.firstResponsible.staffNumber)!;

  it('of a hundred people accepting one job, one has it and ninety-nine are told so', async () => {
    const resident = await town.resident();
    const crew: TownPerson[] = [];
    for (let n = 0; n < 100; n++) crew.push(await town.hire(`8${String(n).padStart(3, '0')}`, ['crew'], null, town.repairs));
    const filed = await resident.client.call(reportLeak, { body: leak });
    const path = { number: filed.number };
    await firstResponsibleOf(filed).client.call(ticket.transfer, { path, body: { version: 1, departmentId: town.repairs } });
    const answers = await Promise.all(crew.map((person, n) => at(person, n).send(ticket.accept, { path, body: { version: 2 } })));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(200), count(409)]).toEqual([1, 99]);
    for (const answer of answers) if (answer.status === 409) expect((answer.body as { code: string }).code).toBe('TICKET_CHANGED');
    const winner = crew[answers.findIndex((answer) => answer.status === 200)]!;
    const seen = await winner.client.call(ticket.staffTicket, { path });
    expect(seen).toMatchObject({ version: 3, handlerName: `员工${winner.staffNumber}` });
    expect(seen.timeline.filter((e) => e.type === 'accepted')).toHaveLength(1);
    await proven();
  }, 90_000);

  it('sixty tickets filed at once are shared out evenly, each with one first responsible (FI-1)', async () => {
    const resident = await town.resident();
    const open = async (clerk: TownPerson) => (await clerk.client.call(ticket.staffTicketCounts)).mine;
    await Promise.all(Array.from({ length: 60 }, (_, n) => at(resident, n).call(reportLeak, { body: leak })));
    expect(Math.abs((await open(town.wang)) - (await open(town.li)))).toBeLessThanOrEqual(1);
    expect((await resident.client.call(ticket.myTickets, { query: { size: 100 } })).items).toHaveLength(60);
    await proven();
  }, 90_000);

  it('notes made at the same moment are all kept, in one order', async () => {
    const resident = await town.resident();
    const filed = await resident.client.call(reportLeak, { body: leak });
    const path = { number: filed.number };
    await Promise.all(Array.from({ length: 15 }, (_, n) => at(resident, n).call(ticket.addNote, { path, body: { text: `第 ${n} 条`, attachmentIds: [] } })));
    const { timeline, version } = await resident.client.call(ticket.ticketProgress, { path });
    expect(version).toBe(16);
    expect(timeline.slice(1).map((e) => e.text).sort()).toEqual(Array.from({ length: 15 }, (_, n) => `第 ${n} 条`).sort());
    await proven();
  }, 60_000);

  it('one intent sent many times at once is one complaint, one rating, one reopening', async () => {
    const resident = await town.resident();
    const many = <T>(work: (n: number) => Promise<T>) => Promise.all(Array.from({ length: 10 }, (_, n) => work(n)));
    const idempotencyKey = randomUUID();
    const body = { category: 'complaint-rude' as const, title: '态度', description: '冷漠', hallId: town.centre, accountId: null, contactName: '何静', contactPhone: '13712345678', attachmentIds: [] };
    await many((n) => at(resident, n).send(fileComplaint, { body, idempotencyKey }));
    const filed = await resident.client.call(fileComplaint, { body, idempotencyKey });
    const path = { number: filed.number };
    expect((await resident.client.call(ticket.myTickets)).items.map((i) => i.number)).toEqual([filed.number]);
    const clerk = firstResponsibleOf(filed);
    await clerk.client.call(ticket.conclude, { path, body: { version: 1, outcome: 'upheld', finding: '属实', lesson: '加强培训' } });
    // Ten different intents of one clerk, and of the resident: the first counts.
    const answered = await many((n) => at(clerk, n).send(ticket.answer, { path, body: { version: 2, text: '已批评教育并致歉', written: true } }));
    expect(answered.filter((a) => a.status === 200)).toHaveLength(1);
    const rated = await many((n) => at(resident, n).send(ticket.rate, { path, body: { stars: 1 + (n % 5) } }));
    expect(rated.map((a) => a.status).sort()).toEqual([200, ...Array(9).fill(409)]);
    const reopened = await many((n) => at(resident, n).send(ticket.notSolved, { path, body: { reason: '没有改', attachmentIds: [] } }));
    expect(reopened.filter((a) => a.status === 200)).toHaveLength(1);
    const [{ events }] = (await running[0]!.query<{ events: number }>('SELECT COUNT(*) AS events FROM ticket_event WHERE ticket_id = ?', [ticketIdOf(filed.number)])) as [{ events: number }];
    expect(Number(events)).toBe(6);
    await proven();
  }, 60_000);
}

for (const engine of engines) describe(`ticket races on ${engine.name}`, () => race(engine, 1));
// An embedded database has one server.
describe('ticket races between two servers on MariaDB', () => race(engines.find((engine) => engine.name === 'MariaDB')!, 2));
