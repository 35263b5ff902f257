/** What the migration writes on tickets that were there before is what their records fold to. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as contract from '@shouwen/shared/contract/ticket';
import { ResidentStep1700000001800 } from '../../server/src/database/migrations/1700000001800-resident-step.js';
import { Transactions } from '../../server/src/database/index.js';
import { verifyChain } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town } from '../support/ticket-town.js';

describeOnBothDatabases('the resident’s step', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  beforeAll(async () => {
    database = await engine.createEmpty();
    server = await startServer(database);
    town = await buildTown(server);
    server.clock.set('2026-11-18T10:00:00+08:00');
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('is filled in for tickets in every state', async () => {
    const register = (source: 'counter' | 'letter' = 'counter') =>
      town.wang.client.call(contract.registerTicket, { body: { source, category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', contactName: '马强', contactPhone: '13812345678', address: '善国路88号', landmark: '' } });
    const act = (endpoint: typeof contract.answer | typeof contract.requestMaterials, number: string, body: object) => town.wang.client.call(endpoint, { path: { number }, body: { version: 1, ...body } as never });
    await register();
    await act(contract.requestMaterials, (await register()).number, { items: [{ name: '身份证', howToGet: '' }] });
    await act(contract.answer, (await register()).number, { text: '已当面校表，读数正常', written: false, close: false });
    await act(contract.answer, (await register()).number, { text: '已当面校表，读数正常', written: false, close: true });
    await act(contract.answer, (await register('letter')).number, { text: '已当面校表，读数正常', written: false, close: false });
    const { dataSource } = server.app.get(Transactions) as unknown as { dataSource: { manager: Parameters<typeof verifyChain>[0]; createQueryRunner(): never } };
    const steps = () => server.query<{ step: string }>('SELECT id, resident_step AS step, resident_due_at AS due FROM ticket ORDER BY id');
    const before = await steps();
    expect(new Set(before.map(({ step }) => step))).toEqual(new Set(['materials', 'answered', 'rate', 'written-answer', before[0]!.step]));
    const runner = dataSource.createQueryRunner() as Parameters<ResidentStep1700000001800['up']>[0];
    await runner.query('UPDATE ticket SET resident_step = NULL, resident_due_at = NULL');
    expect((await verifyChain(dataSource.manager)).faults).toHaveLength(5);
    await new ResidentStep1700000001800().down(runner);
    await new ResidentStep1700000001800().up(runner);
    await runner.release();
    expect(await steps()).toEqual(before);
    expect((await verifyChain(dataSource.manager)).faults).toEqual([]);
  });
});
