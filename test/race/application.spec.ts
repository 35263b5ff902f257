/** Two servers, many cases: every archive number once and without gaps, every weekly list once (AP-4, AP-5). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as application from '@shouwen/shared/contract/application';
import * as ticket from '@shouwen/shared/contract/ticket';
import { ArchiveService, WeeklyCheckService } from '../../server/src/application/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { verifyChain } from '../../server/src/ticket/index.js';
import { type Engine, engines, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town } from '../support/ticket-town.js';

function race(engine: Engine, servers: number) {
  let database: TestDatabase;
  let running: ServerInProcess[];
  let town: Town;
  beforeAll(async () => {
    database = await engine.create();
    running = [await startServer(database)];
    while (running.length < servers) running.push(await startServer(database));
    town = await buildTown(running[0]!);
    at('2026-09-28T10:00:00+08:00');
  }, 60_000);
  afterAll(async () => {
    for (const server of running ?? []) await server.close();
    await database?.drop();
  }, 60_000);
  const at = (instant: string) => running.forEach((server) => server.clock.set(instant));
  const everywhere = (work: (server: ServerInProcess) => Promise<unknown>) => Promise.all([...running, ...running].map(work));

  it('the list is made once, and of eight files each has the next number', async () => {
    const number = async (n: number) => {
      const body = { category: 'apply-change-use' as const, requested: { fromUse: 'business', toUse: 'residential', reason: '不开店了' }, address: `善国路${n}号`, contactName: '何静', contactPhone: '13712345678', attachmentIds: [] };
      const filed = await town.wang.client.call(application.registerApplication, { body });
      const path = { number: filed.number };
      let { version } = (await town.wang.client.call(application.acceptApplication, { path, body: { version: filed.ticket.version } })).ticket;
      ({ version } = (await town.wang.client.call(application.signStep, { path, body: { version, step: 'survey', passed: false, note: '仍在营业' } })).ticket);
      return { path, version };
    };
    const cases: Awaited<ReturnType<typeof number>>[] = [];
    for (let n = 0; n < 8; n++) cases.push(await number(n));

    at('2026-09-30T08:00:00+08:00');
    await everywhere((server) => server.app.get(WeeklyCheckService).makeDue());
    const check = await town.wang.client.call(application.weeklyCheck);
    expect(check.lists).toMatchObject([{ day: '2026-09-30', items: 8, signed: 0 }]);
    // By hand from many windows at once: today's list is still one.
    await Promise.all(Array.from({ length: 6 }, () => town.wang.client.send(application.makeCheck)));
    expect((await town.wang.client.call(application.weeklyCheck)).lists).toHaveLength(1);

    for (const { path, version } of cases) {
      const signed = await town.wang.client.call(application.signComparison, { path, body: { version, matches: false, difference: '未批准' } });
      await town.wang.client.call(ticket.answer, { path, body: { version: signed.version, text: '现场仍在营业，暂不能改', written: true, close: true } });
    }
    at('2026-12-01T08:00:00+08:00');
    await everywhere((server) => server.app.get(ArchiveService).archiveDue());
    const rows = await running[0]!.query<{ archive_number: string; stage: string }>('SELECT archive_number, stage FROM application ORDER BY archive_number');
    expect(rows.map((row) => row.archive_number)).toEqual(Array.from({ length: 8 }, (_, n) => `2026-性质-${String(n + 1).padStart(4, '0')}`));
    expect(new Set(rows.map((row) => row.stage))).toEqual(new Set(['archived']));
    expect((await running[0]!.app.get(Transactions).run((tx) => verifyChain(tx))).faults).toEqual([]);
  }, 120_000);
}

for (const engine of engines) describe(`files and lists on ${engine.name}`, () => race(engine, engine.name === 'MariaDB' ? 2 : 1));
