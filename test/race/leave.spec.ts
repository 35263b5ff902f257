/** AB-2 under concurrency: whoever approves what, however many at once and on however many servers, no post is left with nobody; and a leave begins once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as duty from '@shouwen/shared/contract/duty';
import { Transactions } from '../../server/src/database/index.js';
import { Leave, LeaveStep } from '../../server/src/duty/index.js';
import { LeaveService } from '../../server/src/duty/leave.service.js';
import { emptyPosts } from '../../server/src/duty/rules/a-post-is-never-empty.js';
import { Post } from '../../server/src/staff/index.js';
import { type Engine, engines, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

const from = '2026-12-01T00:00:00.000Z';
const until = '2026-12-03T00:00:00.000Z';
const now = '2026-11-23T01:00:00.000Z';

function race(engine: Engine, servers: number) {
  let database: TestDatabase;
  let running: ServerInProcess[];
  let town: Town;
  let manager: TownPerson;
  let ring: TownPerson[];
  beforeAll(async () => {
    database = await engine.create();
    running = [await startServer(database)];
    while (running.length < servers) running.push(await startServer(database));
    for (const server of running) server.clock.set(now);
    town = await buildTown(running[0]!);
    manager = await town.hire('6002', ['hall-manager'], town.centre, null);
    // Six people in a ring of posts: each shares one with either neighbour.
    ring = [];
    for (let n = 0; n < 6; n++) ring.push(await town.hire(`77${n}0`, ['clerk'], town.centre, null));
    await running[0]!.app.get(Transactions).run(async (tx) => {
      for (const [n, person] of ring.entries()) await tx.insert(Post, { name: `窗口${n}`, aStaffId: person.id, bStaffId: ring[(n + 1) % ring.length]!.id });
    });
  }, 60_000);
  afterAll(async () => {
    for (const server of running ?? []) await server.close();
    await database?.drop();
  }, 60_000);
  const at = (person: TownPerson, n: number) => new Client(running[n % running.length]!.url, person.token);

  /** Asked, signed, handed over: the director's word is all that is missing. The relief is somebody who goes as well. */
  const prepare = async (person: TownPerson, relief: TownPerson) => {
    let leave = await person.client.call(duty.requestLeave, { body: { kind: 'annual', from, until, reason: '回老家', reliefId: relief.id } });
    for (const [who, endpoint] of [[manager, duty.signLeave], [person, duty.signSlip], [relief, duty.signSlip]] as const)
      leave = await who.client.call(endpoint, { path: { id: leave.id }, body: { version: leave.version } });
    return leave;
  };

  it('of leaves that would empty posts together, only as many are approved as the posts bear', async () => {
    const waiting = [];
    for (const [n, person] of ring.entries()) waiting.push(await prepare(person, ring[(n + 1) % ring.length]!));
    const answers = await Promise.all(waiting.flatMap((leave, n) => [n, n + 1].map((s) => at(town.director, s).send(duty.approveLeave, { path: { id: leave.id }, body: { version: leave.version } }))));
    const codes = answers.map((answer) => (answer.status === 200 ? 'approved' : (answer.body as { code: string }).code));
    const approved = await running[0]!.app.get(Transactions).run((tx) => tx.findBy(Leave, { state: 'approved' }));
    const posts = await running[0]!.app.get(Transactions).run((tx) => tx.find(Post));
    expect(codes.filter((code) => code === 'approved')).toHaveLength(approved.length);
    expect(approved.length).toBeGreaterThanOrEqual(2);
    expect(approved.length).toBeLessThanOrEqual(3);
    expect(codes).toContain('POST_WOULD_BE_EMPTY');
    expect(codes.every((code) => ['approved', 'POST_WOULD_BE_EMPTY', 'LEAVE_CHANGED'].includes(code))).toBe(true);
    expect(emptyPosts(posts, approved.map((leave) => ({ staffId: leave.staffId, reliefId: leave.reliefId, from: leave.fromAt, until: leave.untilAt })))).toEqual([]);
  }, 60_000);

  it('one person asking for the same days many times at once has one leave', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => at(town.crew, n).send(duty.requestLeave, { body: { kind: 'sick', from, until, reason: '看病', reliefId: town.crewMate.id } })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer.status !== 200).map((answer) => (answer.body as { code: string }).code))).toEqual(new Set(['LEAVE_OVERLAPS']));
  }, 60_000);

  it('begins once and ends once, however many servers look after it', async () => {
    const sweep = async () => void (await Promise.all([0, 1, 2, 3].map((n) => running[n % running.length]!.app.get(LeaveService).sweep(running[n % running.length]!.clock.now()))));
    for (const time of [from, until]) {
      for (const server of running) server.clock.set(time);
      await sweep();
      await sweep();
    }
    const { steps, leaves } = await running[0]!.app.get(Transactions).run(async (tx) => ({ steps: await tx.find(LeaveStep), leaves: await tx.findBy(Leave, { state: 'ended' }) }));
    expect(leaves.length).toBeGreaterThanOrEqual(2);
    for (const leave of leaves) for (const action of ['start', 'end']) expect(steps.filter((step) => step.leaveId === leave.id && step.action === action)).toHaveLength(1);
  }, 60_000);
}

for (const engine of engines) describe(`leave races on ${engine.name}`, () => race(engine, 1));
// An embedded database has one server.
describe('leave races between two servers on MariaDB', () => race(engines.find((engine) => engine.name === 'MariaDB')!, 2));
