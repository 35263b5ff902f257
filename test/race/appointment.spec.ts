/** Places are never oversold, whoever hurries (QU-1). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ErrorBody } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/appointment';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, type Person, residents } from '../support/halls.js';
import type { Answer } from '../support/http.js';
import { Client } from '../support/http.js';
import { type ServerInProcess, startServer } from '../support/server.js';

const date = '2026-03-03';

describeOnBothDatabases('places in a hurry', (engine) => {
  let database: TestDatabase;
  /** Two servers on MariaDB, which share nothing but the database; SQLite has one server by nature. */
  let servers: ServerInProcess[];
  let halls: Halls;
  let people: Person[];

  beforeAll(async () => {
    database = await engine.create();
    servers = [await startServer(database)];
    if (engine.name === 'MariaDB') servers.push(await startServer(database));
    for (const server of servers) server.clock.set('2026-03-02T10:00:00+08:00');
    halls = await openHalls(servers[0]!);
    people = await residents(servers[0]!, 200);
  }, 60_000);
  beforeEach(async () => {
    await servers[0]!.query('DELETE FROM appointment');
    await servers[0]!.query('DELETE FROM slot_counter');
  });
  afterAll(async () => {
    for (const server of servers ?? []) await server.close();
    await database?.drop();
  });

  const capacity = (places: number) => servers[0]!.query('UPDATE slot_plan SET capacity = ?', [places]);
  /** The n-th person's client, spread over the servers. */
  const client = (n: number) => new Client(servers[n % servers.length]!.url, people[n]!.token);
  const wish = (startTime: string) => ({ serviceId: halls.service('接水报装'), hallId: halls.center, date, startTime, contactName: '张三', contactPhone: '13812340001', note: '', materialsConfirmed: true });
  const outcomes = (answers: Answer<unknown>[]) => {
    const tally: Record<string, number> = {};
    for (const { status, body } of answers) {
      const outcome = status === 200 ? 'done' : (body as ErrorBody).code;
      tally[outcome] = (tally[outcome] ?? 0) + 1;
    }
    return tally;
  };
  /** Counters, and the appointments that stand behind them. */
  const places = async () => {
    const counters = await servers[0]!.query<{ start_time: string; taken: number }>('SELECT start_time, taken FROM slot_counter ORDER BY start_time');
    const held = await servers[0]!.query<{ start_time: string; n: number }>("SELECT start_time, COUNT(*) AS n FROM appointment WHERE state <> 'cancelled' GROUP BY start_time");
    return counters.map(({ start_time, taken }) => ({ start: start_time, taken: Number(taken), held: Number(held.find((row) => row.start_time === start_time)?.n ?? 0) }));
  };

  it('gives thirty places to thirty of two hundred people', async () => {
    await capacity(30);
    const answers = await Promise.all(people.map((_, n) => client(n).send(contract.book, { body: wish('09:30') })));
    expect(outcomes(answers)).toEqual({ done: 30, SLOT_FULL: 170 });
    expect(await places()).toEqual([{ start: '09:30', taken: 30, held: 30 }]);
    const codes = answers.filter((answer) => answer.status === 200).map((answer) => (answer.body as contract.AppointmentView).checkInCode);
    expect(new Set(codes).size).toBe(30);
  }, 60_000);

  it('makes one booking of one person\'s many calls for the same day', async () => {
    await capacity(30);
    const times = ['08:30', '09:30', '10:30', '14:00', '15:00', '16:00'];
    const answers = await Promise.all(times.flatMap((time) => [0, 1].map((n) => new Client(servers[n % servers.length]!.url, people[0]!.token).send(contract.book, { body: wish(time) }))));
    expect(outcomes(answers)).toEqual({ done: 1, ALREADY_BOOKED: 11 });
    expect((await places()).reduce((sum, slot) => sum + slot.taken, 0)).toBe(1);
  });

  it('makes one booking of one intent sent many times at once, and answers each with it', async () => {
    await capacity(30);
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => new Client(servers[n % servers.length]!.url, people[0]!.token).send(contract.book, { body: wish('09:30'), idempotencyKey })));
    const tally = outcomes(answers);
    expect(Object.keys(tally).filter((outcome) => outcome !== 'done' && outcome !== 'REQUEST_IN_FLIGHT')).toEqual([]);
    expect(new Set(answers.filter((answer) => answer.status === 200).map((answer) => (answer.body as contract.AppointmentView).id)).size).toBe(1);
    expect(await places()).toEqual([{ start: '09:30', taken: 1, held: 1 }]);
  });

  it('lets two crowds change places with each other', async () => {
    await capacity(25);
    const made = await Promise.all(people.slice(0, 40).map((_, n) => client(n).call(contract.book, { body: wish(n < 20 ? '09:30' : '15:00') })));
    const answers = await Promise.all(
      made.map((appointment, n) => client(n).send(contract.moveAppointment, { path: { id: appointment.id }, body: { version: appointment.version, date, startTime: n < 20 ? '15:00' : '09:30' } })),
    );
    const { done = 0, SLOT_FULL: full = 0, ...others } = outcomes(answers);
    expect(others).toEqual({});
    expect(done + full).toBe(40);
    expect(done).toBeGreaterThanOrEqual(5);
    const after = await places();
    expect(after.reduce((sum, slot) => sum + slot.taken, 0)).toBe(40);
    for (const slot of after) {
      expect(slot.taken).toBe(slot.held);
      expect(slot.taken).toBeLessThanOrEqual(25);
    }
  }, 60_000);

  it('gives back each place once when the same appointments are moved and cancelled twice at the same moment', async () => {
    await capacity(30);
    const made = await Promise.all(people.slice(0, 15).map((_, n) => client(n).call(contract.book, { body: wish('09:30') })));
    const answers = await Promise.all(made.flatMap(({ id, version }, n) => {
      const [here, there] = [client(n), new Client(servers[(n + 1) % servers.length]!.url, people[n]!.token)];
      return [
        here.send(contract.moveAppointment, { path: { id }, body: { version, date, startTime: '14:00' } }),
        there.send(contract.cancelAppointment, { path: { id }, body: { version } }),
        here.send(contract.cancelAppointment, { path: { id }, body: { version } }),
      ];
    }));
    expect(outcomes(answers)).toEqual({ done: 15, APPOINTMENT_CHANGED: 30 });
    for (const slot of await places()) expect(slot.taken).toBe(slot.held);
  }, 60_000);

  it('fills a place that was given back, and only that one', async () => {
    await capacity(10);
    const made = await Promise.all(people.slice(0, 10).map((_, n) => client(n).call(contract.book, { body: wish('09:30') })));
    const [cancelled, ...wanted] = await Promise.all([
      client(0).send(contract.cancelAppointment, { path: { id: made[0]!.id }, body: { version: 0 } }),
      ...people.slice(10, 30).map((_, n) => client(n + 10).send(contract.book, { body: wish('09:30') })),
    ]);
    expect(cancelled.status).toBe(200);
    expect(outcomes(wanted).done ?? 0).toBeLessThanOrEqual(1);
    const late = await Promise.all(people.slice(30, 40).map((_, n) => client(n + 30).send(contract.book, { body: wish('09:30') })));
    expect((outcomes(wanted).done ?? 0) + (outcomes(late).done ?? 0)).toBe(1);
    expect(await places()).toEqual([{ start: '09:30', taken: 10, held: 10 }]);
  }, 60_000);
});
