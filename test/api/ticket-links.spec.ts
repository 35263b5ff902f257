/** The same matter reported twice: each reporter keeps their number, answer and rating, learns nothing of the other, and a merge can be undone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as ticket from '@shouwen/shared/contract/ticket';
import { Transactions } from '../../server/src/database/index.js';
import { verifyChain } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('linked tickets', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    server.clock.set('2026-11-18T10:00:00+08:00');
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  const register = (body: object) =>
    town.wang.client.call(ticket.registerTicket, { body: { source: 'counter', category: 'road-leak', title: '路面冒水', description: '人行道冒水', landmark: '公交站牌', contactName: '何静', address: '学院路12号', ...body } });
  const detail = (number: string) => town.wang.client.call(ticket.staffTicket, { path: { number } });
  const progress = (resident: TownPerson, number: string) => resident.client.call(ticket.ticketProgress, { path: { number } });

  it('a merged one is worked on once, and each reporter is answered and rates for themselves', async () => {
    const [he, meng] = [await town.resident('13655550001'), await town.resident('13655550002')];
    const ofHe = { name: '何静', phone: '13655550001', address: '学院路12号3单元', said: '三单元门口最大' };
    const ofMeng = { name: '孟祥瑞', phone: '13655550002', address: '善国路口东侧', said: '车库进水了' };
    const filed = (one: typeof ofHe) => register({ contactName: one.name, contactPhone: one.phone, address: one.address, description: one.said });
    const main = await filed(ofHe);
    const other = await filed(ofMeng);
    const [toMain, toOther] = [{ number: main.number }, { number: other.number }];
    await town.wang.client.call(ticket.merge, { path: toOther, body: { version: 1, mainNumber: main.number, reason: '同一处漏点' } });
    expect(await detail(other.number)).toMatchObject({ link: { how: 'merge', mainNumber: main.number }, firstResponsible: { staffNumber: '1001' } });
    expect((await detail(main.number)).followers).toEqual([{ how: 'merge', number: other.number }]);
    expect((await town.wang.client.refused(ticket.transfer, { path: toOther, body: { version: 2, departmentId: town.repairs } })).code).toBe('TICKET_ACTION_NOT_ALLOWED');

    const act = async (person: TownPerson, command: typeof ticket.accept | typeof ticket.transfer | typeof ticket.returnResult, body: object) =>
      person.client.call(command as typeof ticket.accept, { path: toMain, body: { version: (await detail(main.number)).version, ...body } });
    await act(town.wang, ticket.transfer, { departmentId: town.repairs });
    await act(town.crew, ticket.accept, {});
    await act(town.crew, ticket.returnResult, { result: '换管两米', attachmentIds: [] });
    await town.wang.client.call(ticket.answer, { path: toMain, body: { version: (await detail(main.number)).version, text: '何女士，漏水已修好', written: true } });
    expect((await progress(he, main.number)).state).toBe('closed');
    expect((await progress(meng, other.number)).state).not.toBe('closed');
    await town.wang.client.call(ticket.answer, { path: toOther, body: { version: (await detail(other.number)).version, text: '孟先生，车库外的漏点已修好', written: true } });

    await he.client.call(ticket.rate, { path: toMain, body: { stars: 5 } });
    await meng.client.call(ticket.rate, { path: toOther, body: { stars: 2 } });
    const [seenByHe, seenByMeng] = [JSON.stringify(await progress(he, main.number)), JSON.stringify(await progress(meng, other.number))];
    expect([(await detail(main.number)).rating?.stars, (await detail(other.number)).rating?.stars]).toEqual([5, 2]);
    expect(seenByHe).toContain('何女士，漏水已修好');
    expect(seenByMeng).toContain('孟先生，车库外的漏点已修好');
    for (const word of [...Object.values(ofMeng), '孟先生', other.number]) expect([word, seenByHe.includes(word)]).toEqual([word, false]);
    for (const word of [...Object.values(ofHe), '何女士', '换管', main.number]) expect([word, seenByMeng.includes(word)]).toEqual([word, false]);
    for (const [resident, number] of [[he, other.number], [meng, main.number]] as const) expect((await resident.client.refused(ticket.ticketProgress, { path: { number } })).code).toBe('NOT_FOUND');
  });

  it('a merge undone, each is worked on by itself again, and the record shows both', async () => {
    const [main, other] = [await register({}), await register({})];
    const path = { number: other.number };
    await town.wang.client.call(ticket.merge, { path, body: { version: 1, mainNumber: main.number, reason: '' } });
    const alone = await town.wang.client.call(ticket.detach, { path, body: { version: 2, reason: '是另一处' } });
    expect(alone).toMatchObject({ link: null, description: '人行道冒水', contactName: '何*' });
    expect((await detail(main.number)).followers).toEqual([]);
    expect((await town.wang.client.call(ticket.transfer, { path, body: { version: alone.version, departmentId: town.repairs } })).state).toBe('transferred');
    expect((await detail(other.number)).timeline.map(({ type }) => type)).toEqual(expect.arrayContaining(['linked', 'unlinked', 'transferred']));
    expect((await town.wang.client.refused(ticket.detach, { path, body: { version: alone.version + 1, reason: '' } })).code).toBe('LINK_NOT_ALLOWED');
  });

  it('no merge that would tell of a complaint, hide one, or go in a circle (CP-3, CP-6, CP-7)', async () => {
    const [main, open] = [await register({}), await register({})];
    const complaint = await register({ category: 'complaint-pressure' });
    const secret = await register({ category: 'complaint-pressure', confidential: true });
    const against = await register({ category: 'complaint-rude', complainedStaffIds: [town.off.id] });
    const merged = (number: string, mainNumber: string) => town.wang.client.refused(ticket.merge, { path: { number }, body: { version: 1, mainNumber, reason: '同一件事' } });
    expect((await merged(complaint.number, main.number)).code).toBe('SUPERVISOR_REQUIRED');
    expect((await merged(open.number, secret.number)).code).toBe('LINK_NOT_ALLOWED');
    expect((await merged(open.number, against.number)).code).toBe('LINK_NOT_ALLOWED');
    expect((await merged(open.number, open.number)).code).toBe('LINK_NOT_ALLOWED');
    expect((await merged(open.number, '123')).code).toBe('NOT_FOUND');
    await town.wang.client.call(ticket.attach, { path: { number: open.number }, body: { version: 1, mainNumber: main.number, reason: '' } });
    expect((await merged(main.number, open.number)).code).toMatch(/LINK_NOT_ALLOWED|TICKET_CHANGED/);
    const report = await server.app.get(Transactions).run((tx) => verifyChain(tx));
    expect(report.faults).toEqual([]);
  });
});
